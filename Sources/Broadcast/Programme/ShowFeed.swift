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
    private let reducer: ShowReducer
    private let maker: SceneMaker
    private let scenes: BoundedQueue<PreparedScene>
    private let length: ProgrammeLength
    private let report: SourceReport

    init(
        timeline: EventTimeline, reducer: ShowReducer, maker: SceneMaker, scenes: BoundedQueue<PreparedScene>,
        length: ProgrammeLength, report: SourceReport
    ) {
        self.timeline = timeline
        self.reducer = reducer
        self.maker = maker
        self.scenes = scenes
        self.length = length
        self.report = report
    }

    consuming func run() throws {
        defer { scenes.close() }
        for change in ShowChanges(of: timeline, reducer: reducer) {
            // Nobody will see what comes after the end, once that is known.
            if let end = length.end, change.tick >= end { return }
            for refusal in change.refusals {
                let id = refusal.event.id.map { " \"\($0)\"" } ?? ""
                report.warn("the event\(id) of tick \(change.tick) is refused: \(refusal.error)")
            }
            let scene = try maker.prepare(change.state)
            guard scenes.push(PreparedScene(tick: change.tick, scene: scene)) else { return }
        }
    }
}
