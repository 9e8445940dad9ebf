import CPango
import MediaModel

/// Lays out text: shapes letters, breaks lines, shrinks what is too long.
///
/// One thread at a time. Results depend on the installed fonts, not on a desktop's settings for text.
public struct Typesetter: ~Copyable {
    /// Valid and unaliased for the typesetter's whole life: only `deinit` frees them.
    private let fonts: UnsafeMutablePointer<PangoFontMap>
    private let context: OpaquePointer
    /// What has been found out about the fonts here so far.
    let knowledge = FontKnowledge()

    /// - Parameter language: A BCP 47 tag. Chinese and Japanese write some characters of one code differently.
    public init(language: String) {
        // A map of our own: the default one belongs to the thread that asked for it. Pango gives up the process
        // itself when there is no memory for either.
        fonts = pango_cairo_font_map_new()!
        context = cpango_context_new(fonts)!
        pango_context_set_language(context, pango_language_from_string(language))
        // Letters keep their shapes and distances at every size, so that shrunk text is the same text smaller.
        pango_context_set_round_glyph_positions(context, 0)
        let options = cairo_font_options_create()
        cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
        cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
        cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
        pango_cairo_context_set_font_options(context, options)
        cairo_font_options_destroy(options)
    }

    deinit {
        cpango_unref_context(context)
        cpango_unref_map(fonts)
    }
}

// A typesetter may change threads: it has one owner at a time, its font map is its own,
// and what font maps share (fontconfig, FreeType through Cairo) is locked by those libraries.
extension Typesetter: @unchecked Sendable {}

extension Typesetter {
    /// Lays out text within its limits: on as few lines as it takes, smaller if it must be, with an ellipsis at last.
    public func fit(_ text: PlainText, style: TextStyle, within limits: TextLimits) -> TextBlock {
        fit([TextRun(text)], style: style, within: limits)
    }

    /// Lays out runs of text one after the other; see ``fit(_:style:within:)``.
    public func fit(_ runs: [TextRun], style: TextStyle, within limits: TextLimits) -> TextBlock {
        var limits = limits
        limits.width = max(1, limits.width - 2 * (style.outline?.width ?? 0))
        return fitLetters(drawable(runs, face: style.face), style: style, within: limits)
    }

    /// Lays letters out in the room that is theirs alone, without their outline.
    private func fitLetters(_ runs: [TextRun], style: TextStyle, within limits: TextLimits) -> TextBlock {
        let smallest = min(limits.smallestSize, style.size)
        // A little smaller is better than a broken word; much smaller isn't.
        if limits.lines > 1,
            let layout = shrink(runs, style: style, within: limits, to: max(smallest, style.size * 0.75), isWhole: true)
        {
            return TextBlock(
                layout: layout.layout, style: style, size: layout.size, limit: limits.width,
                alignment: limits.alignment)
        }
        if let layout = shrink(runs, style: style, within: limits, to: smallest, isWhole: false) {
            return TextBlock(
                layout: layout.layout, style: style, size: layout.size, limit: limits.width,
                alignment: limits.alignment)
        }
        return cut(runs, style: style, size: smallest, limits: limits)
    }

    /// Lays out text on as few lines as it takes, as large as it fits.
    ///
    /// - Parameters:
    ///   - smallest: The size to shrink to.
    ///   - isWhole: Whether phrases of Japanese stay on one line each; see ``keepPhrasesWhole(_:in:)``.
    /// - Returns: A layout that the caller must free; `nil` if it doesn't fit.
    private func shrink(
        _ runs: [TextRun], style: TextStyle, within limits: TextLimits, to smallest: Double, isWhole: Bool
    ) -> (layout: OpaquePointer, size: Double)? {
        for lines in 1...limits.lines {
            // A second line is better than letters that are a tenth smaller.
            let floor = lines == limits.lines ? smallest : max(smallest, style.size * 0.9)
            var size = style.size
            while true {
                let layout = makeLayout(runs, style: style, size: size, isWhole: isWhole)
                if fits(layout, lines: lines, width: limits.width) {
                    if lines > 1 { balance(layout, lines: lines, width: limits.width, isWhole: isWhole) }
                    return (layout, size)
                }
                cpango_unref_layout(layout)
                guard size > floor else { break }
                size = max(floor, size * 0.95)
            }
        }
        return nil
    }

    /// Lays out text that is too long at its smallest size, with an ellipsis where it is cut.
    private func cut(
        _ runs: [TextRun], style: TextStyle, size: Double, limits: TextLimits, breaksAmounts: Bool = false
    ) -> TextBlock {
        let layout = makeLayout(runs, style: style, size: size, breaksAmounts: breaksAmounts)
        pango_layout_set_height(layout, -Int32(limits.lines))
        pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END)
        var width = limits.width
        setWidth(layout, width)
        // Pango counts advances; slanted letters and accents may be drawn a little beyond them.
        for _ in 0..<4 {
            let excess = widestLine(layout) - limits.width
            guard excess > 0, width > excess else { break }
            width -= excess
            setWidth(layout, width)
        }
        // An amount is broken before a line is longer than its room.
        if !breaksAmounts, widestLine(layout) > limits.width {
            cpango_unref_layout(layout)
            return cut(runs, style: style, size: size, limits: limits, breaksAmounts: true)
        }
        return TextBlock(
            layout: layout, style: style, size: size, limit: limits.width,
            alignment: limits.alignment)
    }

    private func fits(_ layout: OpaquePointer, lines: Int, width: Double) -> Bool {
        // One line is measured without a width: it mustn't be broken to be found to fit.
        if lines > 1 { setWidth(layout, width) }
        return Int(pango_layout_get_line_count(layout)) <= lines && widestLine(layout) <= width
    }

    /// Narrows the layout as far as its lines allow, so that the last doesn't hold one letter alone.
    private func balance(_ layout: OpaquePointer, lines: Int, width: Double, isWhole: Bool) {
        // Balance isn't worth a broken word, unless one has to be broken anyway.
        pango_layout_set_wrap(layout, PANGO_WRAP_WORD)
        if !isWhole, !fits(layout, lines: lines, width: width) { pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR) }
        var (narrow, wide) = (width / Double(lines), width)
        while wide - narrow > 1 {
            let middle = (narrow + wide) / 2
            if fits(layout, lines: lines, width: middle) { wide = middle } else { narrow = middle }
        }
        setWidth(layout, wide)
    }

    private func widestLine(_ layout: OpaquePointer) -> Double {
        (0..<Int(pango_layout_get_line_count(layout))).reduce(0) { max($0, extent(ofLine: $1, in: layout).width) }
    }

    private func setWidth(_ layout: OpaquePointer, _ width: Double) {
        pango_layout_set_width(layout, Int32(width * Double(cpango_SCALE)))
    }

    /// Makes a layout that the caller must free.
    func makeLayout(
        _ runs: [TextRun], style: TextStyle, size: Double, isWhole: Bool = false, breaksAmounts: Bool = false
    ) -> OpaquePointer {
        let text = runs.map(\.text.string).joined()
        let layout = makeLayout(of: text, face: style.face, size: size)
        // Phrases that must stay whole may be too long for a line: they don't fit then, rather than break anywhere.
        pango_layout_set_wrap(layout, isWhole ? PANGO_WRAP_WORD : PANGO_WRAP_WORD_CHAR)

        let attributes = pango_attr_list_new()
        if let language = style.language {
            pango_attr_list_insert(attributes, pango_attr_language_new(pango_language_from_string(language)))
        }
        if style.letterSpacing != 0 {
            pango_attr_list_insert(
                attributes, pango_attr_letter_spacing_new(Int32(style.letterSpacing * size * Double(cpango_SCALE))))
        }
        if isWhole { keepPhrasesWhole(text, in: attributes) }
        if !breaksAmounts { keepAmountsWhole(text, in: attributes) }
        showNoHyphens(in: text, attributes)
        useLatinForms(in: text, face: style.face, attributes)
        var start = 0
        for run in runs {
            let end = start + run.text.string.utf8.count
            if run.scale != 1, let attribute = pango_attr_size_new_absolute(scaled(size * run.scale)) {
                attribute.pointee.start_index = UInt32(start)
                attribute.pointee.end_index = UInt32(end)
                pango_attr_list_insert(attributes, attribute)
            }
            start = end
        }
        pango_layout_set_attributes(layout, attributes)
        pango_attr_list_unref(attributes)
        return layout
    }

    /// Makes a layout of one paragraph in one face that the caller must free.
    func makeLayout(of text: String, face: FontFace, size: Double) -> OpaquePointer {
        let layout = pango_layout_new(context)!
        let description = pango_font_description_new()
        pango_font_description_set_family(description, face.family)
        pango_font_description_set_weight(description, PangoWeight(rawValue: UInt32(face.weight)))
        pango_font_description_set_style(description, face.slant.pango)
        pango_font_description_set_stretch(description, face.stretch)
        pango_font_description_set_absolute_size(description, size * Double(cpango_SCALE))
        pango_layout_set_font_description(layout, description)
        pango_font_description_free(description)
        // Never pango_layout_set_markup: a name such as "<b>" is a name.
        pango_layout_set_text(layout, text, Int32(text.utf8.count))
        return layout
    }

    private func scaled(_ pixels: Double) -> Int32 { Int32(pixels * Double(cpango_SCALE)) }
}

extension FontFace.Slant {
    fileprivate var pango: PangoStyle {
        switch self {
        case .upright: PANGO_STYLE_NORMAL
        case .italic: PANGO_STYLE_ITALIC
        case .oblique: PANGO_STYLE_OBLIQUE
        }
    }
}

extension FontFace {
    fileprivate var stretch: PangoStretch {
        switch width {
        case ..<56: PANGO_STRETCH_ULTRA_CONDENSED
        case ..<69: PANGO_STRETCH_EXTRA_CONDENSED
        case ..<81: PANGO_STRETCH_CONDENSED
        case ..<94: PANGO_STRETCH_SEMI_CONDENSED
        case ..<107: PANGO_STRETCH_NORMAL
        case ..<119: PANGO_STRETCH_SEMI_EXPANDED
        case ..<138: PANGO_STRETCH_EXPANDED
        case ..<175: PANGO_STRETCH_EXTRA_EXPANDED
        default: PANGO_STRETCH_ULTRA_EXPANDED
        }
    }
}
