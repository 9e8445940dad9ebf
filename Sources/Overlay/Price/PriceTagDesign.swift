import MediaModel
import Show
import Typeset

/// The look of the price tag: the photo, and beside it the name, then the price, largest, with the offer beside or above it.
struct PriceTagDesign: Sendable {
    let look: Look
    /// The most lines of the name.
    let nameLines: Int

    /// The photo's side, in luma samples.
    var photoSide: Int { Int((look.unit * 4.3).rounded()) }

    /// Whether name and price fit beside the photo; a narrow tag does without.
    var hasRoomForPhoto: Bool { look.textWidth - Double(photoSide) - photoGap >= look.unit * 7 }

    private var photoGap: Double { (look.unit * 0.5).rounded() }
    private var gap: Double { look.unit * 0.32 }

    func draw(
        _ content: PriceTagContent, photo: Bitmap?, with typesetter: borrowing Typesetter
    ) throws(TypesetError) -> Bitmap {
        let unit = look.unit
        let beside = photo == nil ? 0 : Double(photoSide) + photoGap
        let column = (look.textWidth - beside).rounded(.down)
        let price = typesetter.fit(
            content.price, style: look.text(2.35, look.style.accentOnPlate, letterSpacing: -0.01, lineHeight: 1),
            within: look.limits(width: column))
        let stock = typesetter.fit(
            content.stock ?? PlainText(""), style: look.text(1.02, look.style.accentOnPlate, lineHeight: 1.3),
            within: look.limits(width: column))
        let stockRoom = content.stock == nil ? 0 : stock.width + gap
        var offer = Offer(content, look: look, beside: price.width + stockRoom, within: column, with: typesetter)
        let (above, below) = ((unit * 0.62).rounded(), (unit * 0.62).rounded())
        let pageHeight = content.page == nil ? 0 : (unit * 0.5).rounded()
        var layout = Layout(content, price: price, offer: offer, stock: stock, unit: unit, gap: gap, within: column)
        // In a box that says how high it is, the old price gives way to what is left, then a long name.
        let least = above + below + pageHeight + unit * 1.6
        if layout.stock == .below, content.discount != nil, least + layout.height > Double(look.room.height) {
            offer = Offer(
                content, look: look, beside: price.width + stockRoom, within: column, isShort: true, with: typesetter)
            layout = Layout(content, price: price, offer: offer, stock: stock, unit: unit, gap: gap, within: column)
        }
        let room = Double(look.room.height) - above - below - pageHeight - layout.height
        let name = typesetter.fit(
            content.name.isEmpty ? PlainText("—") : content.name, style: look.text(1.12, lineHeight: 1.24),
            within: look.limits(lines: max(1, min(nameLines, Int(room / (unit * 1.12 * 1.24)))), width: column))
        let nameGap = (unit * 0.18).rounded()
        let words = name.height + nameGap + layout.height
        let head = max(words, photo == nil ? 0 : Double(photoSide))
        let width = beside + min(column, max(name.width, layout.width, unit * 6).rounded(.up))
        let height = above + head + pageHeight + below

        return try look.makeDrawing(width: width + 2 * look.padding, height: height) {
            (drawing, plate) throws(TypesetError) in
            try look.drawPlate(plate, on: drawing)
            if let photo {
                let side = Double(photoSide)
                let area = Rectangle(
                    x: look.lead(side, in: plate).rounded(), y: (plate.y + above + (head - side) / 2).rounded(),
                    width: side, height: side)
                try drawing.draw(photo, x: Int(area.x), y: Int(area.y), clippedTo: look.accentShape(area))
            }
            var top = (plate.y + above + (head - words) / 2).rounded()
            drawing.draw(name, x: look.lead(name.width, in: plate, after: beside), y: top)
            top += name.height + nameGap
            if offer.isShown, !offer.isBeside {
                offer.draw(on: drawing, in: plate, after: beside, y: top)
                if layout.stock == .besideOffer {
                    let x = look.lead(stock.width, in: plate, after: beside + offer.width + gap)
                    drawing.draw(stock, x: x, y: top + (offer.height - stock.height) / 2)
                }
                top += offer.height + unit * 0.12
            }
            let row = layout.rowHeight
            drawing.draw(price, x: look.lead(price.width, in: plate, after: beside), y: top + (row - price.height) / 2)
            if offer.isBeside {
                offer.draw(
                    on: drawing, in: plate, after: beside + price.width + gap, y: top + (row - offer.height) / 2)
            }
            if layout.stock == .besidePrice {
                let x = look.lead(stock.width, in: plate, after: beside + layout.priceWidth + gap)
                drawing.draw(stock, x: x, y: top + (row - stock.height) / 2)
            } else if layout.stock == .below {
                drawing.draw(stock, x: look.lead(stock.width, in: plate, after: beside), y: top + row + unit * 0.1)
            }
            if let page = content.page {
                drawPage(page, middle: plate.x + plate.width / 2, y: plate.y + plate.height - unit * 0.5, on: drawing)
            }
            if let words = content.soldOut { drawSoldOut(words, over: plate, on: drawing, typesetter) }
        }
    }

    /// Where the rows below the name stand.
    private struct Layout {
        enum Stock { case besidePrice, besideOffer, below }

        /// Of the price, and of what stands beside it.
        let rowHeight: Double
        /// Of the price and the offer beside it.
        let priceWidth: Double
        /// `nil` for none.
        let stock: Stock?
        let width, height: Double

        init(
            _ content: PriceTagContent, price: borrowing TextBlock, offer: borrowing Offer, stock: borrowing TextBlock,
            unit: Double, gap: Double, within column: Double
        ) {
            let offerAbove = offer.isShown && !offer.isBeside
            priceWidth = price.width + (offer.isBeside ? gap + offer.width : 0)
            let (withPrice, withOffer) = (priceWidth + gap + stock.width, offer.width + gap + stock.width)
            let place: Stock? =
                if content.stock == nil {
                    nil
                } else if offerAbove, withOffer <= column {
                    .besideOffer
                } else {
                    withPrice <= column ? .besidePrice : .below
                }
            self.stock = place
            rowHeight = max(price.height, offer.isBeside ? offer.height : 0)
            height =
                rowHeight + (offerAbove ? offer.height + unit * 0.12 : 0)
                + (place == .below ? unit * 0.1 + stock.height : 0)
            width = max(
                place == .besidePrice ? withPrice : priceWidth,
                place == .besideOffer ? withOffer : offerAbove ? offer.width : 0,
                place == .below ? stock.width : 0)
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

    /// A rubber stamp across the whole tag, a little askew.
    private func drawSoldOut(
        _ words: PlainText, over plate: Rectangle, on drawing: borrowing Drawing, _ typesetter: borrowing Typesetter
    ) {
        let unit = look.unit
        drawing.fill(look.plateShape(plate), with: .color(Color.black.withAlpha(0x8C)))
        let text = typesetter.fit(
            words, style: look.text(2, look.style.accentText, letterSpacing: 0.04, lineHeight: 1.2),
            within: look.limits(width: plate.width * 0.9 - unit))
        let middle = Outline.Point(plate.x + plate.width / 2, plate.y + plate.height / 2)
        let area = Rectangle(
            x: middle.x - text.width / 2 - unit * 0.5, y: middle.y - unit * 1.3, width: text.width + unit,
            height: unit * 2.6)
        drawing.turned(bySine: -0.1, about: middle) { drawing in
            drawing.fill(.roundedRectangle(area, radius: unit * 0.3), with: .color(look.style.accent))
            drawing.stroke(
                .roundedRectangle(area.inset(by: unit * 0.18), radius: unit * 0.16),
                with: .color(look.style.accentText), width: max(1.5, unit * 0.08))
            drawing.draw(text, x: middle.x - text.width / 2, y: middle.y - text.height / 2)
        }
    }
}
