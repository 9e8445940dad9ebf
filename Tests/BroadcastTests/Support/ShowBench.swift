import Foundation
import MediaModel
import Overlay
import Show

@testable import Broadcast

/// A live show on a thread of its own, whose composer and clock are the test.
final class ShowBench: Sendable {
    static let canvas = PixelSize(width: 180, height: 320)

    let clock: StartGatedClock
    let time = VirtualClock()
    let inbox = ShowInbox()
    let scenes = SceneMailbox()
    let ranges = DateRangeQueue()
    let controls = SourceControls(reframe: ReframePreset(), audioDelay: 0, isMuted: false)
    let context: BroadcastContext
    private let show: TransferBox<LiveShow>
    private let firstScene: Scene

    /// - Parameters:
    ///   - folder: Where the pictures are that events name.
    ///   - wall: When the programme begins.
    init(
        _ layers: [Layer], timeline: [LiveEvent] = [], pictures folder: String? = nil, startsWithSource: Bool = true,
        bed: LiveBed? = nil, wall: WallTime = WallTime(microseconds: 1_800_000_000_000_000)
    ) throws {
        clock = StartGatedClock(clock: time, wall: { wall })
        context = .test(clock: clock, isStarted: false)
        var show = LiveShow(
            builder: try Self.builder(layers, pictures: folder), timeline: timeline, startsWithSource: startsWithSource,
            inbox: inbox,
            controls: controls, output: .init(scenes: scenes, ranges: ranges, log: nil, bed: bed), context: context)
        firstScene = try show.prepareFirst()
        self.show = TransferBox(show)
        if startsWithSource { inbox.set(source: .live) }
    }

    static func builder(
        _ layers: [Layer], name: String = "first", pictures folder: String? = nil
    ) throws -> SceneBuilder {
        try SceneBuilder(preset: Preset(name: name, layers: layers), canvas: canvas, folder: folder)
    }

    /// Lets the programme begin, and the show run while `body` does.
    func run<Result: Sendable>(_ body: () async throws -> Result) async throws -> Result {
        clock.start()
        async let ran: Void = runOnThread(named: "show") { [show] in show.take().run() }
        let result: Result
        do {
            result = try await body()
        } catch {
            inbox.finish()
            try await ran
            throw error
        }
        inbox.finish()
        try await ran
        return result
    }

    /// Composes all ticks up to this one.
    ///
    /// - Returns: What the last of them found, for viewers.
    @discardableResult
    func compose(through tick: Int) -> SceneMailbox.News {
        var scene = firstScene
        var news = SceneMailbox.News.nothing
        for tick in scenes.nextTick...max(tick, scenes.nextTick) {
            news = scenes.exchange(&scene, atTick: tick)
            inbox.reached(tick + 1)
        }
        return news
    }

    /// Sends events, one JSON object each, and waits for what becomes of them.
    ///
    /// - Parameter time: When they were sent, on the programme's clock; `nil`: now.
    func send(_ lines: String..., time: Int64? = nil) async throws -> [CommitResult] {
        let events = try lines.map(event)
        return await withCheckedContinuation { continuation in
            let batch = ShowCommand.EventBatch(events: events, time: time ?? clock.now) {
                continuation.resume(returning: $0)
            }
            let command = ShowCommand(work: .events(batch))
            if !inbox.offer(command) { command.refuse("no room") }
        }
    }

    func event(_ json: String) throws -> LiveEvent {
        LiveEvent(try EventDecoder().decode(json.utf8), json: json)
    }

    func put(_ builder: SceneBuilder) async -> PresetChangeResult {
        await withCheckedContinuation { continuation in
            let command = ShowCommand(work: .preset(builder, answer: { continuation.resume(returning: $0) }))
            if !inbox.offer(command) { command.refuse("no room") }
        }
    }

    /// Returns when the show has done all that is to be done by now.
    func settle() async throws { _ = try await send() }

    var state: ShowState { context.status.show }

    /// When tick 0 of so many seconds and ticks is shown.
    static func time(_ tick: Int) -> MediaTime { FrameRate.fps30.time(ofTick: tick) }
}
