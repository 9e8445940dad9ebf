/// How the three planes of an 8-bit 4:2:0 picture lie in memory.
///
/// Luma row *y* starts at byte `y * lumaStride` of its plane, chroma row *y* at `y * chromaStride` of its own.
public struct PlaneLayout: Hashable, Sendable {
    /// The picture's size in luma samples; both are even.
    public let size: PixelSize
    /// Bytes from one luma row to the next; at least the width.
    public let lumaStride: Int
    /// Bytes from one row to the next in either chroma plane; at least half the width.
    public let chromaStride: Int

    public init(size: PixelSize, lumaStride: Int, chromaStride: Int) {
        precondition(size.width > 0 && size.height > 0 && (size.width | size.height) % 2 == 0, "4:2:0 needs even sizes")
        precondition(lumaStride >= size.width && chromaStride >= size.width / 2, "a row doesn't fit its stride")
        (self.size, self.lumaStride, self.chromaStride) = (size, lumaStride, chromaStride)
    }

    /// The size of each chroma plane, in chroma samples.
    public var chromaSize: PixelSize { PixelSize(width: size.width / 2, height: size.height / 2) }

    /// The number of bytes that a luma plane must have: its last row needs no padding.
    public var lumaByteCount: Int { (size.height - 1) * lumaStride + size.width }

    /// The number of bytes that a chroma plane must have.
    public var chromaByteCount: Int { (size.height / 2 - 1) * chromaStride + size.width / 2 }
}
