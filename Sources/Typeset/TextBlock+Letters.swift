import CPango

extension TextBlock {
    /// Adds the letters of a line to what is drawn, in the source that is set.
    ///
    /// As shapes to fill, not as Cairo's glyphs: Cairo 1.16 sets those on whole pixels and 1.18 on quarters, so that the
    /// same text would look otherwise on another system; and shapes keep their distances.
    ///
    /// - Parameters:
    ///   - x, baseline: Where it begins, in pixels.
    ///   - outline: How wide a line to draw around them instead, in pixels.
    func drawLetters(
        of line: UnsafeMutablePointer<PangoLayoutLine>, in context: OpaquePointer, x: Double, baseline: Double,
        outline: Double? = nil
    ) {
        forEachRun(of: line) { glyphs, font, offset in
            let x = x + Double(offset) / Double(cpango_SCALE)
            switch cpango_letters_of(font) {
            case cpango_LETTERS_PICTURES:
                drawPictures(glyphs, font, in: context, x: x, baseline: baseline, outline: outline)
            case cpango_LETTERS_PAINTED where outline == nil:
                // Cairo alone knows how; on whole pixels, as all its versions can.
                cairo_move_to(context, x.rounded(), baseline)
                pango_cairo_show_glyph_string(context, font, glyphs)
            default:
                drawShapes(glyphs, font, in: context, x: x, baseline: baseline, outline: outline)
            }
        }
    }

    private func drawShapes(
        _ glyphs: UnsafeMutablePointer<PangoGlyphString>, _ font: cpango_font, in context: OpaquePointer, x: Double,
        baseline: Double, outline: Double?
    ) {
        cairo_new_path(context)
        cairo_move_to(context, x, baseline)
        pango_cairo_glyph_string_path(context, font, glyphs)
        guard let outline else { return cairo_fill(context) }
        cairo_set_line_width(context, outline * 2)
        cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
        cairo_stroke(context)
    }

    /// Draws each letter that is a picture, and the others as shapes.
    private func drawPictures(
        _ glyphs: UnsafeMutablePointer<PangoGlyphString>, _ font: cpango_font, in context: OpaquePointer, x: Double,
        baseline: Double, outline: Double?
    ) {
        var x = x
        for index in 0..<Int(glyphs.pointee.num_glyphs) {
            let glyph = glyphs.pointee.glyphs + index
            if let picture = GlyphPicture(glyph.pointee.glyph, of: font) {
                picture.draw(
                    in: context, x: x + Double(glyph.pointee.geometry.x_offset) / Double(cpango_SCALE),
                    y: baseline + Double(glyph.pointee.geometry.y_offset) / Double(cpango_SCALE), outline: outline)
            } else {
                // A part of the string, with all that belongs to it.
                var one = glyphs.pointee
                (one.num_glyphs, one.glyphs, one.log_clusters) = (1, glyph, glyphs.pointee.log_clusters + index)
                drawShapes(&one, font, in: context, x: x, baseline: baseline, outline: outline)
            }
            x += Double(glyph.pointee.geometry.width) / Double(cpango_SCALE)
        }
    }
}

/// Calls `body` with each run of a line from left to right: its letters, their font, and where it begins, in Pango's units.
private func forEachRun(
    of line: UnsafeMutablePointer<PangoLayoutLine>,
    _ body: (_ glyphs: UnsafeMutablePointer<PangoGlyphString>, _ font: cpango_font, _ offset: Int32) -> Void
) {
    var offset: Int32 = 0
    var next = line.pointee.runs
    while let node = next {
        next = node.pointee.next
        guard let run = node.pointee.data?.assumingMemoryBound(to: PangoGlyphItem.self),
            let glyphs = run.pointee.glyphs, let font = run.pointee.item.pointee.analysis.font
        else { continue }
        body(glyphs, font, offset)
        offset += pango_glyph_string_get_width(glyphs)
    }
}

/// Where a line begins, from its origin, and its width: the larger of what is drawn and what the letters take up.
func extent(ofLine index: Int, in layout: OpaquePointer) -> (left: Double, width: Double) {
    guard let line = pango_layout_get_line_readonly(layout, Int32(index)) else { return (0, 0) }
    var logical = PangoRectangle()
    pango_layout_line_get_extents(line, nil, &logical)
    var (left, right) = (logical.x, logical.x + logical.width)
    forEachRun(of: line) { glyphs, font, offset in
        // Pictures keep to the room that they take up; how large they are drawn, Cairo's versions say otherwise by a pixel.
        guard cpango_letters_of(font) != cpango_LETTERS_PICTURES else { return }
        var ink = PangoRectangle()
        pango_glyph_string_extents(glyphs, font, &ink, nil)
        left = min(left, offset + ink.x)
        right = max(right, offset + ink.x + ink.width)
    }
    return (Double(left) / Double(cpango_SCALE), Double(right - left) / Double(cpango_SCALE))
}
