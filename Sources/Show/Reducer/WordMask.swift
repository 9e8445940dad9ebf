import Foundation

/// Hides words of a list in comments. Upper and lower case, and full and half width, are alike.
struct WordMask: Sendable {
    private let words: [[Unicode.Scalar]]

    init(_ words: [String]) {
        self.words = words.map { Array(Self.folded($0).unicodeScalars) }.filter { !$0.isEmpty }
    }

    /// The text with an asterisk for each character of a word of the list, as wide as the character.
    func masked(_ text: String) -> String {
        guard !words.isEmpty else { return text }
        // Most comments are clean, and folding all of one at once is far quicker than character by character.
        let whole = Array(Self.folded(text).unicodeScalars)
        guard words.contains(where: { !Self.places(of: $0, in: whole).isEmpty }) else { return text }
        var scalars: [Unicode.Scalar] = []
        // Which character of the text each folded scalar comes from.
        var owners: [Int] = []
        var characters = Array(text)
        for (index, character) in characters.enumerated() {
            for scalar in Self.folded(String(character)).unicodeScalars {
                scalars.append(scalar)
                owners.append(index)
            }
        }
        for word in words {
            for place in Self.places(of: word, in: scalars) {
                for index in owners[place..<place + word.count] where !characters[index].isWhitespace {
                    characters[index] = Self.asterisk(for: characters[index])
                }
            }
        }
        return String(characters)
    }

    /// Compatibility forms made one and taken apart (NFKD), in lower case. Apart because a half-width カ and its voicing
    /// mark are two characters, which the words' カ with a mark has to match.
    private static func folded(_ text: String) -> String {
        let isASCII = text.utf8.allSatisfy { $0 < 0x80 }
        return (isASCII ? text : text.decomposedStringWithCompatibilityMapping).lowercased()
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
        return first >= 0x2E80 && !(0xFF61...0xFFDC ~= first) ? "＊" : "*"
    }
}
