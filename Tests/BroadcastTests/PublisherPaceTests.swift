import Foundation
import HLS
import Logging
import MediaModel
import Show
import Synchronization
import Testing

@testable import Broadcast
@testable import Origin

/// Encoders whose parts are ready when they are told to be, and the publisher's clock: nobody waits for anything real.
///
/// Everything happens on the publisher's thread: its waits hand it what is ready by their end, and so does the release of a
/// part, after which it has nothing left to do but to wait for the next.
private final class SimulatedEncoders: ProgrammeClock {
    private struct State {
        var time: Int64 = 0
        /// The last first.
        var parts: [(ready: Int64, output: TrackOutput)]
        var last: [PartPosition] = []
        var releases: [Int64] = []
    }

    let output = BoundedQueue<TrackOutput>(capacity: 64)
    private let state: Mutex<State>

    /// - Parameter parts: In order of the instants at which they are ready, in nanoseconds.
    init(_ parts: [(ready: Int64, output: TrackOutput)]) {
        state = Mutex(State(parts: parts.reversed()))
    }

    var now: Int64 { state.withLock { $0.time } }

    /// When each part of the pictures was put up.
    var releases: [Int64] { state.withLock { $0.releases } }

    func wait(until time: Int64) { handOver(until: time) }

    /// Gives the publisher something to begin with.
    func begin() {
        if let first = state.withLock({ $0.parts.last?.ready }) { handOver(until: first) }
    }

    /// To be called at each change of what viewers see: the last part of each rendition, the pictures' first.
    func note(_ last: [PartPosition]) {
        let isRelease = state.withLock { state in
            defer { state.last = last }
            // First comes the place before the first part.
            guard state.last.count == last.count, state.last != last else { return false }
            if state.last[0] != last[0] { state.releases.append(state.time) }
            return true
        }
        guard isRelease, output.depth == 0 else { return }
        if let next = state.withLock({ $0.parts.last?.ready }) { handOver(until: next) } else { output.close() }
    }

    private func handOver(until time: Int64) {
        let ready = state.withLock { state in
            state.time = max(state.time, time)
            var ready: [TrackOutput] = []
            while let part = state.parts.last, part.ready <= time { ready.append(state.parts.removeLast().output) }
            return ready
        }
        for output in ready { _ = self.output.tryPush(output) }
    }
}

@Suite(.timeLimit(.minutes(1))) struct PublisherPaceTests {
    /// Sound is ready 25 ms after a part's end, pictures 100 ms, and once 400 ms. The publisher, which slept until the sound
    /// was due, took the pictures that came meanwhile for as late as that: the delay never shrank again.
    @Test func latencyComesBackAfterAHiccup() async throws {
        let delays = try await delays(pictures: { $0 == 20 ? 400_000_000 : 100_000_000 }, sound: 25_000_000)
        #expect(delays[19] < 110_000_000)
        #expect(delays[21] > 390_000_000, "while the late one is remembered")
        #expect(delays[delays.count - 1] < 110_000_000)
    }

    /// Pictures are composed ahead of their time, sound isn't.
    @Test func picturesDontWaitForSound() async throws {
        let delays = try await delays(pictures: { _ in -40_000_000 }, sound: 60_000_000)
        #expect(delays.dropFirst(20).allSatisfy { abs($0 + 40_000_000) < 5_000_000 })
    }

    /// When the composer has found that it may go ahead, viewers have it at once, and not when what was before is forgotten.
    @Test func whatIsComposedAheadIsPutUpAhead() async throws {
        let lead = { (part: Int) in (30..<90).contains(part) ? Int64(min(part - 29, 4)) * 25_000_000 : 0 }
        let delays = try await delays(pictures: { 110_000_000 - lead($0) }, sound: 25_000_000, lead: lead)
        #expect(delays[29] > 105_000_000 && delays[29] < 115_000_000)
        #expect(delays[34..<90].allSatisfy { $0 < 15_000_000 })
    }

    /// Publishes a while, and returns when the parts of pictures were put up: after their end, in nanoseconds.
    ///
    /// - Parameters:
    ///   - pictures: When each part is ready, after its end, in nanoseconds.
    ///   - sound: When all its parts are.
    ///   - lead: How long before its time each part's last picture was to be composed.
    private func delays(
        pictures: (Int) -> Int64, sound: Int64, lead: (Int) -> Int64 = { _ in 0 }
    ) async throws -> [Int64] {
        let plan = try Self.plan
        let part = plan.grid.partDuration.ticks(timescale: 1_000_000_000, rounding: .nearest)
        let count = 240
        func output(_ track: Int, _ index: Int) -> TrackOutput {
            .part(
                track: track,
                EncodedPart(
                    bytes: [0, 0, 0, 8], duration: plan.grid.partDuration,
                    isIndependent: index % plan.grid.partsPerSegment == 0,
                    timing: track == 0 ? TickTiming(lead: lead(index), composed: 0) : nil))
        }
        var parts: [(ready: Int64, output: TrackOutput)] = []
        for track in 0..<2 { parts.append((0, .initSegment(track: track, bytes: [1], codec: "avc1.64001f"))) }
        for index in 0..<count {
            let end = Int64(index + 1) * part
            parts.append((end + sound, output(1, index)))
            parts.append((end + pictures(index), output(0, index)))
        }
        parts.sort { $0.ready < $1.ready }
        // Something to take before the first wait.
        let first = try #require(parts.first { if case .part = $0.output { true } else { false } }).ready
        for index in 0..<2 { parts[index].ready = first }
        let encoders = SimulatedEncoders(parts)
        let clock = StartGatedClock(clock: encoders)
        clock.start()
        encoders.begin()

        let origin = Origin()
        origin.observe {
            let last = origin.edges.last
            if !last.isEmpty { encoders.note(last) }
        }
        try await runOnThread(named: "packager") {
            let timelines = TimelinePlan(
                tracks: plan.tracks, constants: BroadcastConstants(grid: plan.grid), window: .seconds(60),
                continuation: nil)
            var publisher = LivePackager(
                plan: plan, timelines: timelines, origin: origin, stores: [], ranges: DateRangeQueue(),
                context: .test(clock: clock))
            publisher.run(encoders.output)
        }
        let delays = encoders.releases.prefix(count).enumerated().map { $1 - Int64($0 + 1) * part }
        try #require(delays.count == count)
        return delays
    }

    /// One rung and its sound.
    private static var plan: RenderPlan {
        get throws {
            var preset = Preset()
            preset.canvas.size = PixelSize(width: 96, height: 160)
            preset.latency = .low
            preset.ladder = .rungs([Rung(size: PixelSize(width: 96, height: 160), bitRate: 100_000)])
            return try RenderPlan(
                preset: preset, source: PixelSize(width: 96, height: 160), sourceOrientation: .upright,
                hasAudioOnlyVariant: false)
        }
    }
}
