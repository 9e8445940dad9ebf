import CPango
import MediaModel

/// Text that no font here can draw all of.
extension Typesetter {
    /// The runs as they can be drawn: without the characters that no font has, see ``GlyphSubstitution``; these are kept in mind for
    /// ``takeGaps()``.
    func drawable(_ runs: [TextRun], face: FontFace) -> [TextRun] {
        let missing = missing(in: runs, face)
        guard !missing.isEmpty else { return runs }
        knowledge.gaps.add(gaps(in: runs, missing, family: face.family))
        var result = GlyphSubstitution(missing: missing).applied(to: runs)
        // What says the same may be missing too: ﷼ is made letters, and those an ellipsis.
        for isLast in [false, false, true] {
            let missing = self.missing(in: result, face)
            guard !missing.isEmpty else { break }
            result = GlyphSubstitution(missing: missing, usesEquivalents: !isLast).applied(to: result)
        }
        return result
    }

    /// What texts couldn't be drawn with since this was asked last.
    public func takeGaps() -> GlyphGaps {
        defer { knowledge.gaps = GlyphGaps() }
        return knowledge.gaps
    }

    /// What a text can't be drawn with, without drawing it.
    public func gaps(in runs: [TextRun], face: FontFace) -> GlyphGaps {
        let missing = missing(in: runs, face)
        return missing.isEmpty ? GlyphGaps() : gaps(in: runs, missing, family: face.family)
    }

    private func gaps(in runs: [TextRun], _ missing: Set<Unicode.Scalar>, family: String) -> GlyphGaps {
        var gaps = GlyphGaps()
        let substitution = GlyphSubstitution(missing: missing)
        for run in runs {
            var base: Unicode.Scalar?
            for scalar in run.text.string.unicodeScalars {
                if !scalar.properties.isGraphemeExtend { base = scalar }
                guard missing.contains(scalar) else { continue }
                gaps.add(
                    GlyphGap(
                        script: TextScript(of: scalar, on: base), family: family, sample: Character(scalar),
                        replacement: substitution.replacement(for: scalar, currency: run.currency)))
            }
        }
        return gaps
    }

    /// The characters of a text that Pango finds in no font.
    private func missing(in runs: [TextRun], _ face: FontFace) -> Set<Unicode.Scalar> {
        let text = runs.map(\.text.string).joined()
        // Each character once: the fonts are what they are.
        let isKnown = text.unicodeScalars.allSatisfy { 0x20..<0x7F ~= $0.value || knowledge.drawable.contains($0) }
        guard !isKnown else { return [] }
        let layout = makeLayout(of: text, face: face, size: 16)
        defer { cpango_unref_layout(layout) }
        var missing: Set<Unicode.Scalar> = []
        if pango_layout_get_unknown_glyphs_count(layout) > 0 {
            for index in 0..<pango_layout_get_line_count(layout) {
                var node = pango_layout_get_line_readonly(layout, index)?.pointee.runs
                while let run = node {
                    if let item = run.pointee.data?.assumingMemoryBound(to: PangoGlyphItem.self) {
                        Self.collect(item.pointee, in: text, into: &missing)
                    }
                    node = run.pointee.next
                }
            }
        }
        knowledge.drawable.formUnion(text.unicodeScalars.lazy.filter { !missing.contains($0) })
        return missing
    }

    private static func collect(_ run: PangoGlyphItem, in text: String, into missing: inout Set<Unicode.Scalar>) {
        guard let glyphs = run.glyphs?.pointee, let item = run.item?.pointee else { return }
        for index in 0..<Int(glyphs.num_glyphs) {
            // PANGO_GET_UNKNOWN_GLYPH: the flag, and the character below it.
            let glyph = glyphs.glyphs[index].glyph
            guard glyph & cpango_GLYPH_UNKNOWN_FLAG != 0, glyph != cpango_GLYPH_INVALID_INPUT else { continue }
            let scalar = Unicode.Scalar(glyph & ~cpango_GLYPH_UNKNOWN_FLAG)
            let cluster = text.utf8.dropFirst(Int(item.offset) + Int(glyphs.log_clusters[index]))
            let here = Substring(cluster).first?.unicodeScalars
            if let scalar, here?.contains(scalar) == true || text.unicodeScalars.contains(scalar) {
                missing.insert(scalar)
            } else if let here {
                // Composed from several, or taken apart.
                missing.formUnion(here)
            }
        }
    }
}
