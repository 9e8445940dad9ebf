import Foundation
import MediaModel
import Presets
import Service
import Show
import Synchronization

@testable import Broadcast

/// A programme without codec, clock or threads: each request for events is committed on the next tick of a real show state.
final class FakeProgramme: BroadcastControl {
    private struct State {
        var reducer: ShowReducer
        var tick = 30
        var preset: Preset
        var status: LiveStatus.Snapshot
        var isFinished = false
        var presetAnswer: PresetChangeResult?
        var isBusy = false
        var picture: [UInt8]? = [0x89, 0x50, 0x4E, 0x47]
    }

    private let state: Mutex<State>
    private let controls = SourceControls(reframe: ReframePreset(), audioDelay: 0, isMuted: false)
    private let notices = BroadcastEventBus()
    /// Snapshots wait for it while it is there.
    let gate = Mutex<CheckedContinuation<Void, Never>?>(nil)
    let waitsForGate = Atomic(false)

    static let start = WallTime(microseconds: 1_800_000_000_000_000)

    init(layers: [Layer] = LayerType.demonstration, hasBegun: Bool = true) {
        let preset = Preset(name: "first", layers: layers)
        var status = LiveStatus().snapshot
        status.source = hasBegun ? .live : .waiting
        status.start = hasBegun ? Self.start : nil
        status.ticks = 30
        state = Mutex(
            State(reducer: ShowReducer(preset: preset, start: Self.start), preset: preset, status: status))
    }

    // MARK: - What tests set and look at

    func set(isBusy: Bool) { state.withLock { $0.isBusy = isBusy } }
    func set(presetAnswer: PresetChangeResult) { state.withLock { $0.presetAnswer = presetAnswer } }
    func set(picture: [UInt8]?) { state.withLock { $0.picture = picture } }
    /// Tells those who listen.
    func tell(_ notice: BroadcastEvent) { notices.post(notice) }
    /// Lets all go who listen.
    func endTelling() { notices.close() }
    var isFinished: Bool { state.withLock { $0.isFinished } }

    // MARK: - BroadcastControl

    let canvas = PixelSize(width: 720, height: 1280)
    let frameRate = FrameRate.fps30
    var status: LiveStatus.Snapshot { state.withLock { $0.status } }
    var show: ShowState { state.withLock { $0.reducer.state } }
    var preset: Preset { state.withLock { $0.preset } }
    var settings: SourceControls.Settings { controls.settings }

    func commit(_ events: [LiveEvent]) async -> [CommitResult] {
        let (answers, time) = state.withLock { state -> ([CommitResult], MediaTime) in
            state.tick += 1
            let tick = state.tick
            let time = frameRate.time(ofTick: tick)
            guard !state.isBusy else { return (events.map { _ in .busy("too much waits") }, time) }
            state.reducer.advance(toTick: tick)
            let answers = events.map { event -> CommitResult in
                if let due = event.event.tick(at: frameRate), due > tick {
                    return .scheduled(frameRate.time(ofTick: due))
                }
                return switch state.reducer.apply(event.event, atTick: tick) {
                // As if no font had Hangul.
                case .applied: .committed(time, warnings: event.json.contains("오") ? ["no font here has Hangul"] : [])
                case .repeated: .repeated(frameRate.time(ofTick: 31))
                case .refused(let error): .refused("\(error)")
                }
            }
            return (answers, time)
        }
        notices.post(.committed(count: events.count, ids: events.compactMap(\.event.id), at: time))
        return answers
    }

    func put(_ preset: Preset) async -> PresetChangeResult {
        state.withLock { state in
            if let answer = state.presetAnswer { return answer }
            state.preset = preset
            return .committed(.seconds(2))
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
        return state.withLock { $0.picture }
    }

    func finish() { state.withLock { $0.isFinished = true } }

    /// How many have begun to listen.
    let listenerCount = Atomic(0)

    func listen() -> AsyncStream<BroadcastEvent> {
        listenerCount.add(1, ordering: .sequentiallyConsistent)
        return notices.listen()
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
