/// How the source's picture becomes an upright one.
public struct ReframePreset: Hashable, Sendable {
    public enum Mode: String, CaseIterable, Sendable {
        /// Fills the canvas; what sticks out is cut off.
        case crop
        /// Fills the canvas as ``crop`` does, and moves with who is seen: ``ReframePreset/follow`` says how.
        case follow
        /// Shows all of the source, over a blurred, darkened fill of the same picture.
        case fit
    }

    public enum Flip: String, CaseIterable, Sendable {
        case none, horizontal, vertical
    }

    public var mode: Mode
    /// Counts where the mode is ``Mode/follow``.
    public var follow: FollowPreset
    /// Which part of the source to keep, across: 0 is its left edge, 1 its right edge. A crop that follows starts and rests there.
    public var horizontalAnchor: Double
    /// Which part of the source to keep, down: 0 is its top edge, 1 its bottom edge.
    public var verticalAnchor: Double
    /// Degrees clockwise, on top of what the source itself asks for: 0, 90, 180 or 270.
    public var rotation: Int
    /// Applied after the rotation.
    public var flip: Flip

    public init(
        mode: Mode = .crop, horizontalAnchor: Double = 0.5, verticalAnchor: Double = 0.5, rotation: Int = 0,
        flip: Flip = .none, follow: FollowPreset = FollowPreset()
    ) {
        self.mode = mode
        self.horizontalAnchor = horizontalAnchor
        self.verticalAnchor = verticalAnchor
        self.rotation = rotation
        self.flip = flip
        self.follow = follow
    }

    /// How the crop follows; `nil` if it doesn't.
    public var following: FollowPreset? { mode == .follow ? follow : nil }
}
