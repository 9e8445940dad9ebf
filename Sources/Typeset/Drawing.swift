import CPango
public import MediaModel

/// A transparent picture to draw on. Drawing on it is in order: later things cover earlier ones.
///
/// One owner, one thread at a time.
public struct Drawing: ~Copyable {
    /// Valid and unaliased for the drawing's whole life: only `deinit` frees them.
    private let surface: OpaquePointer
    let context: OpaquePointer

    /// The width and the height in pixels.
    public let size: PixelSize

    /// The longest side that a drawing may have, in pixels: twice that of a 4K canvas.
    public static let longestSide = 8_192

    /// - Throws: ``TypesetError`` when the size is not within 1 and ``longestSide``, or memory is short.
    public init(size: PixelSize) throws(TypesetError) {
        guard 1...Self.longestSide ~= size.width, 1...Self.longestSide ~= size.height else {
            throw TypesetError(operation: "drawing", reason: "\(size) is not within 1 and \(Self.longestSide) pixels")
        }
        self.size = size
        // On failure, both calls return an object that remembers the error; `finish` reports it.
        surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, Int32(size.width), Int32(size.height))
        context = cairo_create(surface)
        // The default tolerance of 0.1 pixels shows as corners on small curves.
        cairo_set_tolerance(context, 0.02)
        cairo_set_antialias(context, CAIRO_ANTIALIAS_BEST)
    }

    deinit {
        cairo_destroy(context)
        cairo_surface_destroy(surface)
    }

    /// Ends the drawing and returns what it shows.
    ///
    /// - Throws: ``TypesetError`` when anything went wrong since the drawing was made.
    public consuming func finish() throws(TypesetError) -> Bitmap {
        let status = cairo_status(context)
        guard status == CAIRO_STATUS_SUCCESS else {
            throw TypesetError(operation: "drawing", reason: String(cString: cairo_status_to_string(status)))
        }
        cairo_surface_flush(surface)
        guard let data = cairo_image_surface_get_data(surface) else {
            throw TypesetError(operation: "cairo_image_surface_get_data", reason: "the surface has no pixels")
        }
        let stride = Int(cairo_image_surface_get_stride(surface))
        let size = size
        let pixels = [UInt8](unsafeUninitializedCapacity: size.area * 4) { pixels, count in
            for y in 0..<size.height {
                for x in 0..<size.width {
                    // ARGB32 is a 32-bit number in the machine's own byte order.
                    let word = UnsafeRawPointer(data + y * stride + x * 4).load(as: UInt32.self)
                    let offset = (y * size.width + x) * 4
                    pixels[offset] = UInt8(truncatingIfNeeded: word >> 16)
                    pixels[offset + 1] = UInt8(truncatingIfNeeded: word >> 8)
                    pixels[offset + 2] = UInt8(truncatingIfNeeded: word)
                    pixels[offset + 3] = UInt8(truncatingIfNeeded: word >> 24)
                }
            }
            count = size.area * 4
        }
        return Bitmap(size: size, pixels: pixels)
    }
}

// MARK: - Shapes

extension Drawing {
    /// Fills a shape.
    public func fill(_ outline: Outline, with paint: Paint) {
        trace(outline, in: context)
        setSource(paint)
        cairo_fill(context)
    }

    /// Draws the edge of a shape, half of the width to each side of it, in pixels.
    public func stroke(_ outline: Outline, with paint: Paint, width: Double) {
        trace(outline, in: context)
        setSource(paint)
        cairo_set_line_width(context, width)
        cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
        cairo_stroke(context)
    }

    /// Draws text with the top left corner of its block at a place, in pixels.
    public func draw(_ text: borrowing TextBlock, x: Double, y: Double) {
        text.draw(in: context, x: x, y: y)
    }

    /// Draws the soft shadow of a shape, to be covered by the shape itself.
    ///
    /// - Parameters:
    ///   - blur: How far the shadow's edge spreads to each side, in pixels; 0 is sharp, 128 the most.
    ///   - offset: How far the shadow lies below the shape, in pixels.
    public func castShadow(of outline: Outline, color: Color, blur: Int, offset: Double) throws(TypesetError) {
        let mask = try ShadowMask(size: size)
        trace(outline.mapped { Outline.Point($0.x, $0.y + offset) }, in: mask.context)
        mask.fillAndBlur(radius: max(0, min(128, blur)))
        setSource(.color(color))
        cairo_mask_surface(context, mask.surface, 0, 0)
    }

    func trace(_ outline: Outline, in context: OpaquePointer) {
        cairo_new_path(context)
        for element in outline.elements {
            switch element {
            case .move(let point): cairo_move_to(context, point.x, point.y)
            case .line(let point): cairo_line_to(context, point.x, point.y)
            case .curve(let a, let b, let end): cairo_curve_to(context, a.x, a.y, b.x, b.y, end.x, end.y)
            case .close: cairo_close_path(context)
            }
        }
    }

    func setSource(_ paint: Paint) {
        switch paint {
        case .color(let color):
            let (red, green, blue, alpha) = color.parts
            cairo_set_source_rgba(context, red, green, blue, alpha)
        case .linear(let start, let end, let from, let to):
            setSource(gradient: cairo_pattern_create_linear(start.x, start.y, end.x, end.y), from, to)
        case .radial(let x, let y, let radius, let from, let to):
            setSource(gradient: cairo_pattern_create_radial(x, y, 0, x, y, radius), from, to)
        }
    }

    /// Takes the pattern, and frees it.
    private func setSource(gradient pattern: OpaquePointer, _ from: Color, _ to: Color) {
        for (offset, color) in [(0.0, from), (1.0, to)] {
            let (red, green, blue, alpha) = color.parts
            cairo_pattern_add_color_stop_rgba(pattern, offset, red, green, blue, alpha)
        }
        cairo_set_source(context, pattern)
        cairo_pattern_destroy(pattern)
    }
}

extension Color {
    /// Each part from 0 to 1, as Cairo has them.
    var parts: (red: Double, green: Double, blue: Double, alpha: Double) {
        (Double(red) / 255, Double(green) / 255, Double(blue) / 255, Double(alpha) / 255)
    }
}
