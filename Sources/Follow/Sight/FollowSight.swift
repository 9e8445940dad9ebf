/// What following saw and did on one tick: what debug films, the control room's picture and the preview draw, and plots tell over time.
public struct FollowSight: Hashable, Sendable {
    /// Where the crop lies.
    public var window: CropWindow
    /// The window's size over the source's, along ``axis``: 1 where there is no room.
    public var size: Double
    /// Along which the source has room.
    public var axis: FollowCamera.Axis
    public var state: FollowState
    /// What was found last, up to this tick.
    public var found: [Subject]
    /// What the camera was told since the tick before, in that order: all of a programme's make its subject file.
    public var news: [Finding]

    public init(
        window: CropWindow, size: Double, axis: FollowCamera.Axis, state: FollowState, found: [Subject],
        news: [Finding] = []
    ) {
        (self.window, self.size, self.axis, self.state) = (window, size, axis, state)
        (self.found, self.news) = (found, news)
    }

    /// The window, in shares of the source's picture.
    public var windowBox: SubjectBox { box(center: window.center, size: size) }

    /// Where the middle of what is followed may be before the crop moves, in shares of the source's picture.
    public var zoneBox: SubjectBox { box(center: window.center, size: 2 * state.zone) }

    private func box(center: Double, size: Double) -> SubjectBox {
        switch axis {
        case .horizontal: SubjectBox(x: center - size / 2, y: 0, width: size, height: 1)
        case .vertical: SubjectBox(x: 0, y: center - size / 2, width: 1, height: size)
        }
    }
}
