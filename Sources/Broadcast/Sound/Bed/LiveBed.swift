import FFmpegKit
import Loudness
import MediaModel
import Show
import Synchronization

/// The bed of a broadcast: its show's thread says what it is to do, a thread of its own loads the music, and the sound's thread asks.
///
/// Nobody waits for another: what isn't loaded yet comes in when it is.
final class LiveBed: Sendable {
    private struct State {
        /// What the preset on air has.
        var wanted: BedPreset?
        /// What `music` was made of.
        var loaded: BedPreset?
        var music: BedMusic?
        var current = BedState()
        /// What the show has committed on ticks that the sound hasn't come to, in their order.
        var changes: [(step: Int, state: BedState)] = []
    }

    /// The sound is never so far behind the show that more wait; then the last one counts.
    private static let mostChanges = 64

    private let state: Mutex<State>
    /// One that waits is enough: whoever takes it looks at what is wanted by then.
    private let calls = BoundedQueue<Void>(capacity: 1)
    private let interrupt = Interrupt()
    private let diagnostics: Diagnostics
    private let frameRate: FrameRate

    init(_ bed: BedPreset?, frameRate: FrameRate, diagnostics: Diagnostics) {
        (self.frameRate, self.diagnostics) = (frameRate, diagnostics)
        state = Mutex(State(wanted: bed))
        _ = calls.tryPush(())
    }

    // MARK: - For the show's thread

    /// Has another bed play, or none; what is on air fades out. One that couldn't be loaded is tried again.
    func play(_ bed: BedPreset?) {
        state.withLock { $0.wanted = bed }
        _ = calls.tryPush(())
    }

    /// Says what the bed is to do from a tick on.
    func put(_ new: BedState, atTick tick: Int) {
        let step = frameRate.step(ofTick: tick)
        state.withLock { state in
            guard new != state.changes.last?.state ?? state.current else { return }
            if state.changes.count == Self.mostChanges { state.changes.removeLast() }
            state.changes.append((step, new))
        }
    }

    // MARK: - For the sound's thread

    func order(_ preset: SoundPreset?, atStep step: Int) -> BedOrder? {
        state.withLock { state in
            while let change = state.changes.first, change.step <= step {
                state.current = change.state
                state.changes.removeFirst()
            }
            return preset?.order(state.current, state.music, frameRate)
        }
    }

    /// The programme is over.
    func close() {
        interrupt.request()
        calls.close()
    }

    // MARK: - For its own thread

    /// Loads what is wanted, until ``close()``: a file on a disk that hangs is left to itself then.
    func run() async throws {
        let grace = Grace(.milliseconds(300), after: interrupt)
        _ = try await runOnThread(named: "bed", leavingAfter: [grace], onCancel: { self.close() }) { self.load() }
    }

    private func load() {
        while calls.pop() != nil {
            let (wanted, loaded) = state.withLock { ($0.wanted, $0.music == nil ? nil : $0.loaded) }
            guard wanted?.files != loaded?.files else { continue }
            let music = wanted.flatMap { BedFile(interrupt: interrupt, diagnostics: diagnostics).load($0) }
            state.withLock { state in
                // Until then the one before plays on: without its order it fades out.
                (state.music, state.loaded) = (music, wanted)
            }
        }
    }
}

/// A broadcast's bed, as the settings of its sound have it.
struct LiveBedSupply: BedSupply {
    let bed: LiveBed
    let controls: SourceControls

    func order(atStep step: Int) -> BedOrder? { bed.order(controls.settings.sound, atStep: step) }
}
