public import MediaModel

/// Turns and mirrors planes without resampling.
public enum Reorientation {
    /// Writes a plane as `orientation` shows it.
    ///
    /// - Parameters:
    ///   - size: The source plane's, in samples.
    ///   - stride: Bytes from one of its rows to the next.
    ///   - newStride: The same of the target, whose size is `orientation.applied(to: size)`.
    /// - Precondition: Both spans hold all their rows.
    public static func apply(
        _ orientation: Orientation, to plane: Span<UInt8>, size: PixelSize, stride: Int,
        into target: inout MutableSpan<UInt8>, stride newStride: Int
    ) {
        turn(orientation, plane, size, stride, &target, newStride)
    }

    /// Turns and flips samples of two bytes. Strides are in samples.
    public static func apply(
        _ orientation: Orientation, to plane: Span<UInt16>, size: PixelSize, stride: Int,
        into target: inout MutableSpan<UInt16>, stride newStride: Int
    ) {
        turn(orientation, plane, size, stride, &target, newStride)
    }

    @inline(__always)
    private static func turn<Sample: BitwiseCopyable>(
        _ orientation: Orientation, _ plane: Span<Sample>, _ size: PixelSize, _ stride: Int,
        _ target: inout MutableSpan<Sample>, _ newStride: Int
    ) {
        let newSize = orientation.applied(to: size)
        precondition(plane.count >= (size.height - 1) * stride + size.width)
        precondition(target.count >= (newSize.height - 1) * newStride + newSize.width)
        // Sample (x, y) of the target is sample `origin + x * across + y * down` of the source.
        let (right, below) = orientation.transposes ? (stride, 1) : (1, stride)
        let across = orientation.mirrorsHorizontally ? -right : right
        let down = orientation.mirrorsVertically ? -below : below
        let origin =
            (orientation.mirrorsHorizontally ? (newSize.width - 1) * right : 0)
            + (orientation.mirrorsVertically ? (newSize.height - 1) * below : 0)
        // Tiles, since a transposed row touches as many cache lines as it has samples.
        let tile = orientation.transposes ? 32 : newSize.width
        for left in Swift.stride(from: 0, to: newSize.width, by: tile) {
            let end = min(left + tile, newSize.width)
            for y in 0..<newSize.height {
                let (from, to) = (origin + y * down, y * newStride)
                for x in left..<end {
                    unsafe target[unchecked: to + x] = plane[unchecked: from + x * across]
                }
            }
        }
    }
}
