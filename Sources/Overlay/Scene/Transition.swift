import MediaModel
import Show

/// How a sprite comes to its place or leaves it, in ticks.
///
/// The tick of the change shows the first step already: an event is on air from the very tick it commits on.
struct Transition: Sendable {
    let kind: LayerAnimation.Kind
    /// 0 for a cut.
    let ticks: Int

    init(_ animation: LayerAnimation, frameRate: FrameRate) {
        kind = animation.kind
        ticks = animation.kind == .none ? 0 : max(0, frameRate.tick(nearest: animation.duration))
    }

    /// Where a sprite stands against its place, and how much of it shows.
    struct Pose: Hashable {
        /// In luma samples.
        var dx = 0, dy = 0
        /// 0 to 256.
        var opacity = 256
    }

    /// The pose so many ticks after the sprite began to come. It is at its place from `ticks - 1` on.
    func entering(after elapsed: Int, from travel: Travel) -> Pose {
        guard elapsed >= 0 else { return Pose(opacity: 0) }
        guard elapsed + 1 < ticks else { return Pose() }
        return pose(away: FixedPoint.one - FixedPoint.easeOut((elapsed + 1) * FixedPoint.one / ticks), travel)
    }

    /// The pose so many ticks after the sprite began to leave. Nothing of it shows from `ticks - 1` on.
    func leaving(after elapsed: Int, to travel: Travel) -> Pose {
        guard elapsed >= 0 else { return Pose() }
        guard elapsed + 1 < ticks else { return Pose(opacity: 0) }
        return pose(away: FixedPoint.easeIn((elapsed + 1) * FixedPoint.one / ticks), travel)
    }

    /// - Parameter away: From 0 (at its place) to 65536.
    private func pose(away: Int, _ travel: Travel) -> Pose {
        switch kind {
        case .none: Pose()
        case .fade: Pose(opacity: 256 - (away * 256 + FixedPoint.one / 2) / FixedPoint.one)
        case .slideLeft: Pose(dx: -FixedPoint.scale(travel.left, by: away))
        case .slideRight: Pose(dx: FixedPoint.scale(travel.right, by: away))
        case .slideUp: Pose(dy: -FixedPoint.scale(travel.up, by: away))
        case .slideDown: Pose(dy: FixedPoint.scale(travel.down, by: away))
        }
    }
}

/// How far a sprite has to go from its place to be off the canvas, in luma samples.
///
/// Each slide is named after the edge that it comes from, or leaves by.
struct Travel: Hashable {
    let left, right, up, down: Int

    init(x: Int, y: Int, size: PixelSize, canvas: PixelSize) {
        (left, right, up, down) = (x + size.width, canvas.width - x, y + size.height, canvas.height - y)
    }
}
