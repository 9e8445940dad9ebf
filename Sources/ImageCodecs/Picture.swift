public import MediaModel
public import Typeset

/// A picture from a file, at the size that it is shown at: one frame, or several that follow each other.
///
/// A value; any thread.
public struct Picture: Hashable, Sendable {
    /// One picture of an animation.
    public struct Frame: Hashable, Sendable {
        public let bitmap: Bitmap
        /// How long it is shown, in milliseconds; at least 10.
        public let milliseconds: Int

        init(_ bitmap: Bitmap, milliseconds: Int) {
            (self.bitmap, self.milliseconds) = (bitmap, milliseconds)
        }
    }

    /// In order; at least one. All have the same size.
    public let frames: [Frame]

    /// - Precondition: There is a frame.
    init(frames: [Frame]) {
        precondition(!frames.isEmpty, "a picture without a frame")
        self.frames = frames
    }

    /// The first frame: what stands for the picture where nothing moves.
    public var still: Bitmap { frames[0].bitmap }

    /// In pixels.
    public var size: PixelSize { still.size }

    public var isAnimated: Bool { frames.count > 1 }
}
