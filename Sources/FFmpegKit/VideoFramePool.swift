import CFFmpeg
public import MediaModel

/// Makes frames of one size to draw on, from memory that is used again when a frame's last user lets go.
///
/// A fresh picture from the system costs page faults on every row; one from the pool costs nothing.
/// Safe on any thread.
public final class VideoFramePool: Sendable {
    public let size: PixelSize
    private let format: AVPixelFormat
    // AVBufferPool locks by itself (libavutil/buffer.h), and the pointer is only freed here.
    private nonisolated(unsafe) let pool: OpaquePointer

    /// - Parameters:
    ///   - size: Even in both directions, at least 2×2.
    ///   - depth: Bits of a sample: 8 or 10.
    /// - Throws: ``FFmpegError`` when there is no memory for the pool's book-keeping.
    public init(size: PixelSize, depth: Int = 8) throws(FFmpegError) {
        precondition(depth == 8 || depth == 10, "no frames of \(depth) bits")
        precondition(
            size.width >= 2 && size.height >= 2 && (size.width | size.height) % 2 == 0, "4:2:0 needs even sizes")
        self.size = size
        format = depth == 8 ? AV_PIX_FMT_YUV420P : cffmpeg_AV_PIX_FMT_YUV420P10
        // One row more than the picture, since swscale's SIMD may write up to 16 bytes past a row's end.
        let byteCount = av_image_get_buffer_size(format, Int32(size.width), Int32(size.height), Self.alignment)
        try check(byteCount, "av_image_get_buffer_size", on: size.description)
        guard let pool = av_buffer_pool_init(Int(byteCount) + Int(Self.alignment) * 2, nil) else {
            throw FFmpegError(operation: "av_buffer_pool_init", subject: size.description, code: .outOfMemory)
        }
        self.pool = pool
    }

    deinit {
        // Frames still in use keep their memory; it goes with the last of them.
        var pool: OpaquePointer? = pool
        av_buffer_pool_uninit(&pool)
    }

    /// Rows start on multiples of this many bytes: a cache line, and the widest SIMD register.
    private static let alignment: Int32 = 64

    /// A frame whose pixels are those of its last user.
    ///
    /// - Throws: ``FFmpegError`` when there is no memory for another picture.
    public func makeFrame() throws(FFmpegError) -> VideoFrame {
        let frame = VideoFrame()
        guard let buffer = av_buffer_pool_get(pool) else {
            throw FFmpegError(operation: "av_buffer_pool_get", subject: size.description, code: .outOfMemory)
        }
        frame.pointer.pointee.buf.0 = buffer
        frame.pointer.pointee.format = format.rawValue
        frame.pointer.pointee.width = Int32(size.width)
        frame.pointer.pointee.height = Int32(size.height)
        frame.pointer.pointee.colorspace = AVCOL_SPC_BT709
        frame.pointer.pointee.color_range = AVCOL_RANGE_MPEG
        frame.pointer.pointee.color_primaries = AVCOL_PRI_BT709
        frame.pointer.pointee.color_trc = AVCOL_TRC_BT709
        frame.pointer.pointee.chroma_location = AVCHROMA_LOC_LEFT
        try check(
            av_image_fill_arrays(
                frame.planePointers, frame.strides, buffer.pointee.data, format, Int32(size.width),
                Int32(size.height), Self.alignment),
            "av_image_fill_arrays", on: size.description)
        return frame
    }
}
