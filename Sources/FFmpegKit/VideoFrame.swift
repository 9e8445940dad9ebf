import CFFmpeg
public import MediaModel

/// A picture in planar Y'CbCr 4:2:0 of 8 bits, and the time to show it at. Those of high dynamic range may have 10 bits.
///
/// A frame has one owner. Handing it on moves it, and its last owner's last use frees it:
/// it can't be freed twice, used after it was handed on, or drawn on by two threads.
///
/// Its *pixels* may still be shared, as a decoder keeps the pictures it predicts from:
/// frames to draw on come from a ``VideoFramePool``.
public struct VideoFrame: ~Copyable {
    /// Valid and unaliased for the frame's whole life: only `deinit` frees it.
    let pointer: UnsafeMutablePointer<AVFrame>

    /// Whether one field was kept of an interlaced picture.
    public internal(set) var isOneField = false

    /// Makes an empty frame, for FFmpeg to fill.
    init() {
        // Fails only for want of some 500 bytes, where Swift's own allocations trap as well.
        pointer = av_frame_alloc()!
    }

    deinit {
        var pointer: UnsafeMutablePointer<AVFrame>? = pointer
        av_frame_free(&pointer)
    }
}

// A frame may change threads: it has one owner at a time, drawing needs pixels of its own,
// and FFmpeg counts the users of shared pixels atomically (libavutil/buffer.h).
extension VideoFrame: @unchecked Sendable {}

extension VideoFrame {
    public var size: PixelSize {
        PixelSize(width: Int(pointer.pointee.width), height: Int(pointer.pointee.height))
    }

    /// When to show the frame, in ticks of its stream's time base; `nil` if the source didn't say.
    public var presentationTime: Int64? {
        get { pointer.pointee.pts == cffmpeg_AV_NOPTS_VALUE ? nil : pointer.pointee.pts }
        set { pointer.pointee.pts = newValue ?? cffmpeg_AV_NOPTS_VALUE }
    }

    /// When to show the frame, by all that the decoder knows: guessed from its neighbours where the source is silent.
    public var bestEffortTime: Int64? {
        let time = pointer.pointee.best_effort_timestamp
        return time == cffmpeg_AV_NOPTS_VALUE ? presentationTime : time
    }

    /// How long the source shows it, in ticks of its stream's time base; `nil` if unknown.
    public var duration: Int64? {
        let duration = cffmpeg_duration(pointer)
        return duration > 0 ? duration : nil
    }

    public var color: ColorDescription { ColorDescription(colorCodes, range: pointer.pointee.color_range) }

    /// Bits of a sample: 8, or 10 in two bytes each.
    public var depth: Int { pointer.pointee.format == cffmpeg_AV_PIX_FMT_YUV420P10.rawValue ? 10 : 8 }

    /// The Dolby Vision profile that the picture's own metadata show, if its colours can't be shown without them; `nil` otherwise.
    public var closedDolbyVisionProfile: Int? {
        let profile = cffmpeg_closed_dolby_vision_profile(pointer)
        return profile > 0 ? Int(profile) : nil
    }

    /// The width of a sample over its height, as a fraction; 1/1 where the source doesn't say.
    public var sampleAspectRatio: (width: Int, height: Int) {
        let ratio = pointer.pointee.sample_aspect_ratio
        return ratio.num > 0 && ratio.den > 0 ? (Int(ratio.num), Int(ratio.den)) : (1, 1)
    }

    /// Whether every other line belongs to another instant.
    public var isInterlaced: Bool { cffmpeg_is_interlaced(pointer) != 0 }

    /// Whether the decoder had to make up parts of the picture.
    public var isDamaged: Bool {
        pointer.pointee.flags & AV_FRAME_FLAG_CORRUPT != 0 || pointer.pointee.decode_error_flags != 0
    }

    /// Keeps the earlier of the two fields: half the lines, each twice as high. Copies nothing.
    public mutating func keepFirstField() {
        let planes = planePointers
        let isTopFirst = cffmpeg_is_top_field_first(pointer) != 0
        // The fourth is for opacity.
        for plane in 0..<4 {
            if !isTopFirst { planes[plane]? += Int(strides[plane]) }
            strides[plane] *= 2
        }
        pointer.pointee.height /= 2
        isOneField = true
        let ratio = sampleAspectRatio
        // A field's line stands for two of the picture's. A hostile file's terms fill all 31 bits.
        pointer.pointee.sample_aspect_ratio =
            ratio.height <= Int(Int32.max) / 2
            ? AVRational(num: Int32(ratio.width), den: Int32(ratio.height * 2))
            : AVRational(num: max(1, Int32(ratio.width) / 2), den: Int32(ratio.height))
    }
}

// MARK: - Pixels

extension VideoFrame {
    /// A component of the picture. Both chroma planes are half as wide and half as high as luma.
    public enum Plane: Int, CaseIterable, Sendable {
        case luma, blueChroma, redChroma
    }

    /// Where the planes' rows are; the picture without a last odd row or column, which 4:2:0 can't cut.
    ///
    /// - Precondition: The picture has at least 2×2 samples, and its rows aren't stored bottom-up.
    public var layout: PlaneLayout {
        PlaneLayout(
            size: PixelSize(width: size.width & ~1, height: size.height & ~1), lumaStride: Int(strides[0]),
            chromaStride: Int(strides[1]))
    }

    /// Calls `body` with the three planes of a picture of 8 bits.
    public func withPlanes<Result: ~Copyable, Failure: Error>(
        _ body: (Span<UInt8>, Span<UInt8>, Span<UInt8>, PlaneLayout) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try lend(body)
    }

    /// Calls `body` with the three planes of a picture of 10 bits. The layout's strides are in samples.
    public func withDeepPlanes<Result: ~Copyable, Failure: Error>(
        _ body: (Span<UInt16>, Span<UInt16>, Span<UInt16>, PlaneLayout) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try lend(body)
    }

    /// Calls `body` with the three planes of a picture of 8 bits, to change.
    ///
    /// - Precondition: Nobody else uses the pixels: the frame comes from a ``VideoFramePool`` and isn't shared.
    public mutating func withMutablePlanes<Result: ~Copyable, Failure: Error>(
        _ body: (
            inout MutableSpan<UInt8>, inout MutableSpan<UInt8>, inout MutableSpan<UInt8>, PlaneLayout
        ) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try lendMutable(body)
    }

    /// Calls `body` with the three planes of a picture of 10 bits, to change. The layout's strides are in samples.
    ///
    /// - Precondition: Nobody else uses the pixels.
    public mutating func withMutableDeepPlanes<Result: ~Copyable, Failure: Error>(
        _ body: (
            inout MutableSpan<UInt16>, inout MutableSpan<UInt16>, inout MutableSpan<UInt16>, PlaneLayout
        ) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try lendMutable(body)
    }

    private func lend<Sample: FixedWidthInteger & BitwiseCopyable, Result: ~Copyable, Failure: Error>(
        _ body: (Span<Sample>, Span<Sample>, Span<Sample>, PlaneLayout) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let layout = layout(of: Sample.self)
        return try body(
            samples(.luma, layout).span, samples(.blueChroma, layout).span, samples(.redChroma, layout).span, layout)
    }

    private mutating func lendMutable<Sample: FixedWidthInteger & BitwiseCopyable, Result: ~Copyable, Failure: Error>(
        _ body: (
            inout MutableSpan<Sample>, inout MutableSpan<Sample>, inout MutableSpan<Sample>, PlaneLayout
        ) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        precondition(av_frame_is_writable(pointer) > 0, "a decoder or another thread may use these pixels")
        let layout = layout(of: Sample.self)
        var luma: MutableSpan<Sample> = samples(.luma, layout).mutableSpan
        var blueChroma: MutableSpan<Sample> = samples(.blueChroma, layout).mutableSpan
        var redChroma: MutableSpan<Sample> = samples(.redChroma, layout).mutableSpan
        return try body(&luma, &blueChroma, &redChroma, layout)
    }

    private func layout<Sample>(of: Sample.Type) -> PlaneLayout {
        let (bytes, size) = (layout, MemoryLayout<Sample>.size)
        return PlaneLayout(
            size: bytes.size, lumaStride: bytes.lumaStride / size, chromaStride: bytes.chromaStride / size)
    }

    /// The one place that makes buffers of a plane's address.
    private func samples<Sample: FixedWidthInteger & BitwiseCopyable>(
        _ plane: Plane, _ layout: PlaneLayout
    ) -> UnsafeMutableBufferPointer<Sample> {
        precondition((depth + 7) / 8 == MemoryLayout<Sample>.size, "a picture of \(depth) bits")
        guard let start = planePointers[plane.rawValue] else { preconditionFailure("the frame has no pixels") }
        let count = plane == .luma ? layout.lumaByteCount : layout.chromaByteCount
        // Decoders and the pool align rows to far more than two bytes.
        return UnsafeMutableBufferPointer(
            start: UnsafeMutableRawPointer(start).bindMemory(to: Sample.self, capacity: count), count: count)
    }

    /// The C array of planes, where it is: `pointer(to:)` keeps the pointer from escaping a closure.
    var planePointers: UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?> {
        UnsafeMutableRawPointer(pointer.pointer(to: \.data)!)
            .assumingMemoryBound(to: UnsafeMutablePointer<UInt8>?.self)
    }

    /// The C array of strides, in bytes.
    var strides: UnsafeMutablePointer<Int32> {
        UnsafeMutableRawPointer(pointer.pointer(to: \.linesize)!).assumingMemoryBound(to: Int32.self)
    }
}

// MARK: - Copies

extension VideoFrame {
    /// Copies the pixels of a frame of the same size.
    ///
    /// - Precondition: Nobody else uses this frame's pixels.
    public mutating func copy(_ source: borrowing VideoFrame) {
        copy(PixelArea(size: size), of: source, into: PixelArea(size: size))
    }

    /// Copies an area of another frame to one of the same size.
    ///
    /// - Precondition: Both areas lie inside their frames, on even edges; nobody else uses this frame's pixels.
    public mutating func copy(_ area: PixelArea, of source: borrowing VideoFrame, into target: PixelArea) {
        precondition(av_frame_is_writable(pointer) > 0, "another thread may use these pixels")
        precondition(area.size == target.size, "a copy doesn't scale")
        precondition(depth == 8 && source.depth == 8, "only pictures of 8 bits are copied")
        precondition(area.cuts(source.size) && target.cuts(size), "can't copy \(area) to \(target)")
        for plane in Plane.allCases {
            let shift = plane == .luma ? 0 : 1
            let (from, to) = (source.strides[plane.rawValue], strides[plane.rawValue])
            guard let read = source.planePointers[plane.rawValue], let write = planePointers[plane.rawValue] else {
                preconditionFailure("a frame has no pixels")
            }
            av_image_copy_plane(
                write + (target.y >> shift) * Int(to) + (target.x >> shift), to,
                read + (area.y >> shift) * Int(from) + (area.x >> shift), from, Int32(area.width >> shift),
                Int32(area.height >> shift))
        }
    }
}
