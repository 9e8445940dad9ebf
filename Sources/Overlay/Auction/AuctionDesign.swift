import MediaModel
import Show
import Typeset

/// What an auction's plate says, in words: auctions that read the same share one sprite.
struct AuctionContent: Hashable, Sendable {
    /// E.g. `Auction`, or `SOLD`.
    let title: PlainText
    let item: PlainText
    /// What the amount is: the starting bid, the highest, or the price.
    let label: PlainText
    /// Sign and digits.
    let amount: [TextRun]
    let bidder: PlainText?
    let isSold: Bool
    /// What the running time takes, in luma samples; `nil` for none.
    let timeRoom: PixelSize?

    init(_ run: AuctionRun, timeRoom: PixelSize?, words: Wording, formatter: PriceFormatter) {
        isSold = run.soldAt != nil
        title = PlainText(isSold ? words.auctionSold : run.isOver ? words.auctionOver : words.auction, limit: 40)
        item = PlainText(run.auction.item.text(in: formatter.language), limit: 120)
        label = PlainText(
            run.bid == nil ? words.startingBid : isSold ? words.auctionPrice : words.currentBid, limit: 40)
        amount = PriceTagContent.runs(
            run.bid?.amount ?? run.auction.startingBid, currency: run.auction.currency, formatter, signScale: 0.68)
        bidder = run.bid?.bidder.map { PlainText($0, limit: 40) }
        self.timeRoom = isSold ? nil : timeRoom
    }
}

/// The look of an auction: its title and the time in a row, the item below, then the bid, largest, and who made it.
struct AuctionDesign: Sendable {
    let look: Look
    /// The most lines of the item.
    let itemLines: Int

    /// Where the time goes on a plate, in luma samples from its upper left corner.
    struct Layout: Hashable, Sendable {
        let width, height: Double
        /// The middle of the digits.
        let timeX, timeY: Double
    }

    func layOut(_ content: AuctionContent, with typesetter: borrowing Typesetter) -> Layout {
        Parts(content, self, typesetter).layout
    }

    func draw(_ content: AuctionContent, with typesetter: borrowing Typesetter) throws(TypesetError) -> Bitmap {
        let parts = Parts(content, self, typesetter)
        return try look.makeDrawing(width: parts.layout.width, height: parts.layout.height) {
            (drawing, plate) throws(TypesetError) in
            try look.drawPlate(plate, on: drawing)
            parts.draw(on: drawing, in: plate)
        }
    }

    /// The words of a plate, laid out.
    ///
    /// A class, as Swift 6.3 frees the parts of a noncopyable struct of several noncopyable ones before their time.
    private final class Parts {
        let look: Look
        let title: Look.Badge
        let item, label, amount, bidder: TextBlock
        let hasBidder, isBeside: Bool
        let headHeight, gap, edge: Double
        let layout: Layout

        init(_ content: AuctionContent, _ design: AuctionDesign, _ typesetter: borrowing Typesetter) {
            let look = design.look
            let unit = look.unit
            let time = content.timeRoom ?? PixelSize(width: 0, height: 0)
            let (edge, gap) = ((unit * 0.6).rounded(), (unit * 0.3).rounded())
            let besideTime = content.timeRoom == nil ? 0 : Double(time.width) + unit * 0.8
            let title = look.badge(
                content.title, scale: content.isSold ? 1.3 : 1, width: max(unit * 3, look.textWidth - besideTime),
                with: typesetter)
            let headHeight = max(title.height, Double(time.height))
            let label = typesetter.fit(
                content.label, style: look.text(1, look.style.color.dimmed(0.86), lineHeight: 1.25),
                within: look.limits())
            let amount = typesetter.fit(
                content.amount, style: look.text(2.2, look.style.accentOnPlate, letterSpacing: -0.01, lineHeight: 1.05),
                within: look.limits())
            // Beside the bid where all of it fits, else below it.
            let bidderRoom = look.textWidth - amount.width - unit * 0.6
            let words = content.bidder ?? PlainText("")
            let bidderStyle = look.text(1.12, lineHeight: 1.25)
            let isBeside =
                bidderRoom >= unit * 4
                && !typesetter.fit(words, style: bidderStyle, within: look.limits(width: bidderRoom)).isCut
            let bidder = typesetter.fit(
                words, style: bidderStyle, within: look.limits(width: isBeside ? bidderRoom : look.textWidth))
            let rest = 2 * edge + headHeight + 2 * gap + label.height + amount.height
            let style = look.text(1.2, lineHeight: 1.24)
            let item = typesetter.fit(
                content.item, style: style,
                within: look.limits(
                    lines: look.lines(design.itemLines, pitch: style.size * style.lineHeight, besides: rest)))
            let hasBidder = content.bidder != nil
            let bidRow = amount.width + (hasBidder && isBeside ? unit * 0.6 + bidder.width : 0)
            let widest = max(
                title.width + besideTime, item.width, label.width, bidRow, hasBidder ? bidder.width : 0, unit * 12)
            let width = min(look.textWidth, widest.rounded(.up)) + 2 * look.padding
            let height = rest + item.height + (hasBidder && !isBeside ? bidder.height : 0)
            let timeX = look.padding + Double(time.width) / 2
            layout = Layout(
                width: width, height: height, timeX: look.isRightToLeft ? timeX : width - timeX,
                timeY: edge + headHeight / 2)
            (self.look, self.headHeight, self.gap, self.edge) = (look, headHeight, gap, edge)
            (self.hasBidder, self.isBeside) = (hasBidder, isBeside)
            self.title = title
            self.item = item
            self.label = label
            self.amount = amount
            self.bidder = bidder
        }

        func draw(on drawing: borrowing Drawing, in plate: Rectangle) {
            var top = (plate.y + edge).rounded()
            title.draw(on: drawing, x: look.lead(title.width, in: plate), y: top + (headHeight - title.height) / 2)
            top += headHeight + gap
            drawing.draw(item, x: look.lead(item.width, in: plate), y: top)
            top += item.height + gap
            drawing.draw(label, x: look.lead(label.width, in: plate), y: top)
            top += label.height
            drawing.draw(amount, x: look.lead(amount.width, in: plate), y: top)
            guard hasBidder else { return }
            let others = amount.width + look.unit * 0.6
            let y = isBeside ? top + amount.height - bidder.height - look.unit * 0.2 : top + amount.height
            drawing.draw(bidder, x: look.lead(bidder.width, in: plate, after: isBeside ? others : 0), y: y)
        }
    }
}
