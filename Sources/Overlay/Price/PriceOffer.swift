import Show
import Typeset

extension PriceTagDesign {
    /// The old price and the discount: one above the other beside the price where that fits, else in a row above it.
    struct Offer: ~Copyable {
        private let look: Look
        private let badge: Look.Badge
        private let original: TextBlock
        private let hasBadge: Bool
        /// Whether there is anything to show.
        let isShown: Bool
        /// Whether it stands beside the price.
        let isBeside: Bool

        /// - Parameters:
        ///   - price: The price's width.
        ///   - column: The most that price and offer may take.
        ///   - isShort: Whether the discount stands alone, without the old price.
        init(
            _ content: PriceTagContent, look: Look, beside price: Double, within column: Double, isShort: Bool = false,
            with typesetter: borrowing Typesetter
        ) {
            self.look = look
            let (isShown, hasBadge) = (content.originalPrice != nil, content.discount != nil)
            (self.isShown, self.hasBadge) = (isShown, hasBadge)
            let style = look.text(1, look.style.color.dimmed(0.92), lineHeight: 1.25, isStruckThrough: true)
            let words = isShort ? [] : content.originalPrice ?? []
            let badge = look.badge(content.discount ?? PlainText(""), width: column / 2, with: typesetter)
            let lead = hasBadge ? badge.width + look.unit * 0.32 : 0
            let original = typesetter.fit(words, style: style, within: look.limits(width: column - lead))
            let width = max(original.width, hasBadge ? badge.width : 0)
            isBeside = isShown && hasBadge && price + look.unit * 0.32 + width <= column
            self.badge = badge
            self.original = original
        }

        var width: Double {
            isBeside
                ? max(original.width, badge.width)
                : (hasBadge ? badge.width + look.unit * 0.32 : 0) + original.width
        }

        var height: Double { isBeside ? original.height + badge.height : max(original.height, badge.height) }

        /// - Parameter others: What those before it take up of the plate's row.
        func draw(on drawing: borrowing Drawing, in plate: Rectangle, after others: Double, y: Double) {
            guard !isBeside else {
                drawing.draw(original, x: look.lead(original.width, in: plate, after: others), y: y)
                badge.draw(
                    on: drawing, x: look.lead(badge.width, in: plate, after: others), y: y + original.height)
                return
            }
            if hasBadge { badge.draw(on: drawing, x: look.lead(badge.width, in: plate, after: others), y: y) }
            let lead = hasBadge ? badge.width + look.unit * 0.32 : 0
            drawing.draw(
                original, x: look.lead(original.width, in: plate, after: others + lead),
                y: y + (height - original.height) / 2)
        }
    }
}
