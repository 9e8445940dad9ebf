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

    /// Chroma for a sprite whose first column and row are odd (1) or even (0) ones of the canvas.
    ///
    /// H.264's chroma samples lie on the even luma columns, between two rows. So each is the mean of the two rows, and of
    /// three columns with weights 1, 2, 1; those beyond the sprite's edge are as `edges` says.
    static func chroma(of bitmap: Bitmap, _ edges: Sprite.Edges, oddColumn: Int, oddRow: Int) -> Sprite.Chroma {
        let width = (bitmap.size.width + oddColumn) / 2 + 1
        let height = (bitmap.size.height + oddRow + 1) / 2
        var alpha = [UInt8](repeating: 0, count: width * height)
        var (blue, red) = (alpha, alpha)
        for row in 0..<height {
            for column in 0..<width {
                let sum = neighbourhood(bitmap, edges, column * 2 - oddColumn, row * 2 - oddRow)
                // The sums are of 8 weights.
                let coverage = (sum.alpha + 4) / 8
                let offset = (128 * one * sum.alpha + 127) / 255
                let index = row * width + column
                alpha[index] = UInt8(coverage)
                blue[index] = sample(cb.red * sum.red + cb.green * sum.green + cb.blue * sum.blue + offset, coverage)
                red[index] = sample(cr.red * sum.red + cr.green * sum.green + cr.blue * sum.blue + offset, coverage)
            }
        }
        let mask = SpriteMask(width: width, height: height, alpha: alpha)
        return Sprite.Chroma(
            mask: mask, blue: SpriteMask.padded(blue, width: width), red: SpriteMask.padded(red, width: width))
    }

    private static func sample(_ weighted: Int, _ coverage: Int) -> UInt8 {
        UInt8(max(0, min(coverage, (weighted + one * 4) / (one * 8))))
    }

    /// The weighted sums of the six pixels that a chroma sample is made of: around `column` of rows `row` and `row + 1`.
    private static func neighbourhood(
        _ bitmap: Bitmap, _ edges: Sprite.Edges, _ column: Int, _ row: Int
    ) -> (red: Int, green: Int, blue: Int, alpha: Int) {
        let (width, height) = (bitmap.size.width, bitmap.size.height)
        let pixels = bitmap.pixels.span
        var sum = (red: 0, green: 0, blue: 0, alpha: 0)
        for sumRow in row...row + 1 where edges == .extended || 0..<height ~= sumRow {
            for sumColumn in column - 1...column + 1 where edges == .extended || 0..<width ~= sumColumn {
                let (x, y) = (max(0, min(width - 1, sumColumn)), max(0, min(height - 1, sumRow)))
                let (offset, weight) = ((y * width + x) * 4, sumColumn == column ? 2 : 1)
                sum.red += weight * Int(pixels[offset])
                sum.green += weight * Int(pixels[offset + 1])
                sum.blue += weight * Int(pixels[offset + 2])
                sum.alpha += weight * Int(pixels[offset + 3])
            }
        }
        return sum
    }
}
