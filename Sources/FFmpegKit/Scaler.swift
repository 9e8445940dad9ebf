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
    private var tables = ScalerTables()
    /// Frames for targets that have something beside them.
    private var pool: VideoFramePool?

    public init(_ filter: Filter = .bicubic) {
        self.filter = filter
    }

    /// Fills `target` of `destination` with `area` of `source`.
    ///
    /// - Precondition: Both areas lie inside their pictures, on even edges; both pictures have samples of as many bits.
    /// - Throws: ``FFmpegError`` if swscale can't do these sizes.
    public mutating func scale(
        _ area: PixelArea, of source: borrowing VideoFrame, into target: PixelArea,
        of destination: inout VideoFrame
    ) throws(FFmpegError) {
        try scale(PixelWindow(area), of: source, into: target, of: &destination)
    }

    /// Fills `target` of `destination` with what a window shows of `source`. A window on even edges costs what its area does; one between
    /// samples a third more.
    ///
    /// - Precondition: The window's reach and the target lie inside their pictures, on even edges; both pictures have samples of as
    ///   many bits.
    /// - Throws: ``FFmpegError`` if swscale can't do these sizes.
    public mutating func scale(
        _ window: PixelWindow, of source: borrowing VideoFrame, into target: PixelArea,
        of destination: inout VideoFrame
    ) throws(FFmpegError) {
        let area = window.area
        precondition(window.reach.cuts(source.size), "can't cut \(window) from \(source.size)")
        precondition(av_frame_is_writable(destination.pointer) > 0, "another thread may use these pixels")
        precondition(target.cuts(destination.size), "can't fill \(target) of \(destination.size)")
        // swscale writes whole vectors, up to 15 bytes beyond each row: harmless in a row's padding, but not in a
        // backdrop that goes on there.
        if target.x + target.width < destination.size.width {
            if pool?.size != target.size { pool = try VideoFramePool(size: target.size) }
            precondition(destination.depth == 8, "a deep picture is filled whole")
            var whole = try pool!.makeFrame()
            try scale(window, of: source, into: PixelArea(size: target.size), of: &whole)
            destination.copy(PixelArea(size: target.size), of: whole, into: target)
            return
        }
        precondition(source.depth == destination.depth, "a scaler changes no depth")
        let context = try tables.context(
            .init(
                filter: filter, source: area.size, target: target.size, depth: source.depth, axis: window.axis),
            step: window.step)
        let input = Self.planes(of: source, at: window)
        let output = Self.planes(of: destination, at: PixelWindow(target))
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

    private static func planes(of frame: borrowing VideoFrame, at window: PixelWindow) -> Planes {
        let (planes, strides, area) = (frame.planePointers, frame.strides, window.area)
        let bytes = frame.depth > 8 ? 2 : 1
        let chroma = area.y / 2 * Int(strides[1]) + area.x / 2 * bytes
        var luma = area.y * Int(strides[0]) + area.x * bytes
        // The tables have the rest: less than one sample of luma, and less than one of chroma, which is twice as wide.
        if window.step >= PixelWindow.stepsPerSample {
            luma += window.axis == .horizontal ? bytes : Int(strides[0])
        }
        return (planes[0].map { $0 + luma }, planes[1].map { $0 + chroma }, planes[2].map { $0 + chroma })
    }
}

// swscale's context has one owner at a time, and isn't bound to the thread that made it.
extension Scaler: @unchecked Sendable {}
