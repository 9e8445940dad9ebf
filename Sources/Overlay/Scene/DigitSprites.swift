import MediaModel
import Show
import Typeset

/// A locale's digits and one sign in sprites of one height, to write numbers that change with the tick: placing them
/// takes no layout and allocates nothing.
///
/// Digits take the same width each, so that a running number doesn't tremble. A sprite may be wider than its place, by an
/// outline or while it is enlarged: it goes in the middle of it.
struct DigitSprites: Sendable {
    /// From 0 to 9.
    let digits: [Sprite]
    /// What stands between or after digits: a colon, a percent sign.
    let sign: Sprite
    /// From one digit to the next, and from a sign to what follows it, in luma samples.
    let advance, signAdvance: Int
    /// Of all sprites, in luma samples.
    var height: Int { digits[0].size.height }

    /// Those of a style, from the stock if they are there.
    ///
    /// - Parameter zoom: Against the style's size: larger digits that take a normal one's place for a moment.
    static func of(
        _ style: TextStyle, sign: String = ":", zoom: Double = 1, in factory: SpriteFactory
    ) throws(OverlayError) -> DigitSprites {
        let key = SharedSpriteCache.Key.digits(style, sign: sign, zoom: zoom, locale: factory.locale)
        return try factory.stock.value(for: key) { () throws(OverlayError) in
            try DigitSprites(style, sign: sign, zoom: zoom, in: factory)
        }
    }

    private init(_ style: TextStyle, sign: String, zoom: Double, in factory: SpriteFactory) throws(OverlayError) {
        var style = style
        style.size *= zoom
        style.lineHeight = 1
        let formatter = PriceFormatter(locale: factory.locale)
        // The locale's own digits: Arabic and Hindi have others.
        let characters = (0...9).map { formatter.string($0) }
        let overhang = Int(2 * (style.outline?.width ?? 0).rounded(.up))
        let height = Int((style.size * 1.1).rounded(.up)) + overhang
        // An outline may reach under the next digit, as it does in text.
        let advance = factory.measure(characters, style: style) - overhang
        let signAdvance = factory.measure([sign], style: style) - overhang
        var digits: [Sprite] = []
        for character in characters {
            digits.append(
                try factory.makeGlyph(character, style: style, width: advance + overhang, height: height))
        }
        self.digits = digits
        self.sign = try factory.makeGlyph(sign, style: style, width: signAdvance + overhang, height: height)
        (self.advance, self.signAdvance) = (advance, signAdvance)
    }

    /// The width of a text of so many digits and signs, in luma samples.
    func width(digits: Int, signs: Int) -> Int { digits * advance + signs * signAdvance }
}

// MARK: - Numbers from right to left

extension DigitSprites {
    /// Appends a number that ends at `right`, and moves `right` to where it begins.
    ///
    /// - Parameter count: How many digits to write at least, zeros before the number if need be.
    func append(_ number: Int, digits count: Int = 1, right: inout Int, y: Int, to list: inout [Placement]) {
        var (rest, written) = (max(0, number), 0)
        repeat {
            append(digits[rest % 10], advance, right: &right, y: y, to: &list)
            rest /= 10
            written += 1
        } while rest > 0 || written < count
    }

    /// Appends the sign so that it ends at `right`, and moves `right` to where it begins.
    func appendSign(right: inout Int, y: Int, to list: inout [Placement]) {
        append(sign, signAdvance, right: &right, y: y, to: &list)
    }

    private func append(_ sprite: Sprite, _ advance: Int, right: inout Int, y: Int, to list: inout [Placement]) {
        right -= advance
        list.append(Placement(sprite: sprite, x: right - (sprite.size.width - advance) / 2, y: y))
    }
}
