import MediaModel
import Show
import Typeset

/// The look of the price tag: a plate with the name, then the discount beside the old price, then the price, largest.
///
/// All measures are multiples of the smallest text that is legible on a phone, so the tag is the same at each size of
/// the canvas.
struct PriceTagDesign: Sendable {
    private let style: LayerStyle
    private let face: FontFace
    /// The smallest text (em), in luma samples.
    private let unit: Double
    /// The corners' radius, in luma samples.
    private let radius: Double
    /// The widest that the tag's content may be, in luma samples.
    private let widestContent: Double
    private let padding: Double
    /// Whether rows begin at the right, as in Arabic and Hebrew.
    private let isRightToLeft: Bool

    /// From the sprite's edges to the plate's, for the shadow, in luma samples.
    let margin: Int
    private let shadowBlur: Int

    init(
        style: LayerStyle, face: FontFace, geometry: CanvasGeometry, widestTag: Double, isRightToLeft: Bool
    ) throws(OverlayError) {
        self.style = style
        self.isRightToLeft = isRightToLeft
        self.face = face
        unit = geometry.smallestText
        radius = geometry.across(style.radius)
        padding = (unit * 0.85).rounded()
        widestContent = (widestTag - 2 * padding).rounded(.down)
        guard widestContent >= unit * 4 else {
            throw OverlayError(
                .unusableLayer,
                "a price tag \(Int(widestTag)) samples wide has no room for text on \(geometry.canvas); make it wider")
        }
        shadowBlur = style.shadow > 0 ? Int((unit * 0.55).rounded()) : 0
        margin = style.shadow > 0 ? shadowBlur + Int((unit * 0.2).rounded()) : 0
    }

    func draw(_ content: PriceTagContent, with typesetter: borrowing Typesetter) throws(TypesetError) -> Bitmap {
        let name = typesetter.fit(
            content.name.isEmpty ? PlainText("—") : content.name,
            style: text(unit * 1.16, style.color, lineHeight: 1.22), within: limits(lines: 2))
        let price = typesetter.fit(
            content.price, style: text(unit * 2.5, style.color, letterSpacing: -0.01, lineHeight: 0.98),
            within: limits(lines: 1))
        let badge = Badge(content.discount ?? PlainText(""), design: self, typesetter: typesetter)
        let room = content.discount == nil ? widestContent : widestContent - badge.width - unit * 0.4
        let original = typesetter.fit(
            content.originalPrice ?? PlainText(""),
            style: text(unit * 1.05, style.color.dimmed(0.92), lineHeight: 1.3, isStruckThrough: true),
            within: TextLimits(width: max(unit, room), smallestSize: unit))

        let hasOffer = content.originalPrice != nil
        let offerWidth = hasOffer ? widestContent - room + original.width : 0
        let offerHeight = hasOffer ? badge.height : 0
        let width = max(name.width, price.width, offerWidth, unit * 7).rounded(.up)
        let (nameGap, priceGap) = (hasOffer ? unit * 0.38 : unit * 0.1, hasOffer ? unit * 0.28 : unit * 0.12)
        let (above, below) = (unit * 0.58, unit * 0.52)
        let height = (above + name.height + nameGap + offerHeight + priceGap + price.height + below).rounded(.up)

        let edge = Double(margin)
        let plate = Rectangle(x: edge, y: edge, width: min(width, widestContent) + 2 * padding, height: height)
        let drawing = try Drawing(
            size: PixelSize(width: Int(plate.width) + 2 * margin, height: Int(plate.height) + 2 * margin))
        try drawPlate(plate, on: drawing)
        /// Where something begins that comes after other things of its row.
        func lead(_ width: Double, after others: Double = 0) -> Double {
            isRightToLeft ? plate.x + plate.width - padding - others - width : edge + padding + others
        }
        var top = edge + above
        drawing.draw(name, x: lead(name.width), y: top)
        top += name.height + nameGap
        if hasOffer {
            if content.discount != nil { badge.draw(on: drawing, x: lead(badge.width), y: top) }
            drawing.draw(
                original, x: lead(original.width, after: widestContent - room),
                y: top + (badge.height - original.height) / 2)
            top += offerHeight
        }
        drawing.draw(price, x: lead(price.width), y: top + priceGap)
        return try drawing.finish()
    }

    private func drawPlate(_ plate: Rectangle, on drawing: borrowing Drawing) throws(TypesetError) {
        guard style.plate.alpha > 0 else { return }
        let outline = Outline.roundedRectangle(plate, radius: radius)
        if style.shadow > 0 {
            let shade = Color(red: 0, green: 0, blue: 0, alpha: UInt8(min(1, style.shadow) * 255))
            try drawing.castShadow(of: outline, color: shade, blur: shadowBlur, offset: unit * 0.16)
        }
        // Only ever darker than the preset's colour: a lighter one could cost light text its contrast.
        drawing.fill(
            outline,
            with: .vertical(
                top: plate.y, bottom: plate.y + plate.height, from: style.plate, to: style.plate.darkened(0.84)))
        // A fine light edge keeps the plate apart from a picture of its own colour.
        let line = max(1, unit * 0.045)
        drawing.stroke(
            .roundedRectangle(plate.inset(by: line / 2), radius: radius - line / 2),
            with: .vertical(
                top: plate.y, bottom: plate.y + plate.height, from: Color.white.dimmed(0.38),
                to: Color.white.dimmed(0.08)), width: line)
    }

    private func text(
        _ size: Double, _ color: Color, letterSpacing: Double = 0, lineHeight: Double, isStruckThrough: Bool = false
    ) -> TextStyle {
        TextStyle(
            face: face, size: size, color: color, letterSpacing: letterSpacing, lineHeight: lineHeight,
            isStruckThrough: isStruckThrough)
    }

    private func limits(lines: Int) -> TextLimits {
        TextLimits(width: widestContent, lines: lines, smallestSize: unit)
    }

    /// The discount on a pill of the accent colour.
    private struct Badge: ~Copyable {
        private let text: TextBlock
        private let color: Color
        private let padding: Double
        let height: Double

        init(_ text: PlainText, design: PriceTagDesign, typesetter: borrowing Typesetter) {
            let unit = design.unit
            self.text = typesetter.fit(
                text, style: design.text(unit * 1.08, design.style.accentText, lineHeight: 1.2),
                within: TextLimits(width: design.widestContent / 2, smallestSize: unit))
            color = design.style.accent
            padding = unit * 0.42
            height = (unit * 1.46).rounded()
        }

        var width: Double { (text.width + 2 * padding).rounded(.up) }

        func draw(on drawing: borrowing Drawing, x: Double, y: Double) {
            let top = y.rounded()
            let area = Rectangle(x: x, y: top, width: width, height: height)
            drawing.fill(.roundedRectangle(area, radius: height * 0.26), with: .color(color))
            drawing.draw(text, x: x + (width - text.width) / 2, y: top + (height - text.height) / 2)
        }
    }
}
