import MediaModel
import Show

/// How a content comes to its place or leaves it, in ticks.
///
/// The tick of the change shows the first step already: an event is on air from the very tick it commits on.
struct Transition: Sendable {
    /// What happens on the way.
    private enum Course {
        /// From beyond the canvas to the place, or from unseen to seen.
        case whole
        /// In or out at the place, over or below the other content of a change.
        case dissolve
    }

    let kind: LayerAnimation.Kind
    let easing: LayerAnimation.Easing
    /// 0 for a cut.
    let ticks: Int
    /// How long nothing happens first, in ticks.
    private var delay = 0
    private var course = Course.whole

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
        let elapsed = elapsed - delay
        guard elapsed >= 0 else { return .unseen }
        guard elapsed + 1 < ticks else { return Pose() }
        let progress = (elapsed + 1) * FixedPoint.one / ticks
        let away = FixedPoint.one - eased(progress)
        guard course == .dissolve else { return pose(away: away, travel) }
        // Opaque after three fifths: from there on the old content goes behind it.
        var pose = kind == .fade ? Pose() : pose(away: away, travel.nudge)
        pose.opacity = min(256, progress * 256 * 5 / 3 / FixedPoint.one)
        return pose
    }

    /// The pose so many ticks after the content began to leave. Nothing of it shows from `ticks - 1` on.
    func leaving(after elapsed: Int, to travel: Travel) -> Pose {
        guard elapsed >= 0 else { return Pose() }
        guard elapsed + 1 < ticks else { return .unseen }
        let progress = (elapsed + 1) * FixedPoint.one / ticks
        guard course == .dissolve else { return pose(away: eased(progress), travel) }
        // Whole behind the new content until that covers it: a plate that lets the picture through for a moment flickers.
        return Pose(opacity: min(256, (FixedPoint.one - progress) * 256 * 5 / 2 / FixedPoint.one))
    }

    /// How far it has come so many ticks after it began: 0 to 65536. The first tick shows the first step already.
    func progress(after elapsed: Int) -> Int {
        guard elapsed >= 0 else { return 0 }
        guard elapsed + 1 < ticks else { return FixedPoint.one }
        return min(FixedPoint.one, eased((elapsed + 1) * FixedPoint.one / ticks))
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
    /// In over what it takes the place of: a short way from the edge that it slides from, becoming opaque.
    var dissolvingIn: Transition {
        var transition = self
        transition.course = .dissolve
        return transition
    }

    /// Out behind what takes its place.
    var dissolvingOut: Transition { dissolvingIn }

    /// The same after so many ticks in which nothing shows.
    func delayed(by ticks: Int) -> Transition {
        var transition = self
        transition.delay += ticks
        return transition
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
    /// A tenth of its own size, for what changes in its place.
    private let step: Int

    init(x: Int, y: Int, size: PixelSize, canvas: PixelSize) {
        (left, right, up, down) = (x + size.width, canvas.width - x, y + size.height, canvas.height - y)
        step = max(1, min(size.width, size.height) / 10)
    }

    private init(step: Int) { (left, right, up, down, self.step) = (step, step, step, step, step) }

    /// The way of a content that changes in its place: a tenth of its size.
    var nudge: Travel { Travel(step: step) }
}
