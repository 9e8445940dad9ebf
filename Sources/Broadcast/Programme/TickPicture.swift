import Follow
import Show

/// What one tick shows of the source: decided once, and drawn by each composition.
struct TickPicture: Sendable {
    /// The picture that the tick's time belongs to; `nil` before the first.
    let picture: SourcePicture?
    /// Whether it is shown. Otherwise the source is gone or hasn't come yet, and something dark stands behind the show.
    let isShown: Bool
    /// Whether it isn't that of the tick before.
    let isNew: Bool
    /// Whether the next tick's is the same.
    let isRepeatedNext: Bool
    /// Whether anybody wants a canvas of the tick. Otherwise it costs no more than the choice of its picture.
    var isWanted = true
    /// How it is cut to the canvas; `nil`: as the preset says.
    var reframe: ReframePreset?
    /// What following saw and did; `nil` where the crop stands still.
    var sight: FollowSight?
    /// The least time that a picture which came with this tick was there before its own, in nanoseconds; `nil` if none came.
    var slack: Int64?
    /// How far ahead of what is shown the crop looks, in nanoseconds; 0 where it doesn't follow.
    var lookAhead: Int64 = 0
    /// The closed captions that go out with it, in triplets (``ClosedCaptionQueue``); none, mostly.
    var captions: [UInt8] = []

    /// - Parameter chosen: What a ``FrameSynchroniser`` says of the tick; `nil` before the first picture.
    init(_ chosen: (picture: SourcePicture, isNew: Bool, isRepeatedNext: Bool)?, isShown: Bool = true) {
        (picture, self.isShown) = (chosen?.picture, isShown)
        (isNew, isRepeatedNext) = (chosen?.isNew ?? false, chosen?.isRepeatedNext ?? false)
    }
}
