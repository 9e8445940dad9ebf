import Captions
import MediaModel
import Show
import Typeset

/// The look of one line of captions: its words on a plate as wide as they are, with room for ruby above.
struct CaptionRowDesign: Sendable {
    let look: Look
    let style: TextStyle
    /// Above the letters, in luma samples: for ruby, in languages that have it.
    let rubyRoom: Double
    /// Of the plate, in luma samples.
    let height: Int

    /// The letters' size and the plate's height, in units.
    private static let scale = 1.35
    private static let lineHeight = 1.36
    /// Ruby's size, in parts of the letters'.
    private static let ruby = 0.46

    init(look: Look, language: String) {
        self.look = look
        var style = look.text(Self.scale, lineHeight: Self.lineHeight)
        style.language = language
        self.style = style
        let hasRuby = ["ja", "zh"].contains(language.prefix { $0 != "-" })
        rubyRoom = hasRuby ? (style.size * Self.ruby * 0.95).rounded(.up) : 0
        height = Int((style.size * Self.lineHeight + rubyRoom).rounded(.up))
    }

    func draw(_ line: CaptionLine, with typesetter: borrowing Typesetter) throws(TypesetError) -> Bitmap {
        let runs = line.textRuns
        // A closing mark may stand in the padding; lines are broken so that all else fits.
        let limits = TextLimits(width: look.textWidth + look.padding, smallestSize: style.size / 2)
        let text = typesetter.fit(runs, style: style, within: limits)
        let width = min(text.width + 2 * look.padding, Double(look.room.width))
        return try look.makeDrawing(width: width, height: Double(height)) { (drawing, plate) throws(TypesetError) in
            try look.drawPlate(plate, on: drawing)
            let left = line.isRightToLeft ? plate.x + plate.width - look.padding - text.width : plate.x + look.padding
            let top = plate.y + rubyRoom + (plate.height - rubyRoom - text.height) / 2
            drawing.draw(text, x: left, y: top)
            guard rubyRoom > 0, line.runs.contains(where: { $0.ruby != nil }) else { return }
            // The first run is the mark of the direction.
            for (run, place) in zip(line.runs, typesetter.places(of: runs, in: text).dropFirst()) {
                guard let words = run.ruby else { continue }
                var small = style
                small.size *= Self.ruby
                // It may reach a little over its neighbours, as printers let it.
                let room = TextLimits(
                    width: max(small.size, place.right - place.left + small.size), smallestSize: small.size / 2)
                let ruby = typesetter.fit(PlainText(words, limit: 40), style: small, within: room)
                let middle = left + (place.left + place.right) / 2
                let x = min(max(plate.x, middle - ruby.width / 2), plate.x + plate.width - ruby.width)
                // Close to the letters, which reach to about a quarter of their size above the middle of their line.
                drawing.draw(ruby, x: x, y: plate.y + rubyRoom - ruby.height + style.size * 0.22)
            }
        }
    }
}
