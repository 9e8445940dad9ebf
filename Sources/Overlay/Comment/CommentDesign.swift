import MediaModel
import Typeset

/// The look of the pinned comment: its author on a badge that rides on the plate's edge, and the text below, large.
struct CommentDesign: Sendable {
    let look: Look
    /// The most that the card may take downwards, in luma samples.
    let room: Double
    /// The most lines of its text.
    let lines: Int

    /// Of the text and the author, in units.
    private static let (scale, lineHeight, badge) = (1.35, 1.32, 1.0)

    /// The height of a card of so many lines, in luma samples.
    static func greatestHeight(_ look: Look, lines: Int) -> Int {
        let unit = look.unit
        return Int(unit * badge * 1.5 + unit * 0.9 + Double(lines) * unit * scale * lineHeight)
    }

    func draw(_ comment: CommentContent, with typesetter: borrowing Typesetter) throws(TypesetError) -> Bitmap {
        let unit = look.unit
        let author = look.badge(
            comment.author ?? PlainText(""), scale: Self.badge, width: look.textWidth, with: typesetter)
        // Half of the badge stands above the plate.
        let ride = comment.author == nil ? 0 : (author.height / 2).rounded()
        let above = comment.author == nil ? unit * 0.5 : author.height - ride + unit * 0.3
        let below = unit * 0.5
        let pitch = unit * Self.scale * Self.lineHeight
        let lines = max(1, min(self.lines, Int((room - ride - above - below) / pitch)))
        let text = typesetter.fit(
            comment.text.isEmpty ? PlainText("…") : comment.text,
            style: look.text(Self.scale, lineHeight: Self.lineHeight), within: look.limits(lines: lines))
        let width = max(text.width, comment.author == nil ? 0 : author.width, unit * 4) + 2 * look.padding
        return try look.makeDrawing(width: width, height: ride + above + text.height + below) {
            (drawing, area)
                throws(TypesetError) in
            let plate = Rectangle(x: area.x, y: area.y + ride, width: area.width, height: area.height - ride)
            try look.drawPlate(plate, on: drawing)
            if comment.author != nil {
                author.draw(on: drawing, x: look.lead(author.width, in: plate), y: area.y)
            }
            drawing.draw(text, x: look.lead(text.width, in: plate), y: plate.y + above)
        }
    }
}
