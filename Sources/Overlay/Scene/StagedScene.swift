import Show

/// The content of a layer on its way in, at its place, on its way out, or on its way to become another, while its whole
/// layer is shown or hidden. Made by a ``LayerContext``.
struct StagedScene: LayerScene {
    let current: Content?
    let previous: Content?
    /// The tick that `current` took the place of `previous`.
    let changedAt: Int
    /// How they come and go.
    let contents: Passage
    let visibility: LayerVisibility
    /// How the whole layer comes and goes.
    let layer: Passage

    /// How something comes and goes.
    struct Passage: Sendable {
        let enter, exit: Transition
    }

    func appendPlacements(at tick: Int, to list: inout [Placement]) {
        guard let turned = visibility.changedAt else {
            if visibility.isShown { appendBoth(at: tick, layer: nil, to: &list) }
            return
        }
        let elapsed = tick - turned
        if visibility.isShown {
            // What changed while nobody saw it doesn't change before all eyes later.
            if changedAt <= turned {
                guard let current else { return }
                let pose = layer.enter.entering(after: elapsed, from: current.travel)
                current.appendPlacements(at: tick, in: pose, to: &list)
            } else {
                appendBoth(at: tick, layer: (layer.enter, elapsed, isComing: true), to: &list)
            }
        } else if changedAt >= turned {
            // It is the old content that viewers see going.
            if let previous {
                previous.appendPlacements(
                    at: tick, in: layer.exit.leaving(after: elapsed, to: previous.travel), to: &list)
            }
        } else {
            appendBoth(at: tick, layer: (layer.exit, elapsed, isComing: false), to: &list)
        }
    }

    /// Appends the old content, and the new one in front of it.
    ///
    /// - Parameter layer: How the whole layer is on its way besides; `nil` if it stands.
    private func appendBoth(
        at tick: Int, layer: (transition: Transition, elapsed: Int, isComing: Bool)?, to list: inout [Placement]
    ) {
        func pose(_ content: Content) -> Pose {
            guard let layer else { return Pose() }
            return layer.isComing
                ? layer.transition.entering(after: layer.elapsed, from: content.travel)
                : layer.transition.leaving(after: layer.elapsed, to: content.travel)
        }
        let elapsed = tick - changedAt
        if let previous {
            let leaving = contents.exit.leaving(after: elapsed, to: previous.travel)
            previous.appendPlacements(at: tick, in: leaving.with(pose(previous)), to: &list)
        }
        if let current {
            let entering = contents.enter.entering(after: elapsed, from: current.travel)
            current.appendPlacements(at: tick, in: entering.with(pose(current)), to: &list)
        }
    }
}
