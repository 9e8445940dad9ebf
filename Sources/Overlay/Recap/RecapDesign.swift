import MediaModel
import Show
import Typeset

/// The look of the recap: a heading on the accent colour, and up to three lines with a dot before each.
struct RecapDesign: Sendable {
    let look: Look
    let heading: PlainText
    /// A BCP 47 tag.
    let language: String

    /// The most lines that are shown.
    private static let most = 3

    func draw(_ lines: [LocalizedText], with typesetter: borrowing Typesetter) throws(TypesetError) -> Bitmap {
        let unit = look.unit
        let (dot, gap) = ((unit * 0.36).rounded(), (unit * 0.42).rounded())
        let badge = look.badge(heading, width: look.textWidth, with: typesetter)
        let style = look.text(1.12, lineHeight: 1.28)
        let shown = lines.prefix(Self.most).map { PlainText($0.text(in: language), limit: 80) }
        // In a box that says how high it is, a long line is cut rather than drawn below the plate's edge.
        let rest = unit * 2.4 + badge.height
        let rows = look.lines(2 * shown.count, pitch: style.size * style.lineHeight, besides: rest)
        let limits = look.limits(lines: max(1, rows / max(1, shown.count)), width: look.textWidth - dot - gap)
        func layOut(_ text: PlainText) -> TextBlock { typesetter.fit(text, style: style, within: limits) }

        var (width, textHeight) = (badge.width, 0.0)
        for line in shown {
            let block = layOut(line)
            width = max(width, block.width + dot + gap)
            textHeight += block.height + unit * 0.22
        }
        let edge = (unit * 0.62).rounded()
        let height = 2 * edge + badge.height + unit * 0.3 + textHeight
        return try look.makeDrawing(width: width + 2 * look.padding, height: height) {
            (drawing, plate)
                throws(TypesetError) in
            try look.drawPlate(plate, on: drawing)
            badge.draw(on: drawing, x: look.lead(badge.width, in: plate), y: plate.y + edge)
            var top = plate.y + edge + badge.height + unit * 0.4
            for line in shown {
                // Laid out twice, as an array can't hold what owns a layout; it takes a millisecond off the frame loop.
                let block = layOut(line)
                let middle = top + block.pitch / 2
                let area = Rectangle(x: look.lead(dot, in: plate), y: middle - dot / 2, width: dot, height: dot)
                drawing.fill(.pill(area), with: .color(look.style.accent))
                drawing.draw(block, x: look.lead(block.width, in: plate, after: dot + gap), y: top)
                top += block.height + unit * 0.22
            }
        }
    }
}
