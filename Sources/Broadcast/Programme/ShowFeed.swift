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
    private let builder: SceneBuilder
    private let scenes: BoundedQueue<PreparedScene>
    private let length: ProgrammeLength
    private let diagnostics: Diagnostics
    /// The ticks that pictures are wanted of; `nil` for all. States that none of them shows aren't prepared.
    private let wanted: Set<Int>?

    init(
        timeline: EventTimeline, reducer: ShowReducer, builder: SceneBuilder, scenes: BoundedQueue<PreparedScene>,
        length: ProgrammeLength, diagnostics: Diagnostics, wanted: Set<Int>? = nil
    ) {
        self.timeline = timeline
        self.reducer = reducer
        self.builder = builder
        self.scenes = scenes
        self.length = length
        self.diagnostics = diagnostics
        self.wanted = wanted
    }

    consuming func run() throws {
        defer { scenes.close() }
        // What the preset itself says is drawn already.
        diagnostics.warn(of: builder.takeGaps())
        // With all ticks wanted each state is seen, and none is kept back.
        var keptBack: (tick: Int, state: ShowState)?
        for change in ShowChanges(of: timeline, reducer: reducer) {
            // Nobody will see what comes after the end, once that is known.
            if let end = length.end, change.tick >= end { break }
            for refusal in change.refusals {
                let id = refusal.event.id.map { " \"\($0)\"" } ?? ""
                diagnostics.warn("the event\(id) of tick \(change.tick) is refused: \(refusal.error)")
            }
            if let (tick, state) = keptBack, let wanted, wanted.contains(where: (tick..<change.tick).contains) {
                guard try handOn(state, tick: tick) else { return }
            }
            if wanted == nil {
                guard try handOn(change.state, tick: change.tick) else { return }
            } else {
                keptBack = (change.tick, change.state)
            }
        }
        if let (tick, state) = keptBack { _ = try handOn(state, tick: tick) }
    }

    /// Returns `false` when nobody wants scenes any more.
    private func handOn(_ state: ShowState, tick: Int) throws -> Bool {
        let scene = try builder.prepare(state)
        diagnostics.warn(of: builder.takeGaps())
        return scenes.push(PreparedScene(tick: tick, scene: scene))
    }
}
