import MediaModel
import Show
import Typeset

/// The look of a countdown's plate: the round on a badge, the label, and room for the digits below.
struct CountdownDesign: Sendable {
    let look: Look
    /// The same with plate and accent exchanged, for the last seconds.
    private let urgentLook: Look
    /// The size of the digits, in units.
    let scale: Double
    /// Of the digits at rest, in luma samples.
    let digitHeight: Double

    private let above, below, gap: Double

    init(look: Look, scale: Double, digitHeight: Int) {
        self.look = look
        self.scale = scale
        self.digitHeight = Double(digitHeight)
        urgentLook = look.inAccentColors
        let unit = look.unit
        (above, below, gap) = ((unit * 0.55).rounded(), (unit * 0.3).rounded(), (unit * 0.12).rounded())
    }

    /// From the plate's bottom to the middle of the digits, in luma samples.
    var digitsMiddle: Double { below + digitHeight / 2 }

    /// - Parameter digitsWidth: The widest that the digits get, in luma samples.
    func draw(
        _ heading: CountdownHeading, digitsWidth: Int, with typesetter: borrowing Typesetter
    ) throws(TypesetError) -> Bitmap {
        let look = heading.isUrgent ? urgentLook : look
        let unit = look.unit
        let space = unit * 0.45
        let round = heading.round
        let badge = look.badge(
            round ?? PlainText(""), width: look.textWidth * (heading.label == nil ? 1 : 0.55), with: typesetter)
        let badgeWidth = round == nil ? 0 : badge.width
        let used = round == nil ? 0 : badgeWidth + space
        var label = typesetter.fit(
            heading.label ?? PlainText(""), style: look.text(1.1, lineHeight: 1.3),
            within: look.limits(lines: round == nil ? 2 : 1, width: look.textWidth - used))
        label.alignment = .center
        let labelWidth = heading.label == nil ? 0 : label.width
        let rowWidth = badgeWidth + (round != nil && heading.label != nil ? space : 0) + labelWidth
        let rowHeight = max(round == nil ? 0 : badge.height, heading.label == nil ? 0 : label.height)
        let rowGap = rowHeight > 0 ? gap : -above * 0.45
        let width = max(rowWidth, Double(digitsWidth)) + 2 * look.padding
        let height = above + rowHeight + rowGap + digitHeight + below
        return try look.makeDrawing(width: width, height: height) { (drawing, plate) throws(TypesetError) in
            try look.drawPlate(plate, on: drawing)
            let (inset, middle) = ((plate.width - rowWidth) / 2, plate.y + above + rowHeight / 2)
            if round != nil {
                badge.draw(
                    on: drawing, x: look.lead(badge.width, in: plate, inset: inset), y: middle - badge.height / 2)
            }
            if heading.label != nil {
                drawing.draw(
                    label, x: look.lead(label.width, in: plate, after: used, inset: inset), y: middle - label.height / 2
                )
            }
        }
    }
}
