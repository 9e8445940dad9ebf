import MediaModel
import Show

/// What the programme does with its source's pictures, apart from the overlays: whether one is seen, how it is turned, and how it is cut.
struct SourceFraming: Hashable, Sendable {
    /// Otherwise something dark stands behind the show: the source is gone, or hidden by whoever runs the show.
    var isShown: Bool
    /// How coded pictures are turned.
    var orientation: Orientation
    var mode: ReframePreset.Mode
    var horizontalAnchor, verticalAnchor: Double

    init(isShown: Bool, orientation: Orientation, _ reframe: ReframePreset) {
        (self.isShown, self.orientation, mode) = (isShown, orientation, reframe.mode)
        (horizontalAnchor, verticalAnchor) = (reframe.horizontalAnchor, reframe.verticalAnchor)
    }

    /// As a preset says it; the turn isn't in it.
    var reframe: ReframePreset {
        ReframePreset(mode: mode, horizontalAnchor: horizontalAnchor, verticalAnchor: verticalAnchor)
    }
}
