import MediaModel
import Typeset

/// Short texts in sprites of their own, from which numbers are put together without any layout.
extension SpriteFactory {
    /// The width of the widest of some short texts, in whole luma samples; at least 1.
    func measure(_ texts: [String], style: TextStyle) -> Int {
        var widest = 1.0
        for text in texts {
            let width = withTypesetter { typesetter in
                typesetter.fit(PlainText(text), style: style, within: Self.limits(of: text, style)).width
            }
            widest = max(widest, width)
        }
        return Int(widest.rounded(.up))
    }

    /// A short text in the middle of a sprite of this size, in luma samples.
    func makeGlyph(_ text: String, style: TextStyle, width: Int, height: Int) throws(OverlayError) -> Sprite {
        try makeSprite { (typesetter) throws(TypesetError) in
            let block = typesetter.fit(PlainText(text), style: style, within: Self.limits(of: text, style))
            let drawing = try Drawing(size: PixelSize(width: width, height: height))
            drawing.draw(block, x: (Double(width) - block.width) / 2, y: (Double(height) - block.height) / 2)
            return try drawing.finish()
        }
    }

    private static func limits(of text: String, _ style: TextStyle) -> TextLimits {
        TextLimits(width: style.size * Double(max(4, text.count * 2)), smallestSize: style.size)
    }
}
