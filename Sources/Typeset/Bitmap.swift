public import MediaModel

/// A picture in sRGB with transparency: what text and shapes are drawn to.
///
/// A value; any thread.
public struct Bitmap: Hashable, Sendable {
    /// The width and the height in pixels.
    public let size: PixelSize
    /// Red, green, blue and alpha, 8 bits each, row by row without padding. Colours are multiplied by alpha,
    /// so none of the first three is larger than the fourth.
    public let pixels: [UInt8]

    /// - Precondition: `pixels` has four bytes a pixel.
    public init(size: PixelSize, pixels: [UInt8]) {
        precondition(pixels.count == size.area * 4, "\(pixels.count) bytes for \(size)")
        (self.size, self.pixels) = (size, pixels)
    }

    /// The pixel at a column and row, both from 0.
    public subscript(x: Int, y: Int) -> (red: UInt8, green: UInt8, blue: UInt8, alpha: UInt8) {
        precondition(0..<size.width ~= x && 0..<size.height ~= y, "(\(x), \(y)) of \(size)")
        let offset = (y * size.width + x) * 4
        return (pixels[offset], pixels[offset + 1], pixels[offset + 2], pixels[offset + 3])
    }
}

extension Bitmap {
    /// The smallest area that holds everything drawn; `nil` if nothing is.
    public var inkArea: PixelArea? {
        var (left, right, top, bottom) = (size.width, -1, size.height, -1)
        for y in 0..<size.height {
            for x in 0..<size.width where pixels[(y * size.width + x) * 4 + 3] > 0 {
                (left, right, top, bottom) = (min(left, x), max(right, x), min(top, y), y)
            }
        }
        guard right >= 0 else { return nil }
        return PixelArea(x: left, y: top, width: right - left + 1, height: bottom - top + 1)
    }
}
