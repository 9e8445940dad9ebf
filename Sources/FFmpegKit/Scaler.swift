import CFFmpeg
public import MediaModel

/// Resizes an area of a picture into an area of another. Colours keep their matrix and range.
///
/// Used by one thread at a time. Keeps the tables of its last sizes, so use one for each pair of sizes.
public struct Scaler: ~Copyable {
    public enum Filter: Sendable {
        /// Sharp; for pictures that people look at.
        case bicubic
        /// Cheap and soft; for what is blurred anyway.
        case bilinear
    }

    private let filter: Filter
    private var context: OpaquePointer?
    private var sizes: (PixelSize, PixelSize, depth: Int)?
    /// Frames for targets that have something beside them.
    private var pool: VideoFramePool?

    public init(_ filter: Filter = .bicubic) {
        self.filter = filter
    }

    deinit {
        sws_freeContext(context)
    }

    /// Fills `target` of `destination` with `area` of `source`.
    ///
    /// - Precondition: Both areas lie inside their pictures, on even edges; both pictures have samples of as many bits.
    /// - Throws: ``FFmpegError`` if swscale can't do these sizes.
    public mutating func scale(
        _ area: PixelArea, of source: borrowing VideoFrame, into target: PixelArea,
        of destination: inout VideoFrame
    ) throws(FFmpegError) {
        precondition(area.cuts(source.size), "can't cut \(area) from \(source.size)")
        precondition(av_frame_is_writable(destination.pointer) > 0, "another thread may use these pixels")
        precondition(target.cuts(destination.size), "can't fill \(target) of \(destination.size)")
        // swscale writes whole vectors, up to 15 bytes beyond each row: harmless in a row's padding, but not in a
        // backdrop that goes on there.
        if target.x + target.width < destination.size.width {
            if pool?.size != target.size { pool = try VideoFramePool(size: target.size) }
            precondition(destination.depth == 8, "a deep picture is filled whole")
            var whole = try pool!.makeFrame()
            try scale(area, of: source, into: PixelArea(size: target.size), of: &whole)
            destination.copy(PixelArea(size: target.size), of: whole, into: target)
            return
        }
        precondition(source.depth == destination.depth, "a scaler changes no depth")
        try prepare(from: area.size, to: target.size, depth: source.depth)
        let input = Self.planes(of: source, at: area)
        let output = Self.planes(of: destination, at: target)
        let context = context
        let status = withUnsafeTemporaryAllocation(of: UnsafePointer<UInt8>?.self, capacity: 4) { from in
            withUnsafeTemporaryAllocation(of: UnsafeMutablePointer<UInt8>?.self, capacity: 4) { to in
                (from[0], from[1], from[2], from[3]) = (.init(input.0), .init(input.1), .init(input.2), nil)
                (to[0], to[1], to[2], to[3]) = (output.0, output.1, output.2, nil)
                return sws_scale(
                    context, from.baseAddress, source.strides, 0, Int32(area.height), to.baseAddress,
                    destination.strides)
            }
        }
        try check(status, "sws_scale", on: "\(area.size) to \(target.size)")
    }

    private typealias Planes = (
        UnsafeMutablePointer<UInt8>?, UnsafeMutablePointer<UInt8>?, UnsafeMutablePointer<UInt8>?
    )

    private static func planes(of frame: borrowing VideoFrame, at area: PixelArea) -> Planes {
        let (planes, strides) = (frame.planePointers, frame.strides)
        let bytes = frame.depth > 8 ? 2 : 1
        let luma = area.y * Int(strides[0]) + area.x * bytes
        return (
            planes[0].map { $0 + luma },
            planes[1].map { $0 + area.y / 2 * Int(strides[1]) + area.x / 2 * bytes },
            planes[2].map { $0 + area.y / 2 * Int(strides[2]) + area.x / 2 * bytes }
        )
    }

    private mutating func prepare(
        from source: PixelSize, to target: PixelSize, depth: Int
    ) throws(FFmpegError) {
        if let sizes, sizes == (source, target, depth) { return }
        let format = depth == 8 ? AV_PIX_FMT_YUV420P : cffmpeg_AV_PIX_FMT_YUV420P10
        sws_freeContext(context)
        sizes = nil
        context = sws_getContext(
            Int32(source.width), Int32(source.height), format, Int32(target.width), Int32(target.height),
            format, filter == .bicubic ? SWS_BICUBIC : SWS_BILINEAR, nil, nil, nil)
        guard context != nil else {
            throw FFmpegError(operation: "sws_getContext", subject: "\(source) to \(target)", code: .invalidData)
        }
        sizes = (source, target, depth)
    }
}

// swscale's context has one owner at a time, and isn't bound to the thread that made it.
extension Scaler: @unchecked Sendable {}
