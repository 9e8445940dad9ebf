import MediaModel
import Show
import Typeset

/// The look of a comment in the ticker: one line, its author in the accent colour.
struct TickerRowDesign: Sendable {
    let look: Look
    /// Of the row's plate, in luma samples.
    let height: Int

    func draw(_ comment: CommentContent, with typesetter: borrowing Typesetter) throws(TypesetError) -> Bitmap {
        let unit = look.unit
        let (padding, gap) = ((unit * 0.6).rounded(), comment.author == nil ? 0 : unit * 0.45)
        let room = Double(look.room.width) - 2 * padding
        let author = typesetter.fit(
            comment.author ?? PlainText(""), style: look.text(1, look.style.accentOnPlate, lineHeight: 1.3),
            within: look.limits(width: room * 0.38))
        let authorWidth = comment.author == nil ? 0 : author.width
        let text = typesetter.fit(
            comment.text.isEmpty ? PlainText("…") : comment.text, style: look.text(1, lineHeight: 1.3),
            within: look.limits(width: room - authorWidth - gap))
        let width = (authorWidth + gap + text.width + 2 * padding).rounded(.up)
        let plate = Rectangle(x: 0, y: 0, width: width, height: Double(height))
        let drawing = try Drawing(size: PixelSize(width: Int(width), height: height))
        // A shadow for each of several rows would make a dark cloud; the pinned comment has one.
        if look.style.plate.alpha > 0 { drawing.fill(look.plateShape(plate), with: .color(look.style.plate)) }
        if comment.author != nil {
            drawing.draw(
                author, x: look.lead(author.width, in: plate, inset: padding), y: (plate.height - author.height) / 2)
        }
        drawing.draw(
            text, x: look.lead(text.width, in: plate, after: authorWidth + gap, inset: padding),
            y: (plate.height - text.height) / 2)
        return try drawing.finish()
    }
}
