import MediaModel
import Show
import Typeset

/// A layer's style on one canvas: its plate, its letters and their measures, in luma samples.
///
/// All measures are multiples of `unit`, so that a layer looks the same at each size of the canvas.
struct Look: Sendable {
    private(set) var style: LayerStyle
    let face: FontFace
    /// The size of the layer's smallest text (em).
    let unit: Double
    /// From the plate's left and right edge to its text.
    let padding: Double
    /// The most that the plate may take.
    let room: PixelSize
    /// From a sprite's edges to its plate's, for the shadow and the border.
    let margin: Int
    /// Whether the show's language is written from right to left: rows begin at the right then.
    let isRightToLeft: Bool
    private let radius: Double
    private let shadowBlur: Int
    private let border: (color: Color, width: Double)?
    private var outline: TextOutline?

    /// - Throws: ``OverlayError`` for a font that isn't installed, or a box without room for two letters.
    init(_ box: LayerBox, in factory: SpriteFactory, isText: Bool = true) throws(OverlayError) {
        let geometry = factory.geometry
        style = box.style
        face = try factory.face(named: box.style.face)
        unit = max(geometry.smallestText, geometry.down(style.textSize))
        padding = (unit * 0.85).rounded()
        room = geometry.room(of: box)
        isRightToLeft = PriceFormatter(locale: factory.locale).isRightToLeft
        radius = geometry.across(style.radius)
        let isCast = style.shadow > 0 && style.plate.alpha > 0
        shadowBlur = isCast ? Int((unit * 0.55).rounded()) : 0
        margin = isCast ? shadowBlur + Int((unit * 0.2).rounded()) : 0
        border = style.border.map { (color: $0.color, width: max(1, geometry.across($0.width))) }
        outline = style.outline.map { TextOutline(color: $0.color, width: max(0.5, geometry.across($0.width))) }
        let hasRoom = Double(room.width) - 2 * padding >= unit * 2 && Double(room.height) >= unit * 1.5
        guard isText ? hasRoom : room.width >= 2 && room.height >= 2 else {
            throw OverlayError(
                .unusableLayer,
                """
                the layer "\(box.name)" has no room for what it shows: \(room) samples on a canvas of \(geometry.canvas); make \
                it larger, or its inset smaller
                """)
        }
    }

    /// The same with its plate in the accent colour and what stood on that exchanged: for what must not be missed.
    var inAccentColors: Look {
        var look = self
        look.style.plate = style.accent
        look.style.gradient = nil
        look.style.color = style.accentText
        look.style.accent = style.accentText
        look.style.accentText = style.accent
        look.outline = nil
        return look
    }

    /// The widest that text may be.
    var textWidth: Double { Double(room.width) - 2 * padding }
}

// MARK: - Letters

extension Look {
    /// Text in the style's face.
    ///
    /// - Parameters:
    ///   - scale: Its size, in units.
    ///   - color: `nil` for the style's.
    ///   - letterSpacing: In parts of the size, added to the style's.
    func text(
        _ scale: Double, _ color: Color? = nil, letterSpacing: Double = 0, lineHeight: Double = 1.3,
        isStruckThrough: Bool = false
    ) -> TextStyle {
        TextStyle(
            face: face, size: unit * scale, color: color ?? style.color,
            letterSpacing: letterSpacing + style.letterSpacing / 100, lineHeight: lineHeight,
            isStruckThrough: isStruckThrough, outline: outline)
    }

    /// Text on the accent colour: without the outline, which is there to keep letters apart from a picture.
    func accentText(_ scale: Double, lineHeight: Double = 1.2) -> TextStyle {
        var text = text(scale, style.accentText, lineHeight: lineHeight)
        text.outline = nil
        return text
    }

    /// As wide as the plate has room, or so wide; never smaller than the unit.
    func limits(lines: Int = 1, width: Double? = nil, alignment: TextAlignment = .leading) -> TextLimits {
        var limits = TextLimits(width: max(unit, width ?? textWidth), lines: lines, smallestSize: unit)
        limits.alignment = alignment
        return limits
    }

    /// How many lines of text fit the room's height.
    ///
    /// - Parameters:
    ///   - pitch: From one line to the next, in luma samples.
    ///   - rest: What the layer needs besides.
    func lines(_ wanted: Int, pitch: Double, besides rest: Double) -> Int {
        max(1, min(wanted, Int((Double(room.height) - rest) / pitch)))
    }
}

// MARK: - Rows

extension Look {
    /// The left edge of something that comes after other things of its row.
    ///
    /// - Parameters:
    ///   - width: Its own.
    ///   - others: What those before it take up.
    ///   - inset: From the plate's edge to the row; `nil` for the padding.
    func lead(_ width: Double, in plate: Rectangle, after others: Double = 0, inset: Double? = nil) -> Double {
        let inset = inset ?? padding
        return isRightToLeft ? plate.x + plate.width - inset - others - width : plate.x + inset + others
    }
}

// MARK: - Plate

extension Look {
    /// A drawing for a plate of this size with the margin around it, and the plate's place on it.
    func makeDrawing(width: Double, height: Double, _ draw: (borrowing Drawing, Rectangle) throws(TypesetError) -> Void)
        throws(TypesetError) -> Bitmap
    {
        let size = PixelSize(
            width: Int(width.rounded(.up)) + 2 * margin, height: Int(height.rounded(.up)) + 2 * margin)
        let drawing = try Drawing(size: size)
        let plate = Rectangle(
            x: Double(margin), y: Double(margin), width: width.rounded(.up), height: height.rounded(.up))
        try draw(drawing, plate)
        return try drawing.finish()
    }

    /// Draws the plate: its shadow, its colour or gradient, its border. Nothing if the style has none.
    func drawPlate(_ plate: Rectangle, on drawing: borrowing Drawing) throws(TypesetError) {
        let shape = plateShape(plate)
        if shadowBlur > 0 {
            let shade = Color(red: 0, green: 0, blue: 0, alpha: UInt8(min(1, style.shadow) * 255))
            try drawing.castShadow(of: shape, color: shade, blur: shadowBlur, offset: unit * 0.16)
        }
        if style.plate.alpha > 0 { drawing.fill(shape, with: paint(of: plate)) }
        guard let border else { return }
        // A line of an even width: round corners lose half of it, hollow ones gain as much.
        let half = border.width / 2
        drawing.stroke(
            .plate(
                plate.inset(by: half), radius: reach(on: plate) + (style.corners == .ticket ? half : -half),
                corners: style.corners),
            with: .color(border.color), width: border.width)
    }

    /// The plate as a shape, to cut or fill what belongs to its edge.
    func plateShape(_ plate: Rectangle) -> Outline {
        .plate(plate, radius: reach(on: plate), corners: style.corners)
    }

    /// How far corners reach on a plate: those that take something away take less from a low one.
    private func reach(on plate: Rectangle) -> Double {
        switch style.corners {
        case .round, .leaf: radius
        case .cut, .ticket: min(radius, plate.height * 0.24)
        }
    }

    /// A shape with the plate's kind of corners, smaller ones for a smaller thing: badges, bars.
    func accentShape(_ area: Rectangle) -> Outline {
        .plate(area, radius: min(radius, area.height * (style.corners == .ticket ? 0.2 : 0.3)), corners: style.corners)
    }

    /// A pill with the plate's colours and border, or with its corners where those are square.
    func drawPill(_ area: Rectangle, on drawing: borrowing Drawing) {
        let half = (border?.width ?? 0) / 2
        let round = radius > 0 ? area.height / 2 : 0
        drawing.fill(.roundedRectangle(area, radius: round), with: paint(of: area))
        guard let border else { return }
        drawing.stroke(
            .roundedRectangle(area.inset(by: half), radius: round - half), with: .color(border.color),
            width: border.width)
    }

    /// What a plate of this size is filled with: its colour or gradient.
    func ground(_ plate: Rectangle) -> Paint { paint(of: plate) }

    private func paint(of plate: Rectangle) -> Paint {
        guard let gradient = style.gradient else { return .color(style.plate) }
        let start = Outline.Point(plate.x, plate.y)
        let end =
            switch gradient.direction {
            case .vertical: Outline.Point(plate.x, plate.y + plate.height)
            case .horizontal: Outline.Point(plate.x + plate.width, plate.y)
            case .diagonal: Outline.Point(plate.x + plate.width, plate.y + plate.height)
            }
        return .linear(start, end, from: style.plate, to: gradient.to)
    }
}
