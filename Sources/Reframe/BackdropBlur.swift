public import MediaModel

/// Blurs and darkens a small picture, which the canvas then shows enlarged behind a source that doesn't fill it.
///
/// On a picture of a twelfth of the canvas' width, a few samples of blur are as wide as a hand on the phone.
public struct BackdropBlur: Sendable {
    /// How far the blur reaches to each side, in samples.
    private static let radius = 2
    /// Three box blurs in turn come close to a Gaussian one.
    private static let passes = 3
    /// How bright the backdrop is, of 256: dark enough that the source in front stands out, and white text on it reads.
    private static let brightness: Int32 = 140

    private var row: [UInt8] = []

    public init() {}

    /// The size to blur at, for a canvas.
    public static func size(for canvas: PixelSize) -> PixelSize {
        PixelSize(width: max(8, canvas.width / 12 & ~1), height: max(8, canvas.height / 12 & ~1))
    }

    /// Blurs and darkens in place.
    public mutating func apply(
        to luma: inout MutableSpan<UInt8>, _ blueChroma: inout MutableSpan<UInt8>,
        _ redChroma: inout MutableSpan<UInt8>, _ layout: PlaneLayout
    ) {
        let (size, chroma) = (layout.size, layout.chromaSize)
        for _ in 0..<Self.passes {
            blur(&luma, size, layout.lumaStride, radius: Self.radius)
            blur(&blueChroma, chroma, layout.chromaStride, radius: Self.radius / 2)
            blur(&redChroma, chroma, layout.chromaStride, radius: Self.radius / 2)
        }
        darken(&luma, size, layout.lumaStride, black: 16)
        darken(&blueChroma, chroma, layout.chromaStride, black: 128)
        darken(&redChroma, chroma, layout.chromaStride, black: 128)
    }

    private mutating func blur(_ plane: inout MutableSpan<UInt8>, _ size: PixelSize, _ stride: Int, radius: Int) {
        for y in 0..<size.height { blurLine(&plane, start: y * stride, count: size.width, step: 1, radius) }
        for x in 0..<size.width { blurLine(&plane, start: x, count: size.height, step: stride, radius) }
    }

    /// Replaces each sample by the mean of those around it; the picture's edge goes on beyond it.
    private mutating func blurLine(
        _ plane: inout MutableSpan<UInt8>, start: Int, count: Int, step: Int, _ radius: Int
    ) {
        if row.count < count { row = [UInt8](repeating: 0, count: count) }
        for index in 0..<count { row[index] = plane[start + index * step] }
        let window = 2 * radius + 1
        var sum = 0
        for offset in -radius...radius { sum += Int(row[min(count - 1, max(0, offset))]) }
        for index in 0..<count {
            plane[start + index * step] = UInt8((sum + window / 2) / window)
            sum += Int(row[min(count - 1, index + radius + 1)]) - Int(row[max(0, index - radius)])
        }
    }

    private func darken(_ plane: inout MutableSpan<UInt8>, _ size: PixelSize, _ stride: Int, black: Int32) {
        for y in 0..<size.height {
            for x in 0..<size.width {
                let value = Int32(plane[y * stride + x]) - black
                plane[y * stride + x] = UInt8(clamping: black + ((value * Self.brightness + 128) >> 8))
            }
        }
    }
}
