import MediaModel
import Show
import Typeset

/// A locale's digits in sprites of one size, so that a running time neither trembles nor needs any layout.
///
/// A sprite may be wider than its place, by an outline or while it is enlarged: it goes in the middle of it.
struct DigitSprites: Sendable {
    /// From 0 to 9.
    let digits: [Sprite]
    let colon: Sprite
    /// From one digit to the next, and from a colon to what follows it, in luma samples.
    let advance, colonAdvance: Int
    /// Of all sprites, in luma samples.
    var height: Int { digits[0].size.height }

    /// - Parameter zoom: Against the style's size: larger digits that take a normal one's place for a moment.
    init(_ style: TextStyle, zoom: Double = 1, in workshop: Workshop) throws(OverlayError) {
        var style = style
        style.size *= zoom
        style.lineHeight = 1
        let formatter = PriceFormatter(locale: workshop.locale)
        let characters = (0...9).map { formatter.string($0) }
        let overhang = Int(2 * (style.outline?.width ?? 0).rounded(.up))
        let height = Int((style.size * 1.1).rounded(.up)) + overhang
        // An outline may reach under the next digit, as it does in text.
        let advance = workshop.measure(characters, style: style) - overhang
        let colonAdvance = workshop.measure([":"], style: style) - overhang
        var digits: [Sprite] = []
        for character in characters {
            digits.append(
                try workshop.makeGlyph(character, style: style, width: advance + overhang, height: height))
        }
        self.digits = digits
        colon = try workshop.makeGlyph(":", style: style, width: colonAdvance + overhang, height: height)
        (self.advance, self.colonAdvance) = (advance, colonAdvance)
    }

    /// The width of a time of so many digits and colons, in luma samples.
    func width(digits: Int, colons: Int) -> Int { digits * advance + colons * colonAdvance }
}
