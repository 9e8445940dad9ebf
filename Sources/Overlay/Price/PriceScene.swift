import Show

/// The price tag on its way in, at its place, or on its way out.
struct PriceScene: LayerScene {
    /// A tag and where it rests.
    struct Tag: Sendable {
        let sprite: Sprite
        let x, y: Int
        let travel: Travel
    }

    let current: Tag?
    let previous: Tag?
    let changedAt: Int
    let enter: Transition
    let exit: Transition

    func appendPlacements(at tick: Int, to list: inout [Placement]) {
        let elapsed = tick - changedAt
        if let previous {
            append(previous, exit.leaving(after: elapsed, to: previous.travel), to: &list)
        }
        if let current {
            append(current, enter.entering(after: elapsed, from: current.travel), to: &list)
        }
    }

    private func append(_ tag: Tag, _ pose: Transition.Pose, to list: inout [Placement]) {
        guard pose.opacity > 0 else { return }
        list.append(Placement(sprite: tag.sprite, x: tag.x + pose.dx, y: tag.y + pose.dy, opacity: pose.opacity))
    }
}
