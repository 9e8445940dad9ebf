import CFFmpeg
import MediaModel

/// Turns decoded pictures of any layout and depth into 4:2:0 of 8 bits, and leaves those that are so already.
///
/// Those whose colours need mapping keep more than 8 bits as 10: banding would show in what is stretched later.
///
/// Y'CbCr keeps its matrix and range, whose conversion is the work of the targets Reframe and ColorMapping; RGB gets BT.709's, in
/// limited range.
struct PictureConverter: ~Copyable {
    private struct Format: Hashable {
        var pixels: Int32
        var size: PixelSize
        var isFullRange: Bool
        var depth: Int
    }

    private var context: OpaquePointer?
    private var format: Format?
    private var pool: VideoFramePool?

    init() {}

    deinit {
        sws_freeContext(context)
    }

    /// - Throws: ``FFmpegError`` if swscale can't read the layout.
    mutating func convert(_ decoded: consuming VideoFrame) throws(FFmpegError) -> VideoFrame {
        var frame = decoded
        let source = frame.pointer
        // The deprecated "j" layouts are the plain ones in full range.
        if source.pointee.format == AV_PIX_FMT_YUVJ420P.rawValue {
            source.pointee.format = AV_PIX_FMT_YUV420P.rawValue
            source.pointee.color_range = AVCOL_RANGE_JPEG
        }
        let isBottomUp = frame.strides[0] < 0 || frame.strides[1] < 0
        if source.pointee.format == AV_PIX_FMT_YUV420P.rawValue && !isBottomUp { return frame }
        // swscale makes ordinary RGB of XYZ, whatever its transfer says (libswscale/swscale.c, xyz12Torgb48).
        if Self.isXYZ(source.pointee.format) {
            frame.colorCodes = ColorCodePoints(primaries: 1, transfer: 1, matrix: 1)
        }
        let depth = frame.colorCodes.needsMapping && Self.depth(source.pointee.format) > 8 ? 10 : 8
        if depth == 10 && source.pointee.format == cffmpeg_AV_PIX_FMT_YUV420P10.rawValue && !isBottomUp { return frame }

        // Taken now, since the chroma of 4:2:2 loses lines here, and would mix both fields.
        if frame.isInterlaced && frame.size.height >= 4 { frame.keepFirstField() }
        let size = PixelSize(width: frame.size.width & ~1, height: frame.size.height & ~1)
        guard size.width >= 2, size.height >= 2 else {
            throw FFmpegError(operation: "convert", subject: "\(frame.size)", code: .invalidData)
        }
        let isRGB = Self.isRGB(source.pointee.format)
        let isFullRange =
            !isRGB && (source.pointee.color_range == AVCOL_RANGE_JPEG || Self.isFullRange(source.pointee.format))
        try prepare(
            Format(pixels: source.pointee.format, size: size, isFullRange: isFullRange, depth: depth), isRGB: isRGB)
        var converted = try pool!.makeFrame()
        try check(av_frame_copy_props(converted.pointer, source), "av_frame_copy_props")
        converted.pointer.pointee.color_range = isFullRange ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG
        converted.isOneField = frame.isOneField
        if isRGB { converted.pointer.pointee.colorspace = AVCOL_SPC_BT709 }
        // Row pointers are only read, but C has no way to say so for an array of them.
        let planes = UnsafeRawPointer(frame.planePointers).assumingMemoryBound(to: UnsafePointer<UInt8>?.self)
        try check(
            sws_scale(
                context, planes, frame.strides, 0, Int32(size.height), converted.planePointers, converted.strides),
            "sws_scale", on: "\(size)")
        return converted
    }

    private mutating func prepare(_ wanted: Format, isRGB: Bool) throws(FFmpegError) {
        if format == wanted { return }
        sws_freeContext(context)
        format = nil
        context = sws_getContext(
            Int32(wanted.size.width), Int32(wanted.size.height), AVPixelFormat(rawValue: wanted.pixels),
            Int32(wanted.size.width), Int32(wanted.size.height),
            wanted.depth == 8 ? AV_PIX_FMT_YUV420P : cffmpeg_AV_PIX_FMT_YUV420P10,
            SWS_BICUBIC | Int32(SWS_ACCURATE_RND), nil, nil, nil)
        guard let context else {
            let name = av_get_pix_fmt_name(AVPixelFormat(rawValue: wanted.pixels)).map { String(cString: $0) }
            throw FFmpegError(operation: "sws_getContext", subject: name ?? "unknown layout", code: .invalidData)
        }
        // The same matrix and range on both sides: then swscale changes neither.
        let matrix = sws_getCoefficients(SWS_CS_ITU709)!
        let range: Int32 = wanted.isFullRange ? 1 : 0
        _ = sws_setColorspaceDetails(context, matrix, isRGB ? 1 : range, matrix, range, 0, 1 << 16, 1 << 16)
        pool = try VideoFramePool(size: wanted.size, depth: wanted.depth)
        format = wanted
    }

    private static func isRGB(_ format: Int32) -> Bool {
        guard let description = av_pix_fmt_desc_get(AVPixelFormat(rawValue: format)) else { return false }
        return description.pointee.flags & UInt64(AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_PAL) != 0 || isXYZ(format)
    }

    private static func isXYZ(_ format: Int32) -> Bool {
        format == AV_PIX_FMT_XYZ12LE.rawValue || format == AV_PIX_FMT_XYZ12BE.rawValue
    }

    /// Bits of a sample of the first component.
    private static func depth(_ format: Int32) -> Int {
        av_pix_fmt_desc_get(AVPixelFormat(rawValue: format)).map { Int($0.pointee.comp.0.depth) } ?? 8
    }

    private static func isFullRange(_ format: Int32) -> Bool {
        [AV_PIX_FMT_YUVJ422P, AV_PIX_FMT_YUVJ444P, AV_PIX_FMT_YUVJ440P, AV_PIX_FMT_YUVJ411P]
            .contains { $0.rawValue == format }
    }
}

// swscale's context has one owner at a time, and isn't bound to the thread that made it.
extension PictureConverter: @unchecked Sendable {}
