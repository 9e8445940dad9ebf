import MediaModel
import Show
import Typeset

/// The look of a slate: its ground over all of the canvas, opaque, and its words at the box's place.
struct SlateDesign: Sendable {
    let look: Look
    let geometry: CanvasGeometry
    let box: LayerBox
    /// Of the canvas' size; `nil` for the plate's colours alone.
    let image: Bitmap?
    /// The height of the countdown under the words, in luma samples.
    let clockHeight: Int

    /// Where things are, in luma samples on the canvas.
    struct Layout: Hashable, Sendable {
        var x, y: Int
        /// Of the words and the line above them.
        var size: PixelSize
        /// The countdown's middle and top.
        var clockX, clockY: Int
    }

    func drawGround() throws(TypesetError) -> Bitmap {
        let canvas = geometry.canvas
        let drawing = try Drawing(size: canvas)
        let all = Rectangle(x: 0, y: 0, width: Double(canvas.width), height: Double(canvas.height))
        let shape = Outline.roundedRectangle(all, radius: 0)
        // Nothing of the source may show through, whatever the preset's colours are.
        drawing.fill(shape, with: .color(.black))
        drawing.fill(shape, with: look.ground(all))
        guard let image else { return try drawing.finish() }
        try drawing.draw(image, x: 0, y: 0)
        // The plate's colour over the picture, most of it in the middle: words must be legible on any picture.
        drawing.fill(
            shape,
            with: .radial(
                x: all.width / 2, y: all.height / 2, radius: all.height * 0.6, from: look.style.plate.withAlpha(0xC4),
                to: look.style.plate.withAlpha(0x60)))
        return try drawing.finish()
    }

    private func title(_ words: PlainText, _ typesetter: borrowing Typesetter) -> TextBlock {
        let style = look.text(1.5, lineHeight: 1.35)
        // Nothing is kept for a plate's edge: the plate is the canvas.
        let width = Double(look.room.width)
        // A short sentence stands on one line, smaller if need be: broken, it may break within a Japanese word.
        let line = typesetter.fit(words, style: style, within: look.limits(width: width))
        guard line.isCut else { return line }
        var block = typesetter.fit(words, style: style, within: look.limits(lines: 4, width: width))
        block.alignment = .center
        return block
    }

    func layout(_ words: PlainText, hasClock: Bool, with typesetter: borrowing Typesetter) -> Layout {
        let block = title(words, typesetter)
        let size = PixelSize(
            width: max(Int(look.unit * 2.4), Int(block.width.rounded(.up))),
            height: Int((block.height + look.unit * 1.1).rounded(.up)))
        let gap = Int(look.unit * 0.5)
        let height = size.height + (hasClock ? clockHeight + gap : 0)
        let (x, y) = geometry.position(of: PixelSize(width: size.width, height: height), in: box)
        return Layout(x: x, y: y, size: size, clockX: x + size.width / 2, clockY: y + size.height + gap)
    }

    /// The words, and a short line of the accent colour above them.
    func drawWords(
        _ words: PlainText, _ layout: Layout, with typesetter: borrowing Typesetter
    ) throws(TypesetError) -> Bitmap {
        let block = title(words, typesetter)
        let drawing = try Drawing(size: layout.size)
        let (width, lineWidth) = (Double(layout.size.width), look.unit * 2.4)
        let line = Rectangle(
            x: (width - lineWidth) / 2, y: 0, width: lineWidth, height: max(3, (look.unit * 0.18).rounded()))
        drawing.fill(.pill(line), with: .color(look.style.accent))
        drawing.draw(block, x: (width - block.width) / 2, y: look.unit * 1.1)
        return try drawing.finish()
    }
}
