import CPango
import MediaModel

/// Text that has been laid out within its limits, ready to draw. Made by a ``Typesetter``.
///
/// Lines are set a fixed distance apart, whatever fonts a line falls back on: an emoji in a name moves nothing.
public struct TextBlock: ~Copyable {
    /// Valid and unaliased for the block's whole life: only `deinit` frees it.
    let layout: OpaquePointer
    let style: TextStyle
    /// How lines stand that are shorter than the widest.
    public var alignment = TextAlignment.leading

    /// The size (em) that the text was shrunk to, in pixels.
    public let size: Double
    /// The width of the widest line, in pixels, what reaches beyond its letters' advances included.
    public let width: Double
    /// The number of lines.
    public let lineCount: Int
    /// Whether the text didn't fit at its smallest size, and was cut.
    public let isCut: Bool

    /// Takes the layout.
    ///
    /// - Parameter limit: The widest that its letters may be, without their outline.
    init(layout: OpaquePointer, style: TextStyle, size: Double, limit: Double, alignment: TextAlignment = .leading) {
        self.alignment = alignment
        (self.layout, self.style, self.size) = (layout, style, size)
        let lineCount = Int(pango_layout_get_line_count(layout))
        var width = 0.0
        for index in 0..<lineCount { width = max(width, extent(ofLine: index, in: layout).width) }
        // An outline reaches beyond the letters on both sides.
        self.width = min(width, limit) + 2 * (style.outline?.width ?? 0)
        self.lineCount = lineCount
        isCut = pango_layout_is_ellipsized(layout) != 0
    }

    deinit {
        cpango_unref_layout(layout)
    }
}

extension TextBlock {
    /// The text of each line as it was broken, without the space at the break; what was cut off counts to the last.
    public var lines: [String] {
        let text = String(cString: pango_layout_get_text(layout)).utf8
        return (0..<lineCount).compactMap { index in
            guard let line = pango_layout_get_line_readonly(layout, Int32(index)) else { return nil }
            let bytes = text.dropFirst(Int(line.pointee.start_index)).prefix(Int(line.pointee.length))
            return String(decoding: bytes, as: UTF8.self).trimmingPrefix(" ").description
        }
    }

    /// How many glyphs are drawn: those of joined letters and marks count, what has no picture of its own doesn't.
    var glyphCount: Int {
        var count = 0
        for index in 0..<lineCount {
            var node = pango_layout_get_line_readonly(layout, Int32(index))?.pointee.runs
            while let run = node {
                let glyphs = run.pointee.data?.assumingMemoryBound(to: PangoGlyphItem.self).pointee.glyphs?.pointee
                for place in 0..<Int(glyphs?.num_glyphs ?? 0) where glyphs?.glyphs[place].glyph != cpango_GLYPH_EMPTY {
                    count += 1
                }
                node = run.pointee.next
            }
        }
        return count
    }

    /// The height of all lines, in pixels.
    public var height: Double { Double(lineCount) * pitch }

    /// How far it is from one baseline to the next, in pixels.
    public var pitch: Double { size * style.lineHeight }

    /// How far it is from the block's top to the first baseline, in pixels. Capital letters and digits come to stand in the middle.
    public var firstBaseline: Double { pitch / 2 + capHeight / 2 }

    /// The height of capital letters and digits, in pixels: 0.74 em within a few hundredths in the fonts we met.
    public var capHeight: Double { size * 0.74 }

    func draw(in context: OpaquePointer, x: Double, y: Double) {
        cairo_save(context)
        // Letters of unusual fonts may reach beyond their block: upwards that is fine, sideways it never is.
        cairo_new_path(context)
        cairo_rectangle(context, x, y - height, width, height * 3)
        cairo_clip(context)
        if let outline = style.outline {
            // All of it before any letter: a line's outline must not cover the letters of the line above.
            setSource(outline.color, in: context)
            forEachLine(x: x, y: y) { line, left, baseline, _ in
                drawLetters(of: line, in: context, x: left, baseline: baseline, outline: outline.width)
            }
        }
        setSource(style.color, in: context)
        forEachLine(x: x, y: y) { line, left, baseline, lineWidth in
            drawLetters(of: line, in: context, x: left, baseline: baseline)
            if style.isStruckThrough {
                let thickness = size * 0.085
                cairo_rectangle(context, x, baseline - capHeight / 2 - thickness / 2, lineWidth, thickness)
                cairo_fill(context)
            }
        }
        cairo_restore(context)
    }

    /// Calls `body` with each line, where it begins, its baseline, and its width, all in pixels.
    private func forEachLine(
        x: Double, y: Double,
        _ body: (_ line: UnsafeMutablePointer<PangoLayoutLine>, _ left: Double, _ baseline: Double, _ width: Double) ->
            Void
    ) {
        let room = width - 2 * (style.outline?.width ?? 0)
        for index in 0..<lineCount {
            guard let line = pango_layout_get_line_readonly(layout, Int32(index)) else { continue }
            let extent = extent(ofLine: index, in: layout)
            let isRightToLeft = pango_layout_line_get_resolved_direction(line) == PANGO_DIRECTION_RTL
            // The part of the spare room that lies before the line.
            let part =
                switch alignment {
                case .leading: isRightToLeft ? 1.0 : 0
                case .center: 0.5
                case .trailing: isRightToLeft ? 0 : 1.0
                }
            let left = x + (width - room) / 2 + (room - extent.width) * part - extent.left
            // On a row of pixels, so that all lines are as sharp as the first.
            body(line, left, (y + firstBaseline + Double(index) * pitch).rounded(), extent.width)
        }
    }

    private func setSource(_ color: Color, in context: OpaquePointer) {
        let (red, green, blue, alpha) = color.parts
        cairo_set_source_rgba(context, red, green, blue, alpha)
    }
}
