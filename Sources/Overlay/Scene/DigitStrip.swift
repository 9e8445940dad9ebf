import MediaModel
import Typeset

/// The ten digits and a few signs as sprites, to write numbers that change with the tick. Placing them allocates nothing.
///
/// Digits take the same width each, so that a running number doesn't tremble.
struct DigitStrip: Sendable {
    private let digits: [Sprite]
    /// A colon, a percent sign.
    private let sign: Sprite
    /// In luma samples.
    let digitWidth, signWidth, height: Int

    /// - Parameters:
    ///   - sign: What stands after or between digits.
    ///   - style: Of all of them; its line height gives the sprites' height.
    init(
        sign: String, style: TextStyle, formatter: PriceFormatter, in workshop: Workshop
    ) throws(OverlayError) {
        let limits = TextLimits(width: style.size * 4, smallestSize: style.size)
        // The locale's own digits: Arabic and Hindi have others.
        let texts = (0...9).map { PlainText(formatter.string($0)) }
        let widths = (texts + [PlainText(sign)]).map { text in
            workshop.withTypesetter { $0.fit(text, style: style, within: limits).width }
        }
        let widest = Int((widths.dropLast().max() ?? 1).rounded(.up))
        let height = Int((style.size * style.lineHeight).rounded(.up))
        func sprite(_ text: PlainText, width: Int) throws(OverlayError) -> Sprite {
            try workshop.makeSprite { (typesetter) throws(TypesetError) in
                let block = typesetter.fit(text, style: style, within: limits)
                let drawing = try Drawing(size: PixelSize(width: width, height: height))
                drawing.draw(
                    block, x: (Double(width) - block.width) / 2, y: (Double(height) - block.height) / 2)
                return try drawing.finish()
            }
        }
        var digits: [Sprite] = []
        for text in texts { digits.append(try sprite(text, width: widest)) }
        self.digits = digits
        self.height = height
        digitWidth = widest
        signWidth = Int((widths[10] + style.size * 0.12).rounded(.up))
        self.sign = try sprite(PlainText(sign), width: signWidth)
    }

    /// Appends a number that ends at `right`, and moves `right` to where it begins.
    ///
    /// - Parameter count: How many digits to write at least, zeros before the number if need be.
    func append(_ number: Int, digits count: Int = 1, right: inout Int, y: Int, to list: inout [Placement]) {
        var (rest, written) = (max(0, number), 0)
        repeat {
            right -= digitWidth
            list.append(Placement(sprite: digits[rest % 10], x: right, y: y))
            rest /= 10
            written += 1
        } while rest > 0 || written < count
    }

    /// Appends the sign so that it ends at `right`, and moves `right` to where it begins.
    func appendSign(right: inout Int, y: Int, to list: inout [Placement]) {
        right -= signWidth
        list.append(Placement(sprite: sign, x: right, y: y))
    }
}
