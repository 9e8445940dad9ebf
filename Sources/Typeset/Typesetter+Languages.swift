import CPango

/// What whole languages are written with.
extension Typesetter {
    /// The scripts of a language that no font here has, as far as fontconfig knows its letters.
    ///
    /// Takes milliseconds, for Chinese and Japanese some tens.
    ///
    /// - Parameter language: A BCP 47 tag.
    public func gaps(inLettersOf language: String, face: FontFace) -> GlyphGaps {
        var gaps = GlyphGaps()
        var known: [TextScript: Int] = [:]
        let letters = Self.letters(of: language)
        for letter in letters { known[TextScript(of: letter), default: 0] += 1 }
        // Pieces of a length that Pango lays out quickly.
        for start in stride(from: 0, to: letters.count, by: 400) {
            let piece = letters[start..<min(start + 400, letters.count)].map { String(Character($0)) }
            gaps.add(self.gaps(in: [TextRun(PlainText(clean: piece.joined(separator: " ")))], face: face))
        }
        // A rare letter that fonts lack is no lack of the script.
        return gaps.filter { gap, count in count * 10 > known[gap.script] ?? 0 }
    }

    /// The letters that fontconfig wants of a font for a language; none if it doesn't know the language.
    static func letters(of language: String) -> [Unicode.Scalar] {
        let isTraditional = language.lowercased().hasPrefix("zh-hant")
        guard let set = FcLangGetCharSet(isTraditional ? "zh-tw" : language) else { return [] }
        var letters: [Unicode.Scalar] = []
        // FC_CHARSET_MAP_SIZE words of 32 bits, one for each character of a page.
        var map = [FcChar32](repeating: 0, count: 8)
        var next: FcChar32 = 0
        var base = FcCharSetFirstPage(set, &map, &next)
        // FC_CHARSET_DONE.
        while base != .max {
            for (index, word) in map.enumerated() {
                for bit in 0..<32 where word & 1 << bit != 0 {
                    let scalar = Unicode.Scalar(base + FcChar32(index * 32 + bit))
                    if let scalar, !scalar.properties.isWhitespace { letters.append(scalar) }
                }
            }
            base = FcCharSetNextPage(set, &map, &next)
        }
        return letters
    }
}
