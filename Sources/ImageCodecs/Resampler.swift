import MediaModel
import Typeset

/// Brings pictures of one size to another, in integers: the same on every machine.
///
/// Each pixel is a mean, weighted by a tent: all pixels below it count when a picture shrinks, so that fine lines don't
/// break up, and the nearest two when it grows.
struct Resampler {
    private let part: PixelArea
    private let size: PixelSize
    private let columns: [Tap]
    private let rows: [Tap]

    /// Where one pixel's sources begin, and their weights in 65536ths, which add up to 65536.
    private struct Tap {
        let start: Int
        let weights: [Int]
    }

    init(_ fit: PictureFit, source: PixelSize) {
        (part, size) = fit.plan(for: source)
        columns = Self.taps(from: part.width, to: size.width)
        rows = Self.taps(from: part.height, to: size.height)
    }

    /// - Parameter pixels: Red, green, blue and alpha, multiplied, of a picture of the source's size.
    func bitmap(of pixels: [UInt8], sourceWidth: Int) -> Bitmap {
        guard part.size != size || part.width != sourceWidth else {
            let start = part.y * sourceWidth * 4
            return Bitmap(size: size, pixels: Array(pixels[start..<start + size.area * 4]))
        }
        let narrow = narrowed(pixels, sourceWidth: sourceWidth)
        let stride = size.width * 4
        var result = [UInt8](repeating: 0, count: size.area * 4)
        var sums = [Int](repeating: 0, count: stride)
        for (y, tap) in rows.enumerated() {
            for column in 0..<stride { sums[column] = 32_768 }
            for (offset, weight) in tap.weights.enumerated() {
                let row = (tap.start + offset) * stride
                for column in 0..<stride { sums[column] += Int(narrow[row + column]) * weight }
            }
            for column in 0..<stride { result[y * stride + column] = UInt8(sums[column] >> 16) }
        }
        return Bitmap(size: size, pixels: result)
    }

    /// The part's rows at the width shown.
    private func narrowed(_ pixels: [UInt8], sourceWidth: Int) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: part.height * size.width * 4)
        for y in 0..<part.height {
            let row = ((part.y + y) * sourceWidth + part.x) * 4
            for (x, tap) in columns.enumerated() {
                var (red, green, blue, alpha) = (32_768, 32_768, 32_768, 32_768)
                var offset = row + tap.start * 4
                for weight in tap.weights {
                    red += Int(pixels[offset]) * weight
                    green += Int(pixels[offset + 1]) * weight
                    blue += Int(pixels[offset + 2]) * weight
                    alpha += Int(pixels[offset + 3]) * weight
                    offset += 4
                }
                let target = (y * size.width + x) * 4
                result[target] = UInt8(red >> 16)
                result[target + 1] = UInt8(green >> 16)
                result[target + 2] = UInt8(blue >> 16)
                result[target + 3] = UInt8(alpha >> 16)
            }
        }
        return result
    }

    private static func taps(from source: Int, to target: Int) -> [Tap] {
        (0..<target).map { index in
            // Distances in parts of 2 * target, in which both grids' middles are whole numbers.
            let (reach, middle) = (2 * max(source, target), (2 * index + 1) * source)
            let first = max(0, (middle - reach) / (2 * target) - 1)
            let last = min(source - 1, (middle + reach) / (2 * target) + 1)
            let tent = (first...last).map { max(0, reach - abs((2 * $0 + 1) * target - middle)) }
            let start = tent.firstIndex { $0 > 0 } ?? 0
            let end = tent.lastIndex { $0 > 0 } ?? 0
            let kept = tent[start...end]
            let sum = max(1, kept.reduce(0, +))
            var weights = kept.map { $0 * 65_536 / sum }
            // What rounding dropped goes to the middle, so that flat areas stay as they are.
            weights[weights.count / 2] += 65_536 - weights.reduce(0, +)
            return Tap(start: first + start, weights: weights)
        }
    }
}
