import AfterShow
import Delivery
import FFmpegKit
import HLS
import Logging
import MediaModel
import Overlay
import Presets
import Synchronization

@testable import Broadcast
@testable import Follow
@testable import Service
@testable import Show

/// A programme without source, codecs or clock: the real show on its thread, in front of a composer that has come to tick 29 and stays
/// there. So what is for now is committed on tick 31.
final class FakeProgramme: BroadcastControl {
    /// What tests have it answer.
    private struct Answers {
        var isFinished = false
        var preset: PresetChangeResult?
        var isBusy = false
        var picture: [UInt8]? = [0x89, 0x50, 0x4E, 0x47]
        var sourcePicture: [UInt8]? = [0x89, 0x50, 0x4E, 0x48]
    }

    private let answers = Mutex(Answers())
    private let controls = SourceControls(reframe: ReframePreset(), audioDelay: 0, isMuted: false)
    private let inbox = ShowInbox()
    private let context: BroadcastContext
    /// Of the show's own canvas, which is small: nobody looks at it.
    private static let size = PixelSize(width: 180, height: 320)
    /// Snapshots wait for it while it is there.
    let gate = Mutex<CheckedContinuation<Void, Never>?>(nil)
    let waitsForGate = Atomic(false)

    static let start = WallTime(microseconds: 1_800_000_000_000_000)

    init(
        layers: [Layer] = LayerType.demonstration, reframe: ReframePreset = ReframePreset(), hasBegun: Bool = true
    ) throws {
        var preset = Preset(name: "first", layers: layers)
        preset.reframe = reframe
        context = BroadcastContext(
            grid: PartGrid(frameRate: .fps30, latency: .low), clock: StartGatedClock(wall: { Self.start }),
            status: LiveStatus(),
            diagnostics: Diagnostics(logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }),
            events: BroadcastEventBus(), stop: Interrupt())
        context.status.set(preset: preset)
        context.status.count(\.ticks, by: 30)
        let scenes = SceneMailbox()
        var show = LiveShow(
            builder: try SceneBuilder(preset: preset, canvas: Self.size), timeline: [], startsWithSource: true,
            inbox: inbox, controls: controls, output: .init(scenes: scenes, ranges: DateRangeQueue(), log: nil),
            context: context)
        guard hasBegun else { return }
        var scene = try show.prepareFirst()
        context.status.set(\.source, .live)
        inbox.set(source: .live)
        scenes.exchange(&scene, atTick: 28)
        context.clock.start()
        let box = TransferBox(show)
        Task { try await runOnThread(named: "show") { box.take().run() } }
    }

    deinit { inbox.finish() }

    /// Returns once the show has begun.
    func begin() async {
        guard context.clock.hasStarted else { return }
        _ = await commit([])
    }

    /// Who makes clips of it, if anybody.
    let clips = Mutex<ClipDesk?>(nil)

    func orderClip(last duration: MediaTime, isClean: Bool) throws -> LiveClip {
        guard let desk = clips.withLock({ $0 }) else { throw ControlRefusal.noClips }
        return try desk.order(last: duration, isClean: isClean)
    }

    func orderClip(from: MediaTime, to: MediaTime, isClean: Bool) throws -> LiveClip {
        guard let desk = clips.withLock({ $0 }) else { throw ControlRefusal.noClips }
        return try desk.order(from: from, to: to, isClean: isClean)
    }

    func clip(_ id: String) -> LiveClip? { clips.withLock { $0 }?.clip(id) }

    /// Where it goes besides, if anywhere.
    let pushed = Mutex<Destinations?>(nil)
    var destinations: [DestinationState] { pushed.withLock { $0?.states } ?? [] }

    func addDestination(named name: String, url: String, key: String?) async throws {
        guard let pushed = pushed.withLock({ $0 }) else { throw ControlRefusal.noDestinations }
        try pushed.add(try DestinationOrder(name: name, url: url), DestinationSecrets(key: key))
    }

    func restartDestination(named name: String) throws { try pushed.withLock { $0 }?.restart(name) }
    func stopDestination(named name: String) throws { try pushed.withLock { $0 }?.stop(name) }

    // MARK: - What tests set and look at

    /// Has a face followed, of somebody whose words come as closed captions.
    func follow(at center: Double) {
        var camera = FollowState(center: center)
        (camera.kind, camera.motion, camera.speed, camera.zone) = (.face, .moving, 1, 0.1)
        (camera.moves, camera.cuts) = (3, 1)
        context.status.set(\.closedCaptions, ClosedCaptionStatus(channels: [.cc1]))
        context.status.set(\.follow, FollowStatus(camera: camera, looking: .init(looks: 4, time: 20_000_000)))
    }
    /// What a crop that follows was told, and hasn't heard yet.
    var followCommands: [FollowCommand] { controls.settings.followCommands }
    func set(isBusy: Bool) { answers.withLock { $0.isBusy = isBusy } }
    func set(presetAnswer: PresetChangeResult) { answers.withLock { $0.preset = presetAnswer } }
    func set(sourcePicture: [UInt8]?) { answers.withLock { $0.sourcePicture = sourcePicture } }
    func set(picture: [UInt8]?) { answers.withLock { $0.picture = picture } }
    /// Tells those who listen.
    func tell(_ event: BroadcastEvent) { context.events.post(event) }
    /// Lets all go who listen.
    func endTelling() { context.events.close() }
    var isFinished: Bool { answers.withLock { $0.isFinished } }

    // MARK: - BroadcastControl

    let canvas = PixelSize(width: 720, height: 1280)
    let frameRate = FrameRate.fps30
    var status: LiveStatus.Snapshot { context.status.snapshot }
    var show: ShowState { context.status.show }
    var preset: Preset { context.status.preset ?? Preset() }
    var settings: SourceControls.Settings { controls.settings }

    func commit(_ events: [LiveEvent]) async -> [CommitResult] {
        guard !answers.withLock({ $0.isBusy }) else { return events.map { _ in .busy("too much waits") } }
        return await withCheckedContinuation { continuation in
            let batch = ShowCommand.EventBatch(events: events, time: context.clock.now) {
                continuation.resume(returning: $0)
            }
            let command = ShowCommand(work: .events(batch))
            if !inbox.offer(command) { command.refuse("too much waits") }
        }
    }

    func put(_ preset: Preset) async -> PresetChangeResult {
        if let answer = answers.withLock({ $0.preset }) { return answer }
        do {
            let builder = try SceneBuilder(preset: preset, canvas: Self.size)
            return await withCheckedContinuation { continuation in
                let command = ShowCommand(work: .preset(builder) { continuation.resume(returning: $0) })
                if !inbox.offer(command) { command.refuse("too much waits") }
            }
        } catch {
            return .refused(.undrawable("\(error)"))
        }
    }

    func readPreset(_ yaml: String) async throws -> Preset {
        try PresetFile.decode(yaml: yaml, file: "/nowhere/preset.yaml")
    }

    func change(_ body: (inout SourceControls.Settings) -> Void) -> SourceControls.Settings { controls.change(body) }

    func snapshot() async throws -> [UInt8]? {
        if waitsForGate.load(ordering: .sequentiallyConsistent) {
            await withCheckedContinuation { continuation in gate.withLock { $0 = continuation } }
        }
        return answers.withLock { $0.picture }
    }

    func sourceSnapshot() async throws -> [UInt8]? { answers.withLock { $0.sourcePicture } }

    func finish() { answers.withLock { $0.isFinished = true } }

    /// How many have begun to listen.
    let listenerCount = Atomic(0)

    func listen() -> AsyncStream<BroadcastEvent> {
        listenerCount.add(1, ordering: .sequentiallyConsistent)
        return context.events.listen()
    }
}

extension LayerType {
    /// Of each kind that has something to tell in the state.
    static var demonstration: [Layer] {
        [
            .price(PriceLayer()), .hearts(HeartsLayer()), .comment(CommentLayer()), .poll(PollLayer()),
            .countdown(CountdownLayer()), .coupon(CouponLayer()), .nameplate(NameplateLayer()), .recap(RecapLayer()),
            .slate(SlateLayer()),
        ]
    }
}
