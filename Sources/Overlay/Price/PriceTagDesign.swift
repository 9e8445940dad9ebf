import MediaModel
import Show
import Typeset

/// The look of the price tag: a plate with the name, then the discount beside the old price, then the price, largest.
struct PriceTagDesign: Sendable {
    let look: Look

    func draw(_ content: PriceTagContent, with typesetter: borrowing Typesetter) throws(TypesetError) -> Bitmap {
        let unit = look.unit
        let widestContent = look.textWidth.rounded(.down)
        let name = typesetter.fit(
            content.name.isEmpty ? PlainText("—") : content.name, style: look.text(1.16, lineHeight: 1.22),
            within: look.limits(lines: 2))
        let price = typesetter.fit(
            content.price, style: look.text(2.5, letterSpacing: -0.01, lineHeight: 0.98), within: look.limits())
        let badge = Badge(content.discount ?? PlainText(""), look: look, typesetter: typesetter)
        let room = content.discount == nil ? widestContent : widestContent - badge.width - unit * 0.4
        let original = typesetter.fit(
            content.originalPrice ?? PlainText(""),
            style: look.text(1.05, look.style.color.dimmed(0.92), lineHeight: 1.3, isStruckThrough: true),
            within: look.limits(width: room))

        let hasOffer = content.originalPrice != nil
        let offerWidth = hasOffer ? widestContent - room + original.width : 0
        let offerHeight = hasOffer ? badge.height : 0
        let width = min(widestContent, max(name.width, price.width, offerWidth, unit * 7).rounded(.up))
        let (nameGap, priceGap) = (hasOffer ? unit * 0.38 : unit * 0.1, hasOffer ? unit * 0.28 : unit * 0.12)
        let (above, below) = (unit * 0.58, unit * 0.52)
        let height = above + name.height + nameGap + offerHeight + priceGap + price.height + below

        return try look.makeDrawing(width: width + 2 * look.padding, height: height) {
            (drawing, plate)
                throws(TypesetError) in
            try look.drawPlate(plate, on: drawing)
            var top = plate.y + above
            drawing.draw(name, x: look.lead(name.width, in: plate), y: top)
            top += name.height + nameGap
            if hasOffer {
                if content.discount != nil { badge.draw(on: drawing, x: look.lead(badge.width, in: plate), y: top) }
                drawing.draw(
                    original, x: look.lead(original.width, in: plate, after: widestContent - room),
                    y: top + (badge.height - original.height) / 2)
                top += offerHeight
            }
            drawing.draw(price, x: look.lead(price.width, in: plate), y: top + priceGap)
        }
    }

    /// The discount on a pill of the accent colour.
    private struct Badge: ~Copyable {
        private let text: TextBlock
        private let color: Color
        private let padding: Double
        let height: Double

        init(_ text: PlainText, look: Look, typesetter: borrowing Typesetter) {
            self.text = typesetter.fit(
                text, style: look.accentText(1.08),
                within: look.limits(width: look.textWidth / 2))
            color = look.style.accent
            padding = look.unit * 0.42
            height = (look.unit * 1.46).rounded()
        }

        var width: Double { (text.width + 2 * padding).rounded(.up) }

        func draw(on drawing: borrowing Drawing, x: Double, y: Double) {
            let top = y.rounded()
            let area = Rectangle(x: x, y: top, width: width, height: height)
            drawing.fill(.roundedRectangle(area, radius: height * 0.26), with: .color(color))
            drawing.draw(text, x: x + (width - text.width) / 2, y: top + (height - text.height) / 2)
        }
    }
}
