import MediaModel

/// Stamps on their way in, playing, or on their way out.
struct StampScene: LayerScene {
    /// One stamp and where it rests.
    struct Run: Sendable {
        let film: AnimatedSprite
        let x, y: Int
        /// The tick that shows it first, with its animation's first frame.
        let start: Int
        /// The tick that it begins to leave at.
        let end: Int
        let travel: Travel
    }

    /// From the oldest to the newest.
    let runs: [Run]
    let enter, exit: Transition
    let frameRate: FrameRate

    func appendPlacements(at tick: Int, to list: inout [Placement]) {
        for run in runs {
            let entering = enter.entering(after: tick - run.start, from: run.travel)
            let pose = entering.with(exit.leaving(after: tick - run.end, to: run.travel))
            guard pose.opacity > 0 else { continue }
            let sprite = run.film.sprite(after: tick - run.start, frameRate: frameRate)
            list.append(Placement(sprite: sprite, x: run.x, y: run.y).posed(pose))
        }
    }
}
