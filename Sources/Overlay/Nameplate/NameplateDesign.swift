import MediaModel
import Show
import Typeset

/// The look of the nameplate: the name, the title below it, and a bar of the accent colour before both.
struct NameplateDesign: Sendable {
    let look: Look
    /// A BCP 47 tag.
    let language: String

    func draw(_ nameplate: Nameplate, with typesetter: borrowing Typesetter) throws(TypesetError) -> Bitmap {
        let unit = look.unit
        let (bar, gap) = ((unit * 0.22).rounded(.up), (unit * 0.5).rounded())
        let room = look.textWidth - bar - gap
        let name = typesetter.fit(
            PlainText(nameplate.name.text(in: language), limit: 80), style: look.text(1.25, lineHeight: 1.22),
            within: look.limits(width: room))
        let title = typesetter.fit(
            PlainText(nameplate.title?.text(in: language) ?? "", limit: 80),
            style: look.text(1, look.style.accentOnPlate, lineHeight: 1.25),
            within: look.limits(width: room))
        let titleHeight = nameplate.title == nil ? 0 : title.height
        let edge = (unit * 0.4).rounded()
        let textWidth = max(name.width, nameplate.title == nil ? 0 : title.width, unit * 3)
        let width = 2 * look.padding + bar + gap + textWidth
        return try look.makeDrawing(width: width, height: 2 * edge + name.height + titleHeight) {
            (drawing, plate)
                throws(TypesetError) in
            try look.drawPlate(plate, on: drawing)
            let area = Rectangle(
                x: look.lead(bar, in: plate), y: plate.y + edge + unit * 0.1, width: bar,
                height: plate.height - 2 * edge - unit * 0.2)
            drawing.fill(.pill(area), with: .color(look.style.accent))
            drawing.draw(name, x: look.lead(name.width, in: plate, after: bar + gap), y: plate.y + edge)
            guard nameplate.title != nil else { return }
            drawing.draw(
                title, x: look.lead(title.width, in: plate, after: bar + gap), y: plate.y + edge + name.height)
        }
    }
}
