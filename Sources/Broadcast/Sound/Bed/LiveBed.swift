import FFmpegKit
import HLS
import Loudness
import MediaModel
import Show
import Synchronization

/// The bed of a broadcast: its show's thread says what it is to do, a thread of its own loads the music, and the sound's thread asks.
///
/// Nobody waits for another: what isn't loaded yet comes in when it is. What it does is noted in the broadcast's folder, so that it goes on
/// after a restart (``BedNote``).
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
        /// When the programme began, as playlists tell it; `nil` before that is known.
        var start: ProgramDateTime?
        var noted: BedNote?
    }

    /// The sound is never so far behind the show that more wait; then the last one counts.
    private static let mostChanges = 64

    private let state: Mutex<State>
    /// One that waits is enough: whoever takes it looks at what is wanted by then.
    private let calls = BoundedQueue<Void>(capacity: 1)
    private let interrupt = Interrupt()
    private let diagnostics: Diagnostics
    private let frameRate: FrameRate
    /// Of an earlier run.
    private let earlier: BedNote?
    /// `nil` without a folder.
    private let notes: BedNoteKeeper?

    /// Reads what an earlier run has noted. Blocks.
    ///
    /// - Parameter folder: The broadcast's; `nil` without one.
    init(_ bed: BedPreset?, frameRate: FrameRate, folder: String? = nil, diagnostics: Diagnostics) {
        (self.frameRate, self.diagnostics) = (frameRate, diagnostics)
        earlier = folder.flatMap(BedNote.read)
        notes = folder.map { BedNoteKeeper(folder: $0, diagnostics: diagnostics) }
        state = Mutex(State(wanted: bed))
        _ = calls.tryPush(())
    }

    // MARK: - For the show's thread

    /// The programme begins.
    ///
    /// - Parameter start: As playlists tell it.
    /// - Returns: What the bed does then: what an earlier run had it do, where one did.
    func begin(at start: ProgramDateTime) -> BedState {
        let begun = earlier?.state(startedAt: start) ?? BedState()
        state.withLock { ($0.start, $0.current, $0.noted) = (start, begun, earlier) }
        note(begun)
        return begun
    }

    /// Has another bed play, or none; what is on air fades out. One that couldn't be loaded is tried again.
    func play(_ bed: BedPreset?) {
        let now = state.withLock { state in
            state.wanted = bed
            return state.changes.last?.state ?? state.current
        }
        _ = calls.tryPush(())
        note(now)
    }

    /// Where there is music, and something else is noted.
    private func note(_ new: BedState) {
        guard let notes else { return }
        let note = state.withLock { state -> BedNote? in
            guard let start = state.start, state.wanted != nil else { return nil }
            let note = BedNote(new, startedAt: start)
            guard note != state.noted else { return nil }
            state.noted = note
            return note
        }
        if let note { notes.put(note) }
    }

    /// Says what the bed is to do from a tick on.
    func put(_ new: BedState, atTick tick: Int) {
        let step = BedOrder.step(atOrAfter: frameRate.time(ofTick: tick))
        let isNew = state.withLock { state in
            guard new != state.changes.last?.state ?? state.current else { return false }
            if state.changes.count == Self.mostChanges { state.changes.removeLast() }
            state.changes.append((step, new))
            return true
        }
        if isNew { note(new) }
    }

    // MARK: - For the sound's thread

    func order(_ preset: SoundPreset?, atStep step: Int) -> BedOrder? {
        state.withLock { state in
            while let change = state.changes.first, change.step <= step {
                state.current = change.state
                state.changes.removeFirst()
            }
            return preset?.order(state.current, state.music)
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
