import MediaModel
import Show
import Typeset

/// The look of a countdown's plate: the round on a badge, the label, and room for the digits below or after them.
struct CountdownDesign: Sendable {
    let look: Look
    /// The same with plate and accent exchanged, for the last seconds.
    private let urgentLook: Look
    private let layout: CountdownLayer.Layout

    private let above, below, gap: Double

    init(look: Look, layout: CountdownLayer.Layout) {
        self.look = look
        self.layout = layout
        urgentLook = look.inAccentColors
        let unit = look.unit
        (above, below, gap) = ((unit * 0.5).rounded(), (unit * 0.3).rounded(), (unit * 0.1).rounded())
    }

    /// Where things are on a plate, in luma samples from its upper left corner.
    struct Layout: Hashable, Sendable {
        var width, height: Double
        /// The middle of the digits.
        var digitsX, digitsY: Double
        fileprivate var heading: Rectangle
        /// Whether round and label stand in two rows.
        fileprivate var isTwoRows = false
        /// What the plate needs beside the heading, downwards.
        fileprivate var rest: Double
    }

    private var space: Double { look.unit * 0.45 }

    /// - Parameter digits: The widest that the digits get, and their height at rest, in luma samples.
    func layOut(_ heading: CountdownHeading, digits room: PixelSize, with typesetter: borrowing Typesetter) -> Layout {
        let (unit, digits, digitHeight) = (look.unit, Double(room.width), Double(room.height))
        let hasHeading = heading.round != nil || heading.label != nil
        let rest = look.textWidth - digits - unit * 0.8
        // A row of letters that can't be read is none.
        if layout == .row, hasHeading, rest >= unit * 5 {
            let parts = Parts(heading, look: look, width: rest, isTwoRows: true, besides: unit * 0.5, typesetter)
            let single = Parts(heading, look: look, width: rest, isTwoRows: false, besides: unit * 0.5, typesetter)
            let isTwoRows = single.isCut && heading.round != nil
            guard !(isTwoRows ? parts.isBadgeCut : single.isBadgeCut) else {
                return layOutStacked(heading, digits: room, hasHeading: hasHeading, with: typesetter)
            }
            let (headingWidth, headingHeight) = isTwoRows ? parts.size : single.size
            let width = headingWidth + unit * 0.8 + digits + 2 * look.padding
            let height = max(headingHeight, digitHeight) + unit * 0.5
            let digitsX = look.padding + digits / 2
            let headingX = look.isRightToLeft ? width - look.padding - headingWidth : look.padding
            return Layout(
                width: width, height: height, digitsX: look.isRightToLeft ? digitsX : width - digitsX,
                digitsY: height / 2,
                heading: Rectangle(
                    x: headingX, y: (height - headingHeight) / 2, width: headingWidth, height: headingHeight),
                isTwoRows: isTwoRows, rest: unit * 0.5)
        }
        return layOutStacked(heading, digits: room, hasHeading: hasHeading, with: typesetter)
    }

    private func layOutStacked(
        _ heading: CountdownHeading, digits room: PixelSize, hasHeading: Bool, with typesetter: borrowing Typesetter
    ) -> Layout {
        let (digits, digitHeight) = (Double(room.width), Double(room.height))
        let rest = above + gap + digitHeight + below
        let single = Parts(heading, look: look, width: look.textWidth, isTwoRows: false, besides: rest, typesetter)
        let isTwoRows = single.isCut && heading.round != nil
        let parts = Parts(heading, look: look, width: look.textWidth, isTwoRows: true, besides: rest, typesetter)
        let (headingWidth, headingHeight) = isTwoRows ? parts.size : single.size
        let top = hasHeading ? above : above * 0.55
        let rowGap = hasHeading ? gap : 0
        let width = max(headingWidth, digits) + 2 * look.padding
        let height = top + headingHeight + rowGap + digitHeight + below
        return Layout(
            width: width, height: height, digitsX: width / 2, digitsY: height - below - digitHeight / 2,
            heading: Rectangle(x: (width - headingWidth) / 2, y: top, width: headingWidth, height: headingHeight),
            isTwoRows: isTwoRows, rest: rest)
    }

    func draw(
        _ heading: CountdownHeading, _ layout: Layout, with typesetter: borrowing Typesetter
    ) throws(TypesetError) -> Bitmap {
        let look = heading.isUrgent ? urgentLook : look
        let area = layout.heading
        let parts = Parts(
            heading, look: look, width: area.width, isTwoRows: layout.isTwoRows, besides: layout.rest, typesetter)
        return try look.makeDrawing(width: layout.width, height: layout.height) {
            (drawing, plate) throws(TypesetError) in
            try look.drawPlate(plate, on: drawing)
            let place = Rectangle(
                x: plate.x + area.x, y: plate.y + area.y, width: area.width, height: area.height)
            parts.draw(on: drawing, in: place)
        }
    }

    /// The round's badge and the label: side by side, or one below the other where the row would cut either.
    private struct Parts: ~Copyable {
        let look: Look
        let isTwoRows: Bool
        let badge: Look.Badge
        let label: TextBlock
        let hasBadge, hasLabel: Bool
        let space: Double

        init(
            _ heading: CountdownHeading, look: Look, width: Double, isTwoRows: Bool, besides rest: Double,
            _ typesetter: borrowing Typesetter
        ) {
            self.look = look
            self.isTwoRows = isTwoRows
            let (hasBadge, hasLabel) = (heading.round != nil, heading.label != nil)
            (self.hasBadge, self.hasLabel) = (hasBadge, hasLabel)
            let badge = look.badge(heading.round ?? PlainText(""), width: width, with: typesetter)
            let space = hasBadge && hasLabel ? look.unit * (isTwoRows ? 0.2 : 0.45) : 0
            // A sample more than what was measured: rounding mustn't make a second line of it.
            let used = hasBadge && !isTwoRows ? badge.width + space : 0
            // In a box that says how high it is, a long label gives way.
            let style = look.text(1.1, lineHeight: 1.25)
            let lines = look.lines(
                hasBadge && !isTwoRows ? 1 : 2, pitch: style.size * style.lineHeight,
                besides: rest + (hasBadge && isTwoRows ? badge.height + space : 0))
            label = typesetter.fit(
                heading.label ?? PlainText(""), style: style,
                within: look.limits(
                    lines: lines, width: max(look.unit, width - used) + 1, alignment: .center))
            self.badge = badge
            self.space = space
        }

        /// Whether either is too long for its place.
        var isCut: Bool { isBadgeCut || hasLabel && label.isCut }

        var isBadgeCut: Bool { hasBadge && badge.isCut }

        var size: (width: Double, height: Double) {
            let (badgeSize, labelSize) = (
                hasBadge ? (badge.width, badge.height) : (0, 0), hasLabel ? (label.width, label.height) : (0, 0)
            )
            return isTwoRows
                ? (max(badgeSize.0, labelSize.0).rounded(.up), badgeSize.1 + space + labelSize.1)
                : ((badgeSize.0 + space + labelSize.0).rounded(.up), max(badgeSize.1, labelSize.1))
        }

        func draw(on drawing: borrowing Drawing, in area: Rectangle) {
            if isTwoRows {
                if hasBadge { badge.draw(on: drawing, x: area.x + (area.width - badge.width) / 2, y: area.y) }
                let top = hasBadge ? badge.height + space : 0
                if hasLabel {
                    drawing.draw(label, x: area.x + (area.width - label.width) / 2, y: area.y + top)
                }
                return
            }
            if hasBadge {
                badge.draw(
                    on: drawing, x: look.lead(badge.width, in: area, inset: 0),
                    y: area.y + (area.height - badge.height) / 2)
            }
            guard hasLabel else { return }
            let used = hasBadge ? badge.width + space : 0
            drawing.draw(
                label, x: look.lead(label.width, in: area, after: used, inset: 0),
                y: area.y + (area.height - label.height) / 2)
        }
    }
}
