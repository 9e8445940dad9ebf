import MediaModel
import Pictures
import Show
import Typeset

/// The look of a coupon: its title, the code in a dashed box, what it is for, the QR code, and until when.
struct CouponDesign: Sendable {
    let look: Look
    /// The most that the QR code may take, its quiet zone included, in luma samples.
    let qrRoom: Int

    func draw(_ content: CouponContent, with typesetter: borrowing Typesetter) throws(TypesetError) -> Bitmap {
        let unit = look.unit
        let inner = look.textWidth.rounded(.down)
        let title = typesetter.fit(
            content.title, style: look.text(1, look.style.accentText, letterSpacing: 0.04, lineHeight: 1.2),
            within: look.limits(width: inner - unit))
        let code = typesetter.fit(
            content.code, style: look.text(1.75, look.style.accent, letterSpacing: 0.04, lineHeight: 1.1),
            within: look.limits(width: inner - unit * 1.1))
        var condition = typesetter.fit(
            content.condition ?? PlainText(""), style: look.text(1.04, lineHeight: 1.3), within: look.limits(lines: 2))
        condition.alignment = .center
        var expiry = typesetter.fit(
            content.expiry ?? PlainText(""), style: look.text(1, look.style.color.dimmed(0.86), lineHeight: 1.25),
            within: look.limits(lines: 2))
        expiry.alignment = .center
        let module = content.qr.map { max(1, $0.moduleSize(in: qrRoom)) } ?? 0
        let qr = content.qr.map { $0.bitmap(moduleSize: module) }

        let (titleWidth, titleHeight) = ((title.width + unit * 1.1).rounded(), (unit * 1.5).rounded())
        let boxHeight = (code.height + unit * 0.9).rounded()
        let qrSide = Double(qr?.size.height ?? 0)
        let conditionHeight = content.condition == nil ? 0 : condition.height + unit * 0.35
        let qrHeight = qr == nil ? 0 : qrSide + unit * 0.5
        let expiryHeight = content.expiry == nil ? 0 : expiry.height + unit * 0.25
        let widest = max(
            titleWidth, code.width + unit * 1.1, condition.width, expiry.width, qrSide, unit * 8)
        let width = min(inner, widest.rounded(.up))
        let height = unit * 1.8 + titleHeight + boxHeight + conditionHeight + qrHeight + expiryHeight

        return try look.makeDrawing(width: width + 2 * look.padding, height: height) {
            (drawing, plate) throws(TypesetError) in
            try look.drawPlate(plate, on: drawing)
            let middle = plate.x + plate.width / 2
            var top = (plate.y + unit * 0.7).rounded()
            let pill = Rectangle(x: (middle - titleWidth / 2).rounded(), y: top, width: titleWidth, height: titleHeight)
            drawing.fill(look.accentShape(pill), with: .color(look.style.accent))
            drawing.draw(title, x: middle - title.width / 2, y: top + (titleHeight - title.height) / 2)
            top += titleHeight + (unit * 0.45).rounded()

            let box = Rectangle(
                x: plate.x + look.padding, y: top, width: plate.width - 2 * look.padding, height: boxHeight)
            let line = max(2, (unit * 0.09).rounded())
            drawing.strokeDashes(
                look.accentShape(box.inset(by: line / 2)), with: .color(look.style.accent), width: line,
                dash: unit * 0.4)
            drawing.draw(code, x: middle - code.width / 2, y: top + (boxHeight - code.height) / 2)
            top += boxHeight
            if content.condition != nil {
                drawing.draw(condition, x: middle - condition.width / 2, y: top + unit * 0.35)
                top += conditionHeight
            }
            if let qr {
                let (x, y) = (Int(middle - qrSide / 2), Int((top + unit * 0.5).rounded()))
                let area = Rectangle(x: Double(x), y: Double(y), width: qrSide, height: qrSide)
                // Only the quiet zone's corners are cut.
                let shape = Outline.roundedRectangle(area, radius: Double(module * QRCode.quietZone))
                try drawing.draw(qr, x: x, y: y, clippedTo: shape)
                top += qrHeight
            }
            if content.expiry != nil { drawing.draw(expiry, x: middle - expiry.width / 2, y: top + unit * 0.25) }
        }
    }
}
