import CPango
import MediaModel

/// Writes a text without the characters that no font here has: in others that say the same where there are any, else with an ellipsis
/// for letters, as what viewers know for something left out, and without signs and emoji.
///
/// Never what type engines draw for a lack of a glyph, a box of hex digits, which nobody on the other side can read.
struct GlyphSubstitution {
    /// The characters that no font has.
    let missing: Set<Unicode.Scalar>
    /// Whether others that say the same count: not where those were tried already.
    var usesEquivalents = true

    private enum Token {
        case text(String)
        case space(Character)
        /// Letters that are left out.
        case gap
        /// A sign that is left out.
        case nothing

        /// Whether a character that words of no alphabet are made of is left out; `nil` for all others.
        var isGapInWord: Bool? {
            switch self {
            case .gap: return true
            case .text(let text):
                // Latin letters and digits beside others are words of their own.
                guard let first = text.unicodeScalars.first, !first.isASCII, first.properties.isAlphabetic else {
                    return nil
                }
                return false
            case .space, .nothing: return nil
            }
        }
    }

    /// The runs of one text, as they can be drawn.
    func applied(to runs: [TextRun]) -> [TextRun] {
        var result = runs
        for index in runs.indices where runs[index].text.string.unicodeScalars.contains(where: missing.contains) {
            let next = runs.indices.contains(index + 1) ? runs[index + 1].text.string.first : nil
            let last = index > 0 ? runs[index - 1].text.string.last : nil
            let text =
                runs[index].currency.map { Self.beside($0, last, next) }
                ?? substitute(runs[index].text.string, after: last, before: next)
            result[index].text = PlainText(clean: text)
            result[index].currency = nil
        }
        let isEmpty = !result.contains { $0.text.string.unicodeScalars.contains { !$0.isInvisible } }
        if isEmpty, let first = runs.indices.first { result[first].text = PlainText(clean: "…") }
        return result
    }

    /// What is drawn for a character.
    func replacement(for scalar: Unicode.Scalar, currency: String?) -> GlyphGap.Replacement {
        if let code = currency ?? Self.codes[scalar] { return .code(code) }
        if equivalent(of: scalar) != nil { return .equivalent }
        return Self.isLetter(scalar) ? .ellipsis : .nothing
    }

    // MARK: - Building

    private func substitute(_ text: String, after last: Character?, before next: Character?) -> String {
        let characters = Array(text)
        var tokens: [Token] = []
        for (index, character) in characters.enumerated() {
            let before = index > 0 ? characters[index - 1] : last
            let after = index + 1 < characters.count ? characters[index + 1] : next
            tokens.append(token(for: character, before, after))
        }
        leaveOutWholeWords(&tokens)
        return Self.joined(tokens)
    }

    /// Leaves out the rest of words of which half or more is missing: some fonts have a few letters of a script, and a letter of
    /// a word alone says nothing.
    private func leaveOutWholeWords(_ tokens: inout [Token]) {
        var start = 0
        while start < tokens.count {
            var (end, gaps) = (start, 0)
            while end < tokens.count, let isGap = tokens[end].isGapInWord {
                gaps += isGap ? 1 : 0
                end += 1
            }
            if gaps > 0, gaps * 2 >= end - start { for index in start..<end { tokens[index] = .gap } }
            start = max(end, start + 1)
        }
    }

    private func token(for character: Character, _ last: Character?, _ next: Character?) -> Token {
        if character.isWhitespace { return .space(character) }
        let scalars = character.unicodeScalars
        guard scalars.contains(where: missing.contains) else { return .text(String(character)) }
        guard let base = scalars.first(where: { !$0.isInvisible }) else { return .nothing }
        if !missing.contains(base) {
            // Without what was to be put on it: a skin tone, a keycap, a mark. What joined them goes too.
            var kept = String.UnicodeScalarView()
            for scalar in scalars where !missing.contains(scalar) && scalar != "\u{FE0F}" { kept.append(scalar) }
            while kept.last == "\u{200D}" { kept.removeLast() }
            return .text(String(kept))
        }
        if let code = Self.codes[base], usesEquivalents { return .text(Self.beside(code, last, next)) }
        if usesEquivalents, let equivalent = equivalent(of: base) {
            var text = equivalent
            for scalar in scalars.drop(while: { $0 != base }).dropFirst() {
                if missing.contains(scalar) {
                    text += self.equivalent(of: scalar) ?? ""
                } else {
                    text.unicodeScalars.append(scalar)
                }
            }
            return .text(text)
        }
        return Self.isLetter(base) ? .gap : .nothing
    }

    private static func joined(_ tokens: [Token]) -> String {
        var text = ""
        var space: Character?
        var (isAfterGap, isAfterNothing) = (false, false)
        for token in tokens {
            switch token {
            case .space(let character): space = space ?? character
            case .nothing: isAfterNothing = true
            case .gap:
                // One for all letters in a row, however many words they are.
                if !isAfterGap {
                    if let space, !text.isEmpty || !isAfterNothing { text.append(space) }
                    text += "…"
                }
                (space, isAfterGap, isAfterNothing) = (nil, true, false)
            case .text(let part) where part.unicodeScalars.allSatisfy(\.isInvisible):
                // Chances to break, and what joins letters, between words that are left out.
                if !isAfterGap { text += part }
            case .text(let part):
                if let space, !text.isEmpty || !isAfterNothing {
                    text.append(space)
                } else if isAfterNothing, let last = text.last, let first = part.first, isWord(last), isWord(first) {
                    // Two words that only a sign kept apart.
                    text += " "
                }
                text += part
                (space, isAfterGap, isAfterNothing) = (nil, false, false)
            }
        }
        if let space, !isAfterNothing { text.append(space) }
        return text
    }

    /// A currency's code with a no-break space to the number beside it.
    private static func beside(_ code: String, _ last: Character?, _ next: Character?) -> String {
        func needsSpace(_ neighbour: Character?) -> Bool { neighbour.map(isWord) ?? false }
        return (needsSpace(last) ? "\u{A0}" : "") + code + (needsSpace(next) ? "\u{A0}" : "")
    }

    private static func isWord(_ character: Character) -> Bool { character.isLetter || character.isNumber }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .letterNumber, .otherNumber, .spacingMark, .nonspacingMark:
            true
        default: false
        }
    }
}

// MARK: - What says the same

extension GlyphSubstitution {
    /// Other characters that say the same as one; `nil` if there are none.
    private func equivalent(of scalar: Unicode.Scalar) -> String? {
        if let text = Self.plainForms[scalar] { return text }
        if scalar.properties.numericType == .decimal, let value = scalar.properties.numericValue, !scalar.isASCII {
            return String(Int(value))
        }
        // The letters that flags are made of.
        if 0x1F1E6...0x1F1FF ~= scalar.value { return Unicode.Scalar(scalar.value - 0x1F1E6 + 0x41).map { String($0) } }
        guard let normal = g_utf8_normalize(String(Character(scalar)), -1, G_NORMALIZE_ALL_COMPOSE) else { return nil }
        defer { g_free(normal) }
        let text = String(cString: normal)
        // A mark that stands alone is made a space with it, which says less.
        guard text.unicodeScalars.first != scalar, text.first?.isWhitespace == false else { return nil }
        return text.unicodeScalars.contains(scalar) ? nil : text
    }

    private static let plainForms: [Unicode.Scalar: String] = [
        "‘": "'", "’": "'", "‛": "'", "′": "'", "‚": ",", "“": "\"", "”": "\"", "„": "\"", "‟": "\"", "″": "\"",
        "…": "...",
        "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-", "⁄": "/", "∕": "/", "×": "x", "•": "·",
        "\u{66A}": "%",
        "\u{66B}": ".", "\u{66C}": ",", "\u{60C}": ",", "\u{61B}": ";", "\u{61F}": "?", "\u{6D4}": ".", "\u{964}": ".",
    ]

    /// Currency signs and their codes of ISO 4217. Signs that several currencies share have the one of most people.
    private static let codes: [Unicode.Scalar: String] = [
        "€": "EUR", "£": "GBP", "¥": "JPY", "₩": "KRW", "₫": "VND", "₹": "INR", "฿": "THB", "₱": "PHP", "₺": "TRY",
        "₽": "RUB",
        "₴": "UAH", "₸": "KZT", "₪": "ILS", "₦": "NGN", "₵": "GHS", "₡": "CRC", "₲": "PYG", "₭": "LAK", "₮": "MNT",
        "₾": "GEL",
        "₼": "AZN", "֏": "AMD", "៛": "KHR", "৳": "BDT", "₿": "BTC", "؋": "AFN", "﷼": "IRR", "ƒ": "AWG", "₧": "ESP",
        "₤": "GBP",
        "₣": "CHF", "₯": "GRD", "\u{20C0}": "KGS", "\u{20C1}": "SAR", "૱": "INR", "௹": "INR", "߾": "GNF", "¢": "cent",
    ]
}
