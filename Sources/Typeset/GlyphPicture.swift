import CPango

/// A letter that its font has as a picture: an emoji.
///
/// Scaled here rather than by Cairo, whose versions disagree about where such a letter stands.
struct GlyphPicture: ~Copyable {
    /// Valid and unaliased for the picture's whole life: only `deinit` frees it.
    private let surface: OpaquePointer
    /// How far it is from the letter's origin to the picture's top left corner, and the picture's size on the drawing, all in pixels.
    private let left, top, width, height: Double

    /// `nil` if the font has no picture of it, as of a space.
    init?(_ glyph: PangoGlyph, of font: cpango_font) {
        guard let shaper = pango_font_get_hb_font(font) else { return nil }
        let file = hb_ot_color_glyph_reference_png(shaper, glyph)
        defer { hb_blob_destroy(file) }
        var (count, extents): (UInt32, hb_glyph_extents_t) = (0, hb_glyph_extents_t())
        guard let bytes = hb_blob_get_data(file, &count), count > 0,
            hb_font_get_glyph_extents(shaper, glyph, &extents) != 0, extents.width > 0, extents.height < 0,
            let surface = Self.decode(UnsafeRawBufferPointer(start: bytes, count: Int(count)))
        else { return nil }
        self.surface = surface
        // Upwards is positive to the shaper, downwards to the drawing.
        (left, top) = (
            Double(extents.x_bearing) / Double(cpango_SCALE), -Double(extents.y_bearing) / Double(cpango_SCALE)
        )
        (width, height) = (Double(extents.width) / Double(cpango_SCALE), -Double(extents.height) / Double(cpango_SCALE))
    }

    deinit {
        cairo_surface_destroy(surface)
    }

    /// Draws it with the letter's origin at a place; or a line around it, so wide, in the source that is set.
    func draw(in context: OpaquePointer, x: Double, y: Double, outline: Double?) {
        cairo_save(context)
        cairo_translate(context, x + left, y + top)
        if let outline {
            drawOutline(in: context, width: outline)
        } else {
            scale(context)
            cairo_set_source_surface(context, surface, 0, 0)
            cairo_pattern_set_filter(cairo_get_source(context), CAIRO_FILTER_BEST)
            cairo_paint(context)
        }
        cairo_restore(context)
    }

    /// Spreads what isn't transparent to all sides, ring by ring.
    private func drawOutline(in context: OpaquePointer, width reach: Double) {
        guard let mask = cairo_image_surface_create(CAIRO_FORMAT_A8, Int32(width) + 2, Int32(height) + 2) else {
            return
        }
        defer { cairo_surface_destroy(mask) }
        let drawing = cairo_create(mask)
        scale(drawing)
        cairo_set_source_surface(drawing, surface, 0, 0)
        cairo_pattern_set_filter(cairo_get_source(drawing), CAIRO_FILTER_BEST)
        cairo_paint(drawing)
        cairo_destroy(drawing)
        for radius in stride(from: reach, to: 0, by: -1.5) {
            let steps = max(16, Int(radius * 2 * .pi))
            var turn = cairo_matrix_t()
            cairo_matrix_init_rotate(&turn, 2 * .pi / Double(steps))
            var (dx, dy) = (radius, 0.0)
            for _ in 0..<steps {
                cairo_mask_surface(context, mask, dx, dy)
                cairo_matrix_transform_distance(&turn, &dx, &dy)
            }
        }
    }

    private func scale(_ context: OpaquePointer?) {
        cairo_scale(
            context, width / Double(cairo_image_surface_get_width(surface)),
            height / Double(cairo_image_surface_get_height(surface)))
    }

    /// Decodes a PNG: a surface that the caller must free.
    private static func decode(_ file: UnsafeRawBufferPointer) -> OpaquePointer? {
        var rest = file
        let surface = cairo_image_surface_create_from_png_stream(
            { rest, bytes, count in
                guard let rest = rest?.assumingMemoryBound(to: UnsafeRawBufferPointer.self), let bytes,
                    rest.pointee.count >= Int(count)
                else { return CAIRO_STATUS_READ_ERROR }
                UnsafeMutableRawBufferPointer(start: bytes, count: Int(count))
                    .copyMemory(from: UnsafeRawBufferPointer(rebasing: rest.pointee.prefix(Int(count))))
                rest.pointee = UnsafeRawBufferPointer(rebasing: rest.pointee.dropFirst(Int(count)))
                return CAIRO_STATUS_SUCCESS
            }, &rest)
        guard cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS else {
            cairo_surface_destroy(surface)
            return nil
        }
        return surface
    }
}
