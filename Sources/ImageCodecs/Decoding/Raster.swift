import MediaModel

/// A decoded picture in its own size: red, green, blue and alpha, row by row without padding.
struct Raster {
    var size: PixelSize
    var pixels: [UInt8]

    /// Multiplies the colours by alpha, to the nearest.
    mutating func premultiply() {
        for offset in stride(from: 0, to: pixels.count, by: 4) {
            let alpha = Int(pixels[offset + 3])
            guard alpha < 255 else { continue }
            for channel in offset..<offset + 3 {
                pixels[channel] = UInt8((2 * Int(pixels[channel]) * alpha + 255) / 510)
            }
        }
    }
}
