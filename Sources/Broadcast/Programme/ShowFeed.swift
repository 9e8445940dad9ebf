import MediaModel
import Overlay
import Show

/// A prepared state of the show and the tick that it commits on.
struct PreparedScene: Sendable {
    let tick: Int
    let scene: Scene
}

/// Reduces a timeline's events and prepares each change ahead of the composer, on a thread of its own.
struct ShowFeed: ~Copyable {
    private let timeline: EventTimeline
    private let preset: Preset
    private let maker: SceneMaker
    private let scenes: BoundedQueue<PreparedScene>
    private let length: ProgrammeLength

    init(
        timeline: EventTimeline, preset: Preset, maker: SceneMaker, scenes: BoundedQueue<PreparedScene>,
        length: ProgrammeLength
    ) {
        self.timeline = timeline
        self.preset = preset
        self.maker = maker
        self.scenes = scenes
        self.length = length
    }

    consuming func run() throws {
        defer { scenes.close() }
        for change in ShowChanges(of: timeline, reducer: ShowReducer(preset: preset)) {
            // Nobody will see what comes after the end, once that is known.
            if let end = length.end, change.tick >= end { return }
            let scene = try maker.prepare(change.state)
            guard scenes.push(PreparedScene(tick: change.tick, scene: scene)) else { return }
        }
    }
}
