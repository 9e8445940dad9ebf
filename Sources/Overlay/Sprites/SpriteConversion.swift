import MediaModel
import Typeset

/// From premultiplied RGB to premultiplied BT.709 limited-range Y'CbCr, in integers.
///
/// Luma's offset of 16 and chroma's of 128 are multiplied by alpha as well: a sample that covers nothing is 0, so that
/// blending is `sample + below * (255 - alpha) / 255` for every plane alike.
enum SpriteConversion {
    // In 65536ths: BT.709's luma weights (0.2126, 0.7152, 0.0722) times 219 / 255, and its chroma weights times
    // 224 / 255. Each chroma row adds up to 0, so that grey has no colour.
    private static let y = (red: 11_966, green: 40_254, blue: 4_064)
    private static let cb = (red: -6_596, green: -22_188, blue: 28_784)
    private static let cr = (red: 28_784, green: -26_145, blue: -2_639)
    private static let one = 65_536

    /// Luma and alpha of every pixel.
    static func luma(of bitmap: Bitmap) -> (samples: [UInt8], alpha: [UInt8]) {
        let pixels = bitmap.pixels
        let count = bitmap.size.area
        var (samples, alpha) = ([UInt8](repeating: 0, count: count), [UInt8](repeating: 0, count: count))
        for index in 0..<count {
            let coverage = Int(pixels[index * 4 + 3])
            let weighted =
                y.red * Int(pixels[index * 4]) + y.green * Int(pixels[index * 4 + 1]) + y.blue
                * Int(pixels[index * 4 + 2])
            let value = weighted + (16 * one * coverage + 127) / 255
            alpha[index] = UInt8(coverage)
            // Never above alpha: the blend relies on it to stay within 8 bits.
            samples[index] = UInt8(min(coverage, (value + one / 2) / one))
        }
        return (samples, alpha)
    }

    /// Chroma for sprites whose first column and row are even or odd ones of the canvas, by `Sprite.phase(x:y:)`.
    ///
    /// H.264's chroma samples lie on the even luma columns, between two rows. So each is the mean of the two rows, and of
    /// three columns with weights 1, 2, 1; those beyond the sprite's edge are as `edges` says.
    static func chroma(of bitmap: Bitmap, _ edges: Sprite.Edges) -> [Sprite.Chroma] {
        var sums = RowSums(bitmap, edges)
        return (0..<4).map { phase in chroma(of: bitmap, &sums, oddColumn: phase & 1, oddRow: phase >> 1) }
    }

    private static func chroma(
        of bitmap: Bitmap, _ sums: inout RowSums, oddColumn: Int, oddRow: Int
    ) -> Sprite.Chroma {
        let width = (bitmap.size.width + oddColumn) / 2 + 1
        let height = (bitmap.size.height + oddRow + 1) / 2
        var alpha = [UInt8](repeating: 0, count: width * height)
        var (blue, red) = (alpha, alpha)
        for row in 0..<height {
            sums.add(bitmap, row: row * 2 - oddRow)
            let span = sums.values.span
            for column in 0..<width {
                // Weights 1, 2, 1 around the column, of four values each.
                let first = (column * 2 - oddColumn - 1 + RowSums.margin) * 4
                func sum(_ component: Int) -> Int {
                    let index = first + component
                    return Int(span[index]) + 2 * Int(span[index + 4]) + Int(span[index + 8])
                }
                let (redSum, greenSum, blueSum, alphaSum) = (sum(0), sum(1), sum(2), sum(3))
                // Most of a sprite with a shadow is clear.
                guard alphaSum > 0 else { continue }
                // The sums are of 8 weights.
                let coverage = (alphaSum + 4) / 8
                let offset = (128 * one * alphaSum + 127) / 255
                let index = row * width + column
                alpha[index] = UInt8(coverage)
                blue[index] = sample(cb.red * redSum + cb.green * greenSum + cb.blue * blueSum + offset, coverage)
                red[index] = sample(cr.red * redSum + cr.green * greenSum + cr.blue * blueSum + offset, coverage)
            }
        }
        let mask = SpriteMask(width: width, height: height, alpha: alpha)
        return Sprite.Chroma(
            mask: mask, blue: SpriteMask.padded(blue, width: width), red: SpriteMask.padded(red, width: width))
    }

    private static func sample(_ weighted: Int, _ coverage: Int) -> UInt8 {
        UInt8(max(0, min(coverage, (weighted + one * 4) / (one * 8))))
    }

    /// The sums of two rows of a bitmap, component by component, with columns beyond both edges.
    private struct RowSums {
        /// How many columns there are beyond each edge.
        static let margin = 2
        /// Four a column.
        private(set) var values: [UInt16]
        private let edges: Sprite.Edges

        init(_ bitmap: Bitmap, _ edges: Sprite.Edges) {
            values = Array(repeating: 0, count: (bitmap.size.width + 2 * Self.margin) * 4)
            self.edges = edges
        }

        /// Takes the rows `row` and `row + 1`, of which one may be beyond the bitmap.
        mutating func add(_ bitmap: Bitmap, row: Int) {
            let (count, height) = (bitmap.size.width * 4, bitmap.size.height)
            let pixels = bitmap.pixels.span
            let (start, last) = (Self.margin * 4, Self.margin * 4 + count - 4)
            let isExtended = edges == .extended
            let upper = (0..<height).contains(row) || isExtended ? max(0, min(height - 1, row)) : nil
            let lower = (0..<height).contains(row + 1) || isExtended ? max(0, min(height - 1, row + 1)) : nil
            let (first, second) = ((upper ?? lower ?? 0) * count, (lower ?? 0) * count)
            precondition(max(first, second) + count <= pixels.count && start + count <= values.count, "a row too long")
            var sums = values.mutableSpan
            // One check for the row, so that the compiler can make vector instructions of the loop.
            if upper != nil && lower != nil {
                for index in 0..<count {
                    unsafe sums[unchecked: start &+ index] =
                        UInt16(pixels[unchecked: first &+ index]) &+ UInt16(pixels[unchecked: second &+ index])
                }
            } else {
                for index in 0..<count {
                    unsafe sums[unchecked: start &+ index] = UInt16(pixels[unchecked: first &+ index])
                }
            }
            guard isExtended else { return }
            for index in 0..<start {
                sums[index] = sums[start + index % 4]
                sums[last + 4 + index] = sums[last + index % 4]
            }
        }
    }
}
