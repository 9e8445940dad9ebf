import MediaModel
import Show
import Typeset

/// The look of the price tag: the photo with the name, the discount and the old price beside it, then the price, largest,
/// with what is left of it.
struct PriceTagDesign: Sendable {
    let look: Look

    /// The photo's side, in luma samples.
    var photoSide: Int { Int((look.unit * 3.8).rounded()) }

    /// Whether a name fits beside the photo; a narrow tag does without.
    var hasRoomForPhoto: Bool { look.textWidth - Double(photoSide) >= look.unit * 6 }

    private var photoGap: Double { (look.unit * 0.6).rounded() }

    func draw(
        _ content: PriceTagContent, photo: Bitmap?, with typesetter: borrowing Typesetter
    ) throws(TypesetError) -> Bitmap {
        let unit = look.unit
        let widest = look.textWidth.rounded(.down)
        let beside = photo == nil ? 0 : Double(photoSide) + photoGap
        let name = typesetter.fit(
            content.name.isEmpty ? PlainText("—") : content.name, style: look.text(1.16, lineHeight: 1.22),
            within: look.limits(lines: 2, width: widest - beside))
        let badge = PriceBadge(
            content.discount ?? PlainText(""), look: look, widest: (widest - beside) / 2, typesetter: typesetter)
        let lead = content.discount == nil ? 0 : badge.width + unit * 0.4
        let original = typesetter.fit(
            content.originalPrice ?? PlainText(""),
            style: look.text(1.05, look.style.color.dimmed(0.92), lineHeight: 1.3, isStruckThrough: true),
            within: look.limits(width: widest - lead))
        let price = typesetter.fit(
            content.price, style: look.text(2.5, letterSpacing: -0.01, lineHeight: 0.98), within: look.limits())
        let stock = PriceBadge(content.stock ?? PlainText(""), look: look, widest: widest, typesetter: typesetter)

        // Above the price: the photo, or the name and the offer beside it, whichever is higher.
        let hasOffer = content.originalPrice != nil
        let isOfferBeside = beside + lead + original.width <= widest
        let nameGap = hasOffer ? unit * 0.38 : unit * 0.1
        let words = name.height + (hasOffer && isOfferBeside ? nameGap + badge.height : 0)
        let head = max(words, photo == nil ? 0 : Double(photoSide))
        // An old price that is too long for that goes below the photo, rather than be cut.
        let offerHeight = hasOffer && !isOfferBeside ? nameGap + badge.height : 0
        let indent = isOfferBeside ? beside : 0
        let priceGap = hasOffer || photo != nil ? unit * 0.28 : unit * 0.12
        // What is left stands after the price, or below it where both don't fit.
        let hasStock = content.stock != nil
        let isStockBeside = price.width + unit * 0.5 + stock.width <= widest
        let stockWidth = hasStock ? (isStockBeside ? price.width + unit * 0.5 : 0) + stock.width : 0
        let stockHeight = hasStock && !isStockBeside ? stock.height + unit * 0.25 : 0
        let pageHeight = content.page == nil ? 0 : unit * 0.55
        let (above, below) = (unit * (photo == nil ? 0.58 : 0.8), unit * 0.52)
        let offerWidth = hasOffer ? indent + lead + original.width : 0
        let width = min(
            widest, max(beside + name.width, offerWidth, price.width, stockWidth, unit * 7).rounded(.up))
        let height = above + head + offerHeight + priceGap + price.height + stockHeight + pageHeight + below

        return try look.makeDrawing(width: width + 2 * look.padding, height: height) {
            (drawing, plate) throws(TypesetError) in
            try look.drawPlate(plate, on: drawing)
            /// Where something begins that comes after other things of its row.
            func lead(_ width: Double, after others: Double = 0) -> Double {
                look.isRightToLeft
                    ? plate.x + plate.width - look.padding - others - width : plate.x + look.padding + others
            }
            var top = plate.y + above
            var photoArea: Rectangle?
            if let photo {
                let side = Double(photoSide)
                let area = Rectangle(x: lead(side).rounded(), y: top.rounded(), width: side, height: side)
                try drawing.draw(
                    photo, x: Int(area.x), y: Int(area.y), clippedTo: .roundedRectangle(area, radius: unit * 0.35))
                photoArea = area
            }
            let wordsTop = top + (head - words) / 2
            drawing.draw(name, x: lead(name.width, after: beside), y: wordsTop)
            if hasOffer {
                let offerTop = (isOfferBeside ? wordsTop + name.height : top + head) + nameGap
                if content.discount != nil {
                    badge.draw(on: drawing, x: lead(badge.width, after: indent), y: offerTop)
                }
                let after = indent + (content.discount == nil ? 0 : badge.width + unit * 0.4)
                drawing.draw(
                    original, x: lead(original.width, after: after), y: offerTop + (badge.height - original.height) / 2)
            }
            top += head + offerHeight + priceGap
            drawing.draw(price, x: lead(price.width), y: top)
            if hasStock {
                let y = isStockBeside ? top + (price.height - stock.height) / 2 : top + price.height + unit * 0.25
                stock.draw(
                    on: drawing, x: lead(stock.width, after: isStockBeside ? price.width + unit * 0.5 : 0), y: y)
            }
            if let page = content.page {
                drawPage(page, middle: plate.x + plate.width / 2, y: plate.y + plate.height - unit * 0.5, on: drawing)
            }
            if let words = content.soldOut {
                // Across the photo, or else across the price.
                let area =
                    photoArea
                    ?? Rectangle(x: plate.x, y: top - unit * 0.2, width: plate.width, height: price.height + unit * 0.4)
                drawSoldOut(words, over: area, on: drawing, typesetter)
            }
        }
    }

    /// A dot for each product, the one that is shown bright; too many become a line with a bright part.
    private func drawPage(
        _ page: PriceTagContent.Page, middle: Double, y: Double, on drawing: borrowing Drawing
    ) {
        let (unit, color) = (look.unit, look.style.color)
        let size = (unit * 0.26).rounded()
        guard page.count > 10 else {
            let pitch = size * 2
            for index in 0..<page.count {
                let x = middle + (Double(index) - Double(page.count - 1) / 2) * pitch
                drawing.fill(
                    .pill(Rectangle(x: x - size / 2, y: y - size / 2, width: size, height: size)),
                    with: .color(index == page.index ? color : color.dimmed(0.38)))
            }
            return
        }
        let width = unit * 6
        let part = max(size * 1.5, width / Double(page.count))
        let offset = (width - part) * Double(page.index) / Double(page.count - 1)
        for (x, length, shade) in [(0.0, width, color.dimmed(0.38)), (offset, part, color)] {
            let area = Rectangle(x: middle - width / 2 + x, y: y - size / 2, width: length, height: size)
            drawing.fill(.pill(area), with: .color(shade))
        }
    }

    /// A rubber stamp, a little askew.
    private func drawSoldOut(
        _ words: PlainText, over area: Rectangle, on drawing: borrowing Drawing, _ typesetter: borrowing Typesetter
    ) {
        let unit = look.unit
        drawing.fill(
            .roundedRectangle(area, radius: unit * 0.35), with: .color(Color.black.withAlpha(0x8C)))
        let text = typesetter.fit(
            words, style: look.text(1.3, look.style.accentText, letterSpacing: 0.04, lineHeight: 1.2),
            within: look.limits(width: area.width * 0.96 - unit * 0.5))
        let middle = Outline.Point(area.x + area.width / 2, area.y + area.height / 2)
        let plate = Rectangle(
            x: middle.x - text.width / 2 - unit * 0.35, y: middle.y - unit * 0.85, width: text.width + unit * 0.7,
            height: unit * 1.7)
        drawing.turned(bySine: -0.12, about: middle) { drawing in
            drawing.fill(.roundedRectangle(plate, radius: unit * 0.25), with: .color(look.style.accent))
            drawing.stroke(
                .roundedRectangle(plate.inset(by: unit * 0.14), radius: unit * 0.14),
                with: .color(look.style.accentText), width: max(1.5, unit * 0.07))
            drawing.draw(text, x: middle.x - text.width / 2, y: middle.y - text.height / 2)
        }
    }
}
