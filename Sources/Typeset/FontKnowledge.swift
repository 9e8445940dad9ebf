/// What a typesetter has found out about the fonts here. Belongs to it: one thread at a time.
final class FontKnowledge {
    struct FormKey: Hashable {
        let face: FontFace
        let scalar: Unicode.Scalar
    }

    /// Characters that have been drawn: some font has them.
    var drawable: Set<Unicode.Scalar> = []
    /// OpenType features that make a face's punctuation as narrow as Latin has it; empty where nothing is to be done.
    var latinFeatures: [FormKey: String] = [:]
    /// The families to write Greek and Cyrillic in instead of a face that has them as wide as kanji; empty where it hasn't.
    var alphabetFamilies: [FormKey: String] = [:]
    /// What couldn't be drawn since somebody asked last.
    var gaps = GlyphGaps()
}
