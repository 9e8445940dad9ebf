import FFmpegKit
import Follow
import MediaModel
import Reframe
import Show

/// Draws the whole of a source's picture, small, and on it what following saw. Belongs to one thread.
struct SourceView: ~Copyable {
    let size: PixelSize
    private var reframer: Reframer
    private let pool: VideoFramePool

    /// - Throws: ``FFmpegError`` without memory.
    init(size: PixelSize) throws {
        let pool = try VideoFramePool(size: size)
        reframer = try Reframer(ReframePreset(mode: .fit), canvas: size)
        self.pool = pool
        self.size = size
    }

    /// The largest size of a picture's shape, as viewers see it, in a box.
    static func size(of picture: SourcePicture, in box: PixelSize) -> PixelSize {
        size(of: picture.frame.size, picture.sampleAspectRatio, in: box)
    }

    static func size(
        of source: PixelSize, _ samples: ReframeGeometry.SampleAspectRatio, in box: PixelSize
    ) -> PixelSize {
        ReframeGeometry(source: source, sampleAspectRatio: samples, canvas: box).fitArea().size
    }

    /// - Parameter sight: `nil` where nothing is followed: then there is nothing to draw.
    /// - Throws: ``FFmpegError`` without memory.
    mutating func draw(_ picture: SourcePicture, _ sight: FollowSight?) throws -> VideoFrame {
        var frame = try pool.makeFrame()
        try reframer.draw(picture, into: &frame)
        guard let sight else { return frame }
        let area = PixelArea(size: size)
        frame.withMutablePlanes { luma, blue, red, layout in
            SightDrawing.draw(sight, into: &luma, &blue, &red, layout, area: area)
        }
        return frame
    }
}
