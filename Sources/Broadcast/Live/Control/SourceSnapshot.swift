public import Follow
public import Typeset

/// What a broadcast's source shows, and what following made of it.
public struct SourceSnapshot: Sendable {
    /// The whole picture, small.
    public let picture: Bitmap
    /// Of the same tick; `nil` where the crop stands still.
    public let sight: FollowSight?
}
