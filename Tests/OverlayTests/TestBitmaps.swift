import MediaModel
import Typeset

@testable import Overlay

extension Bitmap {
    /// One colour, not multiplied, in every pixel.
    static func flat(_ color: Color, width: Int, height: Int) -> Bitmap {
        let alpha = Int(color.alpha)
        let pixel = [color.red, color.green, color.blue].map { UInt8((Int($0) * alpha + 127) / 255) } + [color.alpha]
        let size = PixelSize(width: width, height: height)
        return Bitmap(size: size, pixels: Array(repeatElement(pixel, count: size.area).joined()))
    }

    /// Pixels of any colour and coverage, with clear ones and opaque ones among them.
    static func noise(width: Int, height: Int, seed: UInt64) -> Bitmap {
        var random = SplitMix64(seed: seed)
        let size = PixelSize(width: width, height: height)
        var pixels: [UInt8] = []
        for _ in 0..<size.area {
            let alpha = min(255, max(0, random.next(below: 400) - 70))
            for _ in 0..<3 { pixels.append(UInt8(random.next(below: alpha + 1))) }
            pixels.append(UInt8(alpha))
        }
        return Bitmap(size: size, pixels: pixels)
    }
}
