import MediaModel
import Show
import Typeset

/// The look of a poll: the question, then for each option its words and figure above a bar, then how many have voted.
struct PollDesign: Sendable {
    let look: Look
    let isRightToLeft: Bool
    let figures: PollLayer.Figures

    /// Where things are on a card, in luma samples from its plate's top left corner.
    struct Layout: Hashable, Sendable {
        var size: PixelSize
        /// Of each option: its words, figure and bar, with room around them for the winner's mark.
        var rows: [PixelArea] = []
        /// Of each option's bar at its full length.
        var bars: [PixelArea] = []
        /// The middle line of each option's words and figure.
        var middles: [Int] = []
        /// The middle of the line with the number of votes.
        var footer = 0
    }

    private var rowHeight: Double { (look.unit * 2.3).rounded() }
    /// From the plate's edge to its contents.
    var padding: Int { Int(look.padding) }
    /// What is kept for the figures: "100%", or 9,999,999 votes.
    var figureRoom: Double {
        switch figures {
        case .percent: look.unit * 4
        case .votes: look.unit * 5.6
        case .none: 0
        }
    }

    /// The size of every bar at its full length, in luma samples.
    var barSize: PixelSize {
        PixelSize(width: look.room.width - 2 * padding, height: max(4, Int((look.unit * 0.5).rounded()) & ~1))
    }

    private func question(_ content: PollContent, _ typesetter: borrowing Typesetter) -> TextBlock {
        let style = look.text(1.3, lineHeight: 1.25)
        let rest = Double(content.options.count) * rowHeight + look.unit * 3
        let lines = look.lines(2, pitch: style.size * style.lineHeight, besides: rest)
        return typesetter.fit(content.question, style: style, within: look.limits(lines: lines))
    }

    func layout(_ content: PollContent, hasFooter: Bool, with typesetter: borrowing Typesetter) -> Layout {
        let unit = look.unit
        let top = (unit * 0.95 + question(content, typesetter).height).rounded()
        var layout = Layout(size: PixelSize(width: look.room.width, height: 0))
        let inset = padding - Int(unit * 0.5)
        for index in content.options.indices {
            let y = Int(top + Double(index) * rowHeight)
            layout.rows.append(
                PixelArea(
                    x: inset, y: y, width: look.room.width - 2 * inset, height: Int(rowHeight - (unit * 0.1).rounded()))
            )
            layout.middles.append(y + Int(unit * 0.84))
            layout.bars.append(
                PixelArea(
                    x: padding, y: y + Int((unit * 1.52).rounded()), width: barSize.width, height: barSize.height))
        }
        let end = top + Double(content.options.count) * rowHeight
        layout.footer = Int(end + unit * 0.68)
        layout.size.height = Int((end + unit * (hasFooter ? 1.55 : 0.5)).rounded(.up))
        return layout
    }

    /// The plate with all that doesn't change while the poll is open.
    func drawCard(
        _ content: PollContent, _ layout: Layout, with typesetter: borrowing Typesetter
    ) throws(TypesetError) -> Bitmap {
        let question = question(content, typesetter)
        return try look.makeDrawing(width: Double(layout.size.width), height: Double(layout.size.height)) {
            (drawing, plate) throws(TypesetError) in
            try look.drawPlate(plate, on: drawing)
            drawing.draw(question, x: lead(question.width, in: plate), y: plate.y + look.unit * 0.6)
            for (index, option) in content.options.enumerated() {
                drawing.fill(
                    .pill(Rectangle(layout.bars[index], at: plate)), with: .color(look.style.color.dimmed(0.2)))
                drawWords(option, layout.middles[index], look.style.color, plate, drawing, typesetter)
            }
        }
    }

    /// The winner's row, to be put on the card: its words and its bar's ground on the accent colour.
    func drawWinner(
        _ words: PlainText, _ layout: Layout, row: Int, with typesetter: borrowing Typesetter
    ) throws(TypesetError) -> Bitmap {
        let area = layout.rows[row]
        let drawing = try Drawing(size: area.size)
        // The card as seen from the row's corner.
        let card = Rectangle(
            x: -Double(area.x), y: -Double(area.y), width: Double(layout.size.width),
            height: Double(layout.size.height))
        drawing.fill(
            .roundedRectangle(Rectangle(area, at: card), radius: look.unit * 0.4), with: .color(look.style.accent))
        drawing.fill(.pill(Rectangle(layout.bars[row], at: card)), with: .color(look.style.accentText.dimmed(0.25)))
        drawWords(words, layout.middles[row], look.style.accentText, card, drawing, typesetter, hasTick: true)
        return try drawing.finish()
    }

    private func drawWords(
        _ words: PlainText, _ middle: Int, _ color: Color, _ plate: Rectangle, _ drawing: borrowing Drawing,
        _ typesetter: borrowing Typesetter, hasTick: Bool = false
    ) {
        // Room for the tick is kept from the start: words mustn't shrink when their option wins.
        let tick = look.unit * 1.3
        let block = typesetter.fit(
            words, style: look.text(1.12, color, lineHeight: 1.2),
            within: look.limits(width: look.textWidth - figureRoom - tick))
        var x = lead(block.width, in: plate)
        let y = plate.y + Double(middle)
        if hasTick {
            drawTick(x: isRightToLeft ? x + block.width - look.unit * 0.9 : x, middle: y, color, drawing)
            x += isRightToLeft ? -tick : tick
        }
        drawing.draw(block, x: x, y: y - block.height / 2)
    }

    private func drawTick(x: Double, middle: Double, _ color: Color, _ drawing: borrowing Drawing) {
        let size = look.unit * 0.9
        var tick = Outline()
        tick.move(to: Outline.Point(x, middle))
        tick.line(to: Outline.Point(x + size * 0.36, middle + size * 0.34))
        tick.line(to: Outline.Point(x + size, middle - size * 0.36))
        drawing.stroke(tick, with: .color(color), width: max(2, look.unit * 0.16))
    }

    private func lead(_ width: Double, in plate: Rectangle) -> Double {
        isRightToLeft ? plate.x + plate.width - look.padding - width : plate.x + look.padding
    }
}

extension Rectangle {
    /// An area that counts from another's corner.
    init(_ area: PixelArea, at plate: Rectangle) {
        self.init(
            x: plate.x + Double(area.x), y: plate.y + Double(area.y), width: Double(area.width),
            height: Double(area.height))
    }
}
