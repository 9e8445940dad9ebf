import FFmpegKit
import Foundation
import HLS
import Logging
import MediaModel
import MediaTesting
import Overlay
import Reframe
import Show
import Synchronization
import Testing

@testable import Broadcast

/// A machine that takes a certain time for each tick, by what is left out: a clock for the composer, which never really waits.
///
/// The encoders are real, but as fast as they like: it waits for them before each tick.
private final class SimulatedMachine: ProgrammeClock {
    static let tick: Int64 = 33_333_333
    /// For a tick, in nanoseconds, with each step; the machine needs the last to keep up.
    static let costs: [Int64] = [75, 65, 55, 45, 20].map { $0 * 1_000_000 }

    private let time = Atomic(Int64(0))
    private let busy: Range<Int64>
    private let overload: OverloadControl
    private let queues: [CanvasQueue]
    private let onTick: @Sendable (Int64) -> Void

    init(
        busy: Range<Int64>, overload: OverloadControl, queues: [CanvasQueue],
        onTick: @escaping @Sendable (Int64) -> Void
    ) {
        (self.busy, self.overload, self.queues, self.onTick) = (busy, overload, queues, onTick)
    }

    var now: Int64 { time.load(ordering: .relaxed) }

    func wait(until target: Int64) {
        while queues.contains(where: { $0.depth > 0 }) { usleep(100) }
        onTick(target)
        let cost = busy.contains(target) ? Self.costs[overload.step.rawValue] : 8_000_000
        time.store(max(now, target) + cost, ordering: .relaxed)
    }
}

@Suite(.timeLimit(.minutes(5))) struct OverloadTests {
    private static let size = PixelSize(width: 96, height: 160)

    /// A grey picture whose brightness tells its number.
    private static func picture(_ number: Int, time: Int64, pool: VideoFramePool) throws -> SourcePicture {
        var frame = try pool.makeFrame()
        frame.withMutablePlanes { luma, blue, red, _ in
            for index in luma.indices { luma[index] = level(number) }
            for index in blue.indices { blue[index] = 128 }
            for index in red.indices { red[index] = 128 }
        }
        return SourcePicture(
            frame: frame.share(), sampleAspectRatio: .init(width: 1, height: 1), time: time)
    }

    private static var emptyScene: Scene {
        get throws {
            let preset = Preset(name: "test", layers: [])
            return try SceneBuilder(preset: preset, canvas: size, folder: ".", cacheLimit: 0)
                .prepare(ShowReducer(preset: preset).state)
        }
    }

    /// A broadcast's composer of so many ticks.
    private static func composer(
        of source: SourceChain, firstScene: Scene, scenes: SceneMailbox, canvases: [CanvasQueue],
        ticks: Int, overload: OverloadControl, context: BroadcastContext
    ) throws -> sending FrameComposer<LivePictures> {
        FrameComposer(
            pacing: ClockPacing(
                lead: ComposerLead(jitterBuffer: 0, grid: context.grid), canvases: canvases, overload: overload,
                context: context),
            pictures: LivePictures(source, show: ShowInbox(), context: context),
            compositions: [
                Composition(
                    renderer: try CanvasRenderer(ReframePreset(), canvas: size), firstScene: firstScene,
                    scenes: LiveScenes(scenes, ShowInbox()), canvases: canvases, monitor: LatestCanvas())
            ],
            grid: context.grid, length: ProgrammeLength(frameRate: .fps30, limit: ticks), stop: context.stop)
    }

    private static func encoding(of rung: Rung, _ grid: PartGrid) -> RungEncoding {
        EncoderProfile.x264.encoding(of: rung, EncoderProfile.x264.mode(.low), grid)
    }

    /// Far enough from one picture to the next for a coarse encoder.
    private static func level(_ number: Int) -> UInt8 { UInt8(40 + number * 37 % 160) }

    /// Ten seconds of a machine that has no time, from the tenth on, in a minute and a half with two rungs.
    @Test func takesItsStepsInOrderAndUndoesThemWithoutAHoleInTheOutput() async throws {
        let grid = PartGrid(frameRate: .fps30, latency: .low)
        let ticks = 50 * grid.framesPerSegment
        let rungs = [
            Rung(size: Self.size, bitRate: 300_000), Rung(size: .init(width: 48, height: 80), bitRate: 100_000),
        ]
        let canvases = rungs.map { _ in CanvasQueue(capacity: 300) }
        let canvasesOnTheWay = CanvasQueue(capacity: 300)
        let seen = Mutex<[CanvasTick]>([])
        let output = BoundedQueue<TrackOutput>(capacity: 4 * ticks)
        let (overload, status, source) = (OverloadControl(), LiveStatus(), SourceChain.test())
        let log = LineLog()
        let diagnostics = Diagnostics(logger: Logger(label: "test") { _ in log })
        let pool = try VideoFramePool(size: Self.size)
        let machine = SimulatedMachine(
            busy: 10_000_000_000..<20_000_000_000, overload: overload, queues: canvases
        ) { time in
            let number = Int((time + SimulatedMachine.tick / 2) / SimulatedMachine.tick)
            guard let picture = try? Self.picture(number, time: time, pool: pool) else { return }
            source.pictures.push(picture, at: time - 80_000_000)
            while let canvas = canvasesOnTheWay.tryPop() { seen.withLock { $0.append(canvas) } }
        }
        let composer = TransferBox(
            try Self.composer(
                of: source, firstScene: Self.emptyScene, scenes: SceneMailbox(),
                canvases: canvases + [canvasesOnTheWay], ticks: ticks, overload: overload,
                context: .test(clock: machine, status: status, diagnostics: diagnostics)))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await runOnThread(named: "composer") { try composer.take().run() } }
            for (track, rung) in rungs.enumerated() {
                group.addTask {
                    try await runOnThread(named: "rung") {
                        try RungEncoder(
                            Self.encoding(of: rung, grid), grid: grid, canvases: canvases[track],
                            sinks: [Segmenter(track: track, cuts: .video(grid), output: output, emitsParts: true)],
                            relief: .init(
                                control: overload, isLowest: track == 1, meter: DurationMeter())
                        ).run()
                    }
                }
            }
            try await group.waitForAll()
        }
        output.close()

        // Each step is taken once, in order, said once, and undone.
        let snapshot = status.snapshot
        let steps = OverloadStep.allCases.dropFirst()
        #expect(snapshot.overloads == Dictionary(uniqueKeysWithValues: steps.map { ($0, 1) }))
        #expect(snapshot.overload == .none && snapshot.overloadSteps == 8)
        let said = log.lines.filter { $0.contains("the machine is too slow") }
        #expect(said == steps.map { "the machine is too slow: \($0.text(rungCount: 2))" })
        #expect(log.lines.last == OverloadStep.none.text(rungCount: 2))
        #expect(snapshot.lateTicks > 0 && snapshot.lateness < 10_000_000)
        // With one rung there is none smaller.
        #expect(OverloadStep.freezeLowestRung.text(rungCount: 1) == "the picture stands still for a segment at a time")

        // Every tick has its canvas; in threes of a second, every second one is the one before.
        let shown = seen.withLock { $0 }.map(\.frame)
        #expect(seen.withLock { $0 }.map(\.tick) == Array(0..<ticks))
        let repeated = (1..<ticks).filter { shown[$0] === shown[$0 - 1] }
        #expect(repeated.count > 20 && repeated.allSatisfy { $0 % 2 == 1 })

        // One init segment, and no part too few or too short.
        var (parts, initialisations): ([[EncodedPart]], [[UInt8]?]) = ([[], []], [nil, nil])
        while let item = output.tryPop() {
            switch item {
            case .initSegment(let track, let bytes, _):
                #expect(initialisations[track] == nil)
                initialisations[track] = bytes
            case .part(let track, let part): parts[track].append(part)
            case .segment, .lost, .picture: Issue.record("a live rung makes parts, and none hangs")
            }
        }
        for track in 0..<2 {
            #expect(parts[track].count == ticks / grid.framesPerPart)
            #expect(parts[track].allSatisfy { $0.duration == grid.partDuration })
            let independent = parts[track].indices.filter { parts[track][$0].isIndependent }
            #expect(independent == Array(stride(from: 0, to: parts[track].count, by: grid.partsPerSegment)))
        }

        // A player sees every tick; on the lowest rung, for a while always the same.
        var levels: [[Int]] = []
        for track in 0..<2 {
            let file = Tatecast.newPath("rung\(track)") + ".mp4"
            try Data((initialisations[track] ?? []) + parts[track].flatMap(\.bytes)).write(to: URL(filePath: file))
            levels.append(
                try await Decoded.pictures(file, size: rungs[track].size).map { $0.color(x: 0.5, y: 0.5).luma })
            #expect(levels[track].count == ticks)
        }
        let (usual, frozen) = (Self.longestRun(levels[0]), Self.longestRun(levels[1]))
        // Key pictures are new ones.
        let segment = grid.framesPerSegment
        #expect(usual <= 4 && (segment - 2...segment + 2).contains(frozen), "\(usual), \(frozen)")
        // At the end the last pictures are the newest again.
        #expect(abs(levels[1][ticks - 1] - Int(Self.level(ticks - 1))) < 12)
    }

    /// How long the longest stretch of one level is.
    private static func longestRun(_ levels: [Int]) -> Int {
        var (longest, current) = (1, 1)
        for (level, before) in zip(levels.dropFirst(), levels) {
            current = abs(level - before) < 6 ? current + 1 : 1
            longest = max(longest, current)
        }
        return longest
    }

    /// While a rung hangs all get the same canvas again and again, and memory stays as it is; only a change of the show is
    /// worth another, on the same tick for all.
    @Test func repeatsACanvasToAllRungsWhileOneIsLate() async throws {
        let (late, quick) = (CanvasQueue(capacity: 300), CanvasQueue(capacity: 300))
        let pool = try VideoFramePool(size: Self.size)
        let (status, source) = (LiveStatus(), SourceChain.test())
        let taken = Mutex<[CanvasTick]>([])
        let machine = SimulatedMachine(busy: 0..<0, overload: OverloadControl(), queues: []) { time in
            let number = Int((time + SimulatedMachine.tick / 2) / SimulatedMachine.tick)
            if let picture = try? Self.picture(number, time: time, pool: pool) {
                source.pictures.push(picture, at: time)
            }
            while let canvas = quick.tryPop() { taken.withLock { $0.append(canvas) } }
        }
        let scene = try Self.emptyScene
        let scenes = SceneMailbox()
        scenes.publish(scene, atTick: 18, .detail)
        scenes.publish(scene, atTick: 20, .change)
        scenes.publish(scene, atTick: 40, .change)
        let composer = TransferBox(
            try Self.composer(
                of: source, firstScene: scene, scenes: scenes, canvases: [quick, late],
                ticks: 60,
                overload: OverloadControl(), context: .test(clock: machine, status: status, log: LineLog())))
        try await runOnThread(named: "composer") { try composer.take().run() }
        while let canvas = quick.tryPop() { taken.withLock { $0.append(canvas) } }
        let seen = taken.withLock { $0.map(\.frame) }
        var shown: [SharedFrame] = []
        while let canvas = late.tryPop() { shown.append(canvas.frame) }
        #expect(shown.count == 60 && seen.count == 60)
        #expect(zip(shown, seen).allSatisfy { $0 === $1 })
        // The hearts of tick 18 may be late; the price of tick 20 may not; that of tick 40 comes where too much waits already.
        #expect((1..<60).filter { shown[$0] === shown[$0 - 1] } == Array(15..<20) + Array(21..<60))
        #expect(status.snapshot.repeatedCanvases == 44)
    }
}
