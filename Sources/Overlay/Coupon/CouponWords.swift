import MediaModel
import Show
import Typeset

/// The words of a coupon, one below the other.
struct CouponWords: ~Copyable {
    private let look: Look
    private let title: Look.Badge
    private let code, condition, expiry: TextBlock
    private let hasCondition, hasExpiry: Bool
    private let boxHeight: Double
    /// In luma samples.
    let width, height: Double

    /// - Parameter column: The most that they may take, in luma samples.
    init(_ content: CouponContent, look: Look, width column: Double, with typesetter: borrowing Typesetter) {
        let unit = look.unit
        self.look = look
        let title = look.badge(content.title, width: column, with: typesetter)
        let code = typesetter.fit(
            content.code, style: look.text(1.75, look.style.accent, letterSpacing: 0.03, lineHeight: 1.1),
            within: look.limits(width: column - unit * 1.2))
        let limits = look.limits(lines: 2, width: column, alignment: .center)
        let condition = typesetter.fit(
            content.condition ?? PlainText(""), style: look.text(1.04, lineHeight: 1.25), within: limits)
        let expiry = typesetter.fit(
            content.expiry ?? PlainText(""), style: look.text(1, look.style.color.dimmed(0.86), lineHeight: 1.25),
            within: limits)
        (hasCondition, hasExpiry) = (content.condition != nil, content.expiry != nil)
        boxHeight = (code.height + unit * 0.6).rounded()
        let below =
            (hasCondition ? condition.height + unit * 0.25 : 0) + (hasExpiry ? expiry.height + unit * 0.12 : 0)
        height = title.height + unit * 0.35 + boxHeight + below
        let widest = max(
            title.width, code.width + unit * 1.2, hasCondition ? condition.width : 0, hasExpiry ? expiry.width : 0,
            unit * 8)
        width = min(column, widest.rounded(.up))
        self.title = title
        self.code = code
        self.condition = condition
        self.expiry = expiry
    }

    func draw(on drawing: borrowing Drawing, in area: Rectangle) {
        let unit = look.unit
        let middle = area.x + area.width / 2
        title.draw(on: drawing, x: middle - title.width / 2, y: area.y)
        var top = (area.y + title.height + unit * 0.35).rounded()
        let line = max(2, (unit * 0.09).rounded())
        let box = Rectangle(x: area.x, y: top, width: area.width, height: boxHeight)
        drawing.strokeDashes(
            look.accentShape(box.inset(by: line / 2)), with: .color(look.style.accent), width: line, dash: unit * 0.4)
        drawing.draw(code, x: middle - code.width / 2, y: top + (boxHeight - code.height) / 2)
        top += boxHeight
        if hasCondition {
            drawing.draw(condition, x: middle - condition.width / 2, y: top + unit * 0.25)
            top += condition.height + unit * 0.25
        }
        if hasExpiry { drawing.draw(expiry, x: middle - expiry.width / 2, y: top + unit * 0.12) }
    }
}
