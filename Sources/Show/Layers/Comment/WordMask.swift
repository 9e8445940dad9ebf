import MediaModel

/// Hides words of a list in comments, by what viewers see: ``FoldedText`` says which writings are alike.
struct WordMask: Sendable {
    /// Words without marks on their letters are found in letters with and without.
    private let plainWords, markedWords: [[Unicode.Scalar]]

    init(_ words: [String]) {
        var (plain, marked): ([[Unicode.Scalar]], [[Unicode.Scalar]]) = ([], [])
        for word in words {
            let folded = FoldedText(word, keepsMarks: true).scalars
            guard !folded.isEmpty else { continue }
            if folded.contains(where: FoldedText.isMark) { marked.append(folded) } else { plain.append(folded) }
        }
        (plainWords, markedWords) = (plain, marked)
    }

    /// The text with an asterisk for each character of a word of the list, as wide as the character.
    ///
    /// A second time it changes nothing.
    func masked(_ text: String) -> String {
        guard !plainWords.isEmpty || !markedWords.isEmpty else { return text }
        // Most comments are clean, and folding all of one at once is far quicker than character by character.
        guard
            isFound(plainWords, in: FoldedText(text))
                || !markedWords.isEmpty && isFound(markedWords, in: FoldedText(text, keepsMarks: true))
        else { return text }
        let characters = Array(text)
        var isHidden = [Bool](repeating: false, count: characters.count)
        hide(plainWords, in: FoldedText(characters), &isHidden)
        hide(markedWords, in: FoldedText(characters, keepsMarks: true), &isHidden)
        var result = ""
        for (index, character) in characters.enumerated() {
            guard isHidden[index], !character.isWhitespace else {
                result.append(character)
                continue
            }
            // What can't be seen goes with the word that it was to split.
            guard !character.unicodeScalars.allSatisfy(\.isInvisible) else { continue }
            result.append(Self.asterisk(for: character))
        }
        return result
    }

    private func isFound(_ words: [[Unicode.Scalar]], in text: FoldedText) -> Bool {
        words.contains { !Self.places(of: $0, in: text.scalars).isEmpty }
    }

    private func hide(_ words: [[Unicode.Scalar]], in text: FoldedText, _ isHidden: inout [Bool]) {
        for word in words {
            for place in Self.places(of: word, in: text.scalars) {
                // With what stands between the first character and the last, and was left out of the comparison.
                for index in text.owners[place]...text.owners[place + word.count - 1] { isHidden[index] = true }
            }
        }
    }

    private static func places(of word: [Unicode.Scalar], in text: [Unicode.Scalar]) -> [Int] {
        guard text.count >= word.count else { return [] }
        return (0...text.count - word.count).filter { start in
            let end = start + word.count
            guard text[start] == word[0], text[start..<end] == word[...] else { return false }
            // With a mark after it the last letter is another one.
            return end == text.count || text[end].properties.generalCategory != .nonspacingMark
        }
    }

    private static func asterisk(for character: Character) -> Character {
        let first = character.unicodeScalars.first?.value ?? 0
        // From the CJK radicals on scripts are as wide as high; half-width forms are the exception among them.
        return first >= 0x2E80 && first < 0x2_0000 && !(0xFF61...0xFFDC ~= first) && !(0x1_D400...0x1_F1FF ~= first)
            ? "＊" : "*"
    }
}
