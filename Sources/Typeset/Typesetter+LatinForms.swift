import CPango

/// Japanese fonts draw some characters for Japanese alone: these are those that Latin text has too.
extension Typesetter {
    /// Gives punctuation between Latin letters the widths that belong there, and words of Greek and Cyrillic a font in which
    /// they aren't as wide as kanji, where there is one.
    func useLatinForms(in text: String, face: FontFace, _ attributes: OpaquePointer?) {
        let context = LatinContext(text)
        for (scalar, range) in context.punctuation {
            let features = latinFeatures(for: scalar, face)
            if !features.isEmpty { insert(pango_attr_font_features_new(features), range, into: attributes) }
        }
        for (first, range) in context.words {
            let families = alphabetFamilies(for: first, face)
            if !families.isEmpty { insert(pango_attr_family_new(families), range, into: attributes) }
        }
    }

    // MARK: - Punctuation

    /// Proportional and half-width forms, and the alternates that a font has without saying for what.
    private static let candidates = ["pwid=1", "palt=1", "hwid=1"] + (1...6).map { "aalt=\($0)" }

    /// The features that draw the same sign in less room; empty if there are none, or it stands close as it is.
    private func latinFeatures(for scalar: Unicode.Scalar, _ face: FontFace) -> String {
        let key = FontKnowledge.FormKey(face: face, scalar: scalar)
        if let known = knowledge.latinFeatures[key] { return known }
        let normal = measure(scalar, face)
        // The dots have to come down, even if they take no less room.
        var best = (features: "", advance: normal.advance + (scalar == "…" && normal.bottom > 0.1 ? 0.01 : -0.04))
        for features in Self.candidates {
            let form = measure(scalar, face, features: features)
            // Japanese dots stand in the middle of the line, and Latin ones on it.
            let isSame =
                scalar == "…"
                ? abs(form.ink.height - normal.ink.height) < 0.04 && form.bottom < 0.05
                : abs(form.ink.width - normal.ink.width) < 0.04 && abs(form.ink.height - normal.ink.height) < 0.04
                    && abs(form.bottom - normal.bottom) < 0.04
            if isSame, form.family == normal.family, form.advance < best.advance, form.ink.width < form.advance {
                best = (features, form.advance)
            }
        }
        knowledge.latinFeatures[key] = best.features
        return best.features
    }

    // MARK: - Greek and Cyrillic

    /// Families that have both in widths of their own, the likeliest to fit first.
    private static let gothic = ["Noto Sans", "DejaVu Sans", "Liberation Sans", "FreeSans"]
    private static let mincho = ["Noto Serif", "DejaVu Serif", "Liberation Serif", "FreeSerif"]

    private func alphabetFamilies(for letter: Unicode.Scalar, _ face: FontFace) -> String {
        // One letter of normal width stands for its alphabet.
        let sample: Unicode.Scalar = letter.value < 0x400 || letter.value > 0x1000 ? "ο" : "о"
        let key = FontKnowledge.FormKey(face: face, scalar: sample)
        if let known = knowledge.alphabetFamilies[key] { return known }
        var families = ""
        if measure(sample, face).advance > 0.9 {
            let isMincho = ["Mincho", "Ming", "Serif"].contains { face.family.contains($0) }
            for family in isMincho ? Self.mincho + Self.gothic : Self.gothic + Self.mincho where families.isEmpty {
                let form = measure(sample, face, family: family)
                // What isn't installed is replaced without a word.
                if form.family == family, form.advance < 0.9 { families = "\(family),\(face.family)" }
            }
        }
        knowledge.alphabetFamilies[key] = families
        return families
    }

    // MARK: - Measuring

    private struct Form {
        /// How wide the sign is, in em.
        var advance = 0.0
        var ink = (width: 0.0, height: 0.0)
        /// How far the ink's lower edge is above the baseline, in em.
        var bottom = 0.0
        /// The font that it comes from.
        var family = ""
    }

    private func measure(_ scalar: Unicode.Scalar, _ face: FontFace, features: String? = nil, family: String? = nil)
        -> Form
    {
        let em = 100.0
        let text = String(Character(scalar))
        let layout = makeLayout(of: text, face: face, size: em)
        defer { cpango_unref_layout(layout) }
        let attributes = pango_attr_list_new()
        let all = 0..<text.utf8.count
        if let features { insert(pango_attr_font_features_new(features), all, into: attributes) }
        if let family { insert(pango_attr_family_new(family), all, into: attributes) }
        pango_layout_set_attributes(layout, attributes)
        pango_attr_list_unref(attributes)
        guard let line = pango_layout_get_line_readonly(layout, 0) else { return Form() }
        var (ink, logical) = (PangoRectangle(), PangoRectangle())
        pango_layout_line_get_extents(line, &ink, &logical)
        let unit = em * Double(cpango_SCALE)
        return Form(
            advance: Double(logical.width) / unit, ink: (Double(ink.width) / unit, Double(ink.height) / unit),
            bottom: -Double(ink.y + ink.height) / unit, family: familyOfFirstRun(line))
    }

    private func familyOfFirstRun(_ line: UnsafeMutablePointer<PangoLayoutLine>) -> String {
        guard let run = line.pointee.runs?.pointee.data?.assumingMemoryBound(to: PangoGlyphItem.self),
            let font = run.pointee.item?.pointee.analysis.font, let description = pango_font_describe(font)
        else { return "" }
        defer { pango_font_description_free(description) }
        return pango_font_description_get_family(description).map { String(cString: $0) } ?? ""
    }
}
