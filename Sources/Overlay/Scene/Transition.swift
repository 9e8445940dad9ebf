import MediaModel
import Show

/// How a content comes to its place or leaves it, in ticks.
///
/// The tick of the change shows the first step already: an event is on air from the very tick it commits on.
struct Transition: Sendable {
    let kind: LayerAnimation.Kind
    let easing: LayerAnimation.Easing
    /// 0 for a cut.
    let ticks: Int

    init(_ animation: LayerAnimation, frameRate: FrameRate) {
        kind = animation.kind
        easing = animation.easing
        ticks = animation.kind == .none ? 0 : max(0, frameRate.tick(nearest: animation.duration))
    }

    private init(kind: LayerAnimation.Kind, easing: LayerAnimation.Easing, ticks: Int) {
        (self.kind, self.easing, self.ticks) = (kind, easing, ticks)
    }

    /// The pose so many ticks after the content began to come. It is at its place from `ticks - 1` on.
    func entering(after elapsed: Int, from travel: Travel) -> Pose {
        guard elapsed >= 0 else { return .unseen }
        guard elapsed + 1 < ticks else { return Pose() }
        return pose(away: FixedPoint.one - eased((elapsed + 1) * FixedPoint.one / ticks), travel)
    }

    /// The pose so many ticks after the content began to leave. Nothing of it shows from `ticks - 1` on.
    func leaving(after elapsed: Int, to travel: Travel) -> Pose {
        guard elapsed >= 0 else { return Pose() }
        guard elapsed + 1 < ticks else { return .unseen }
        return pose(away: eased((elapsed + 1) * FixedPoint.one / ticks), travel)
    }

    private func eased(_ progress: Int) -> Int {
        switch easing {
        case .linear: progress
        case .easeIn: FixedPoint.easeIn(progress)
        case .easeOut: FixedPoint.easeOut(progress)
        case .easeInOut: FixedPoint.easeInOut(progress)
        case .back: FixedPoint.back(progress)
        }
    }

    /// - Parameter away: From 0 (at its place) to 65536; a little beyond both with `back`.
    private func pose(away: Int, _ travel: Travel) -> Pose {
        switch kind {
        case .none: Pose()
        case .fade: Pose(opacity: max(0, min(256, 256 - (away * 256 + FixedPoint.one / 2) / FixedPoint.one)))
        case .slideLeft: Pose(dx: -FixedPoint.scale(travel.left, by: away))
        case .slideRight: Pose(dx: FixedPoint.scale(travel.right, by: away))
        case .slideUp: Pose(dy: -FixedPoint.scale(travel.up, by: away))
        case .slideDown: Pose(dy: FixedPoint.scale(travel.down, by: away))
        }
    }
}

extension Transition {
    /// The same by the opposite edge: what a content that slides in pushes before it leaves there.
    var opposite: Transition {
        let opposite: LayerAnimation.Kind =
            switch kind {
            case .none, .fade: kind
            case .slideLeft: .slideRight
            case .slideRight: .slideLeft
            case .slideUp: .slideDown
            case .slideDown: .slideUp
            }
        return Transition(kind: opposite, easing: easing, ticks: ticks)
    }

    /// Stays at its place for as long as this lasts, and is gone then: what another covers meanwhile.
    var held: Transition { Transition(kind: .none, easing: .linear, ticks: ticks) }

    /// The same in at most so many ticks.
    func within(ticks most: Int) -> Transition { Transition(kind: kind, easing: easing, ticks: min(ticks, most)) }
}

/// How far a content has to go from its place to be off the canvas, in luma samples.
///
/// Each slide is named after the edge that it comes from, or leaves by.
struct Travel: Hashable {
    let left, right, up, down: Int

    init(x: Int, y: Int, size: PixelSize, canvas: PixelSize) {
        (left, right, up, down) = (x + size.width, canvas.width - x, y + size.height, canvas.height - y)
    }
}
