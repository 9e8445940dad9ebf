import FFmpegKit
import Foundation
import HLS
import Logging
import MediaModel
import MediaTesting
import NIOCore
import Overlay
import Show
import Synchronization
import Testing

@testable import Broadcast
@testable import Origin

/// A clock that lets a queue be emptied before each tick, so that its encoder keeps up with a broadcast that never really waits.
private final class EncoderClock: ProgrammeClock {
    private let clock = VirtualClock()
    private let queue = Mutex<CanvasQueue?>(nil)

    var now: Int64 { clock.now }

    func follow(_ followed: CanvasQueue) { queue.withLock { $0 = followed } }

    func wait(until time: Int64) {
        while let followed = queue.withLock({ $0 }), followed.depth > 0 { usleep(100) }
        clock.wait(until: time)
    }
}

/// A clock that goes from the programme's start past its end at once, and stands there: whoever waits only lets the others work.
private final class StoppedMachine: ProgrammeClock {
    private let time = Atomic(Int64(0))

    var now: Int64 { time.load(ordering: .relaxed) }

    func wait(until time: Int64) {
        self.time.store(13_000_000_000, ordering: .relaxed)
        usleep(200)
    }
}

/// A clock whose time goes by for an encoder that takes a canvas in each interval.
private final class TakingClock: ProgrammeClock {
    private struct Taking {
        var queue: CanvasQueue
        /// In nanoseconds.
        var interval: Int64
        var last: Int64
    }

    private let clock = VirtualClock()
    private let taking = Mutex<Taking?>(nil)

    var now: Int64 { clock.now }

    func take(from queue: CanvasQueue, each interval: Int64) {
        taking.withLock { $0 = Taking(queue: queue, interval: interval, last: now) }
    }

    func wait(until time: Int64) {
        clock.wait(until: time)
        taking.withLock { taking in
            while let (queue, interval, last) = taking.map({ ($0.queue, $0.interval, $0.last) }), last + interval <= now
            {
                _ = queue.tryPop()
                taking?.last += interval
            }
        }
    }
}

@Suite(.timeLimit(.minutes(1))) struct StuckEncoderTests {
    private static let sizes = [PixelSize(width: 96, height: 160), PixelSize(width: 48, height: 80)]
    /// Eight segments.
    private static let ticks = 8 * 48

    private static var plan: RenderPlan {
        get throws {
            var preset = Preset()
            preset.canvas.size = sizes[0]
            preset.latency = .low
            preset.ladder = .rungs(sizes.map { Rung(size: $0, bitRate: 100_000) })
            return try RenderPlan(
                preset: preset, source: sizes[0], sourceOrientation: .upright, hasAudioOnlyVariant: false)
        }
    }

    private static func composer(
        _ canvases: [CanvasQueue], _ context: BroadcastContext
    ) throws -> sending FrameComposer<LivePictures> {
        let preset = Preset(name: "test", layers: [])
        let scene = try SceneBuilder(preset: preset, canvas: sizes[0], folder: ".", cacheLimit: 0)
            .prepare(ShowReducer(preset: preset).state)
        return FrameComposer(
            pacing: ClockPacing(
                lead: ComposerLead(jitterBuffer: 0, grid: context.grid), canvases: canvases,
                overload: OverloadControl(), context: context),
            pictures: LivePictures(
                SourceChain.test(), show: ShowInbox(),
                context: context),
            compositions: [
                Composition(
                    renderer: try CanvasRenderer(ReframePreset(), canvas: sizes[0]), firstScene: scene,
                    scenes: LiveScenes(SceneMailbox(), ShowInbox()), canvases: canvases)
            ],
            grid: context.grid, length: ProgrammeLength(frameRate: .fps30, limit: ticks),
            stop: context.stop)
    }

    /// The top rung's encoder hangs, as its packets wait for a sound track that never comes. The broadcast comes to its end all the
    /// same, and the other rung has every tick.
    @Test func losesItsOwnRungAndNoOther() async throws {
        let (plan, log, clock) = (try Self.plan, LineLog(), EncoderClock())
        let context = BroadcastContext.test(clock: clock, log: log)
        let output = BoundedQueue<TrackOutput>(capacity: 200)
        let movie = MovieWriter(path: Tatecast.newPath("stuck") + ".mp4")
        // Lets the thread that is left behind go.
        defer { movie.abort() }
        let encoders = ProgrammeEncoders(
            plan, depth: 60, output: output, movie: movie,
            broadcasting: .init(overload: OverloadControl(), diagnostics: context.diagnostics))
        clock.follow(encoders.canvases[1])
        let composer = TransferBox(try Self.composer(encoders.canvases, context))
        try await withThrowingTaskGroup(of: Void.self) { group in
            encoders.addRungs(to: &group)
            group.addTask { try await runOnThread(named: "composer") { try composer.take().run() } }
            try await group.waitForAll { encoders.abandon() }
        }
        #expect(encoders.canvases.map(\.isDropped) == [true, false])
        let said =
            "the encoder of the rung 96x160 has taken no picture for 2 s; the broadcast goes on without that rung"
        #expect(log.lines.filter { $0 == said }.count == 1)
        #expect(encoders.gauges.first { $0.name == "lost_rungs" }?.value() == 1)
        var parts = [0, 0]
        var lost: [Int] = []
        while let item = output.tryPop() {
            switch item {
            case .part(let track, _): parts[track] += 1
            case .lost(let track): lost.append(track)
            case .initSegment, .segment, .picture: break
            }
        }
        #expect(lost == [0] && parts == [0, Self.ticks / 16])
    }

    /// A machine that stood still for thirteen seconds has as much to make up for, and its encoders go on at once: none of them hangs.
    @Test func aMachineThatStoodStillLosesNothing() async throws {
        let (plan, clock) = (try Self.plan, StoppedMachine())
        let context = BroadcastContext.test(clock: clock)
        let output = BoundedQueue<TrackOutput>(capacity: 200)
        let encoders = ProgrammeEncoders(
            plan, depth: 60, output: output,
            broadcasting: .init(overload: OverloadControl(), diagnostics: context.diagnostics))
        let composer = TransferBox(try Self.composer(encoders.canvases, context))
        try await withThrowingTaskGroup(of: Void.self) { group in
            encoders.addRungs(to: &group)
            group.addTask { try await runOnThread(named: "composer") { try composer.take().run() } }
            try await group.waitForAll { encoders.abandon() }
        }
        #expect(encoders.canvases.allSatisfy { !$0.isDropped })
        var parts = [0, 0]
        while let item = output.tryPop() { if case .part(let track, _) = item { parts[track] += 1 } }
        #expect(parts == [Self.ticks / 16, Self.ticks / 16])
    }

    /// A composer that is on time again, with encoders that still have everything before them, waits for those that take canvases, and
    /// gives up one that takes some, but not enough, after ten seconds more. Two minutes of standing still are no other case.
    @Test(arguments: [
        (perSecond: 50, stillSeconds: 0, losses: 0), (perSecond: 33, stillSeconds: 0, losses: 0),
        (perSecond: 90, stillSeconds: 120, losses: 0), (perSecond: 20, stillSeconds: 0, losses: 1),
        (perSecond: 20, stillSeconds: 120, losses: 1),
    ])
    func anEncoderThatCatchesUpIsKept(perSecond: Int64, stillSeconds: Int64, losses: Int) throws {
        let clock = TakingClock()
        let context = BroadcastContext.test(clock: clock)
        let lost = Mutex<[CanvasQueue.Loss]>([])
        let queue = CanvasQueue(capacity: 300) { loss in lost.withLock { $0.append(loss) } }
        var pacing = ClockPacing(
            lead: ComposerLead(jitterBuffer: 0, grid: context.grid), canvases: [queue], overload: OverloadControl(),
            context: context)
        let frame = try VideoFramePool(size: Self.sizes[1]).makeFrame().share()
        func push(_ tick: Int) -> Bool { queue.push(CanvasTick(frame: frame, tick: tick)) }
        for _ in 0..<300 { #expect(push(0)) }
        // It has begun.
        _ = queue.tryPop()
        #expect(push(0))
        clock.take(from: queue, each: 1_000_000_000 / perSecond)
        clock.wait(until: stillSeconds * 1_000_000_000)
        // Five minutes.
        for tick in 0..<9000 where !queue.isDropped {
            pacing.wait(forTick: tick)
            #expect(push(tick))
        }
        #expect(lost.withLock { $0 } == Array(repeating: .isTooSlow, count: losses))
    }

    /// Without any rung there is nothing to go on with.
    @Test func endsTheBroadcastWhenNoRungIsLeft() async throws {
        let (plan, context) = (try Self.plan, BroadcastContext.test())
        let canvases = plan.rungs.map { _ in CanvasQueue(capacity: 30) { _ in } }
        let composer = TransferBox(try Self.composer(canvases, context))
        await #expect(throws: JobError.self) {
            try await runOnThread(named: "composer") { try composer.take().run() }
        }
        #expect(canvases.allSatisfy { $0.isDropped })
    }

    /// Players of the lost rung find their playlist as long as the others', with gaps, for which they look elsewhere; whoever comes
    /// then isn't told of it.
    @Test func itsPlaylistGoesOnWithGaps() async throws {
        let plan = try Self.plan
        let output = BoundedQueue<TrackOutput>(capacity: 200)
        func push(_ index: Int, of tracks: [Int]) {
            for track in tracks {
                let part = EncodedPart(
                    bytes: [0, 0, 0, 8], duration: plan.grid.partDuration,
                    isIndependent: track == 2 || index % 3 == 0)
                _ = output.push(.part(track: track, part))
            }
        }
        for track in 0..<3 {
            _ = output.push(
                .initSegment(track: track, bytes: [1], codec: track == 2 ? "mp4a.40.2" : "avc1.64001f"))
        }
        for index in 0..<7 { push(index, of: [0, 1, 2]) }
        for index in 7..<10 { push(index, of: [1, 2]) }
        _ = output.push(.lost(track: 0))
        for index in 10..<12 { push(index, of: [1, 2]) }
        // It wakes up when nobody counts on it any more.
        push(7, of: [0])
        output.close()

        let origin = Origin()
        try await runOnThread(named: "packager") {
            let timelines = TimelinePlan(
                tracks: plan.tracks, constants: BroadcastConstants(grid: plan.grid), window: .seconds(60),
                continuation: nil)
            var packager = LivePackager(
                plan: plan, timelines: timelines, origin: origin, stores: [], ranges: DateRangeQueue(),
                context: .test())
            packager.run(output)
        }
        func lines(_ path: Substring) throws -> [String] {
            guard case .playlist(let found) = origin.answer(OriginRequest(path: path)) else { throw TestFailure() }
            return String(decoding: found.makeText(compressed: false).bytes.readableBytesView, as: UTF8.self)
                .split(separator: "\n").map(String.init)
        }
        let (lost, other) = (try lines("/v96x160/playlist.m3u8"), try lines("/v48x80/playlist.m3u8"))
        // Every segment with its length; two of them aren't there, of the first of which a part is.
        for beginning in [
            "#EXTINF", "#EXT-X-MEDIA-SEQUENCE", "#EXT-X-PROGRAM-DATE-TIME", "#EXT-X-ENDLIST",
        ] {
            let found = lost.filter { $0.hasPrefix(beginning) }
            #expect(!found.isEmpty && found == other.filter { $0.hasPrefix(beginning) })
        }
        #expect(lost.filter { $0 == "#EXT-X-GAP" }.count == 2 && !other.contains("#EXT-X-GAP"))
        #expect(
            lost.filter { $0.hasPrefix("#EXT-X-PART:") }.map { $0.contains("GAP=YES") }.suffix(6) == [
                false, true, true, true, true, true,
            ])
        let multivariant = try lines("/master.m3u8")
        #expect(
            multivariant.contains("v48x80/playlist.m3u8")
                && !multivariant.contains("v96x160/playlist.m3u8"))
    }
}

private struct TestFailure: Error {}
