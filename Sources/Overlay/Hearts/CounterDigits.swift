import MediaModel
import Show
import Typeset

/// Sprites of the digits and separators that counts are written with.
///
/// All digits take the same width, so that a running count doesn't tremble.
struct CounterDigits: Sendable {
    struct Glyph: Sendable {
        /// `nil` for white space.
        let sprite: Sprite?
        /// In luma samples.
        let advance: Int
    }

    private let glyphs: [Character: Glyph]
    private let formatter: PriceFormatter

    /// - Parameters:
    ///   - style: Of the letters, of a line height of 1.
    ///   - height: Of all sprites, in luma samples; the digits stand in the middle.
    init(
        _ style: TextStyle, height: Int, formatter: PriceFormatter, in factory: SpriteFactory
    ) throws(OverlayError) {
        self.formatter = formatter
        // Every character that the locale writes counts with: ten digits, and what groups them.
        let digits = Set((0...9).flatMap { formatter.string($0) })
        let separators = Set(formatter.string(1_234_567_890_123)).subtracting(digits)
        // An outline may reach under the next digit, as it does in text.
        let overhang = Int(2 * (style.outline?.width ?? 0).rounded(.up))
        let widest = factory.measure(digits.map { String($0) }, style: style) - overhang
        var glyphs: [Character: Glyph] = [:]
        for character in digits.union(separators) {
            if character.isWhitespace {
                glyphs[character] = Glyph(sprite: nil, advance: Int(style.size * 0.28))
                continue
            }
            let width =
                digits.contains(character)
                ? widest : factory.measure([String(character)], style: style) - overhang
            let sprite = try factory.makeGlyph(
                String(character), style: style, width: width + overhang, height: height)
            glyphs[character] = Glyph(sprite: sprite, advance: width)
        }
        self.glyphs = glyphs
    }

    /// The glyphs that write a count.
    func glyphs(for count: Int) -> [Glyph] {
        formatter.string(count).compactMap { glyphs[$0] }
    }
}
