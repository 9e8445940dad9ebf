public import MediaModel

/// A picture that nobody changes any more, used by several threads at once.
public final class SharedFrame: Sendable {
    public let frame: VideoFrame

    fileprivate init(_ frame: consuming VideoFrame) { self.frame = frame }

    public var size: PixelSize { frame.size }
}

extension VideoFrame {
    /// Gives up the right to draw, so that others may read.
    public consuming func share() -> SharedFrame { SharedFrame(self) }
}
