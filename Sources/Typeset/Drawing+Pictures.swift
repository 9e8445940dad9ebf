import CPango
import MediaModel

extension Drawing {
    /// Puts a picture on the drawing, pixel by pixel: neither scaled nor turned.
    ///
    /// - Parameters:
    ///   - x, y: Where its top left corner goes, in pixels.
    ///   - clip: What of it shows; `nil` for all.
    ///   - opacity: From 0 to 1.
    public func draw(_ bitmap: Bitmap, x: Int, y: Int, clippedTo clip: Outline? = nil, opacity: Double = 1)
        throws(TypesetError)
    {
        let picture = cairo_image_surface_create(
            CAIRO_FORMAT_ARGB32, Int32(bitmap.size.width), Int32(bitmap.size.height))
        defer { cairo_surface_destroy(picture) }
        let status = cairo_surface_status(picture)
        guard status == CAIRO_STATUS_SUCCESS, let data = cairo_image_surface_get_data(picture) else {
            throw TypesetError(operation: "picture", reason: String(cString: cairo_status_to_string(status)))
        }
        let stride = Int(cairo_image_surface_get_stride(picture))
        let pixels = bitmap.pixels.span
        for row in 0..<bitmap.size.height {
            for column in 0..<bitmap.size.width {
                let offset = (row * bitmap.size.width + column) * 4
                let color = UInt32(pixels[offset]) << 16 | UInt32(pixels[offset + 1]) << 8 | UInt32(pixels[offset + 2])
                // ARGB32 is a 32-bit number in the machine's own byte order.
                UnsafeMutableRawPointer(data + row * stride + column * 4)
                    .storeBytes(of: UInt32(pixels[offset + 3]) << 24 | color, as: UInt32.self)
            }
        }
        cairo_surface_mark_dirty(picture)
        cairo_save(context)
        if let clip {
            trace(clip, in: context)
            cairo_clip(context)
        }
        cairo_set_source_surface(context, picture, Double(x), Double(y))
        cairo_paint_with_alpha(context, opacity)
        cairo_restore(context)
    }

    /// Draws the edge of a shape as a row of dashes, half of the width to each side of it.
    ///
    /// - Parameter dash: The length of a dash; gaps are two thirds of it. In pixels, as the width is.
    public func strokeDashes(_ outline: Outline, with paint: Paint, width: Double, dash: Double) {
        cairo_save(context)
        cairo_set_dash(context, [dash, dash * 2 / 3], 2, 0)
        stroke(outline, with: paint, width: width)
        cairo_restore(context)
    }

    /// Draws with everything turned about a point.
    ///
    /// - Parameter sine: Of the angle, clockwise; -1 to 1.
    public func turned(bySine sine: Double, about centre: Outline.Point, _ body: (borrowing Drawing) -> Void) {
        precondition(-1...1 ~= sine, "a sine of \(sine)")
        let cosine = (1 - sine * sine).squareRoot()
        cairo_save(context)
        cairo_translate(context, centre.x, centre.y)
        var matrix = cairo_matrix_t(xx: cosine, yx: sine, xy: -sine, yy: cosine, x0: 0, y0: 0)
        cairo_transform(context, &matrix)
        cairo_translate(context, -centre.x, -centre.y)
        body(self)
        cairo_restore(context)
    }
}
