/// Which characters of a text belong to words of an alphabet, though Japanese fonts draw them for Japanese: a quotation mark
/// as wide as a kanji tears L’Oréal apart, and is right in 彼は“すごい”と言った.
struct LatinContext {
    /// Punctuation between Latin letters, by their places in bytes of UTF-8.
    private(set) var punctuation: [(scalar: Unicode.Scalar, range: Range<Int>)] = []
    /// Words of Greek and Cyrillic.
    private(set) var words: [(first: Unicode.Scalar, range: Range<Int>)] = []

    private enum Kind {
        case alphabet, ideograph, neutral
    }

    private let scalars: [Unicode.Scalar]
    private let kinds: [Kind]

    init(_ text: String) {
        // Most text has none of them.
        guard text.unicodeScalars.contains(where: { Self.isAmbiguous($0) || Self.isGreekOrCyrillic($0) }) else {
            (scalars, kinds) = ([], [])
            return
        }
        scalars = Array(text.unicodeScalars)
        kinds = scalars.map(Self.kind(of:))
        find()
    }

    private mutating func find() {
        let (before, after) = neighbours()
        var isLatin = scalars.indices.map { index in
            Self.isAmbiguous(scalars[index]) && before[index] != .ideograph && after[index] != .ideograph
                && (before[index] == .alphabet || after[index] == .alphabet)
        }
        // Both of a pair, or none: 「“iPhone”を」 would have two kinds of them.
        for (open, close) in pairs() {
            isLatin[open] = isLatin[open] && isLatin[close]
            isLatin[close] = isLatin[open]
        }
        var offset = 0
        var word: (start: Int, first: Int, count: Int)?
        func end(at offset: Int, _ index: Int) {
            guard let ended = word else { return }
            word = nil
            // One letter alone is a sign, or part of a face: α版, (´Д｀).
            let isAmidIdeographs = before[ended.first] == .ideograph && after[index - 1] == .ideograph
            if ended.count > (isAmidIdeographs ? 2 : 1) { words.append((scalars[ended.first], ended.start..<offset)) }
        }
        for (index, scalar) in scalars.enumerated() {
            let width = UTF8.width(scalar)
            if isLatin[index] { punctuation.append((scalar, offset..<offset + width)) }
            if Self.isGreekOrCyrillic(scalar) {
                word = word.map { ($0.start, $0.first, $0.count + 1) } ?? (offset, index, 1)
            } else if !scalar.properties.isGraphemeExtend {
                end(at: offset, index)
            }
            offset += width
        }
        end(at: offset, scalars.count)
    }

    /// The kinds of the nearest characters on both sides that aren't neutral.
    private func neighbours() -> (before: [Kind], after: [Kind]) {
        var (before, after) = (kinds, kinds)
        var last = Kind.neutral
        for index in kinds.indices {
            before[index] = last
            if kinds[index] != .neutral { last = kinds[index] }
        }
        last = .neutral
        for index in kinds.indices.reversed() {
            after[index] = last
            if kinds[index] != .neutral { last = kinds[index] }
        }
        return (before, after)
    }

    private func pairs() -> [(open: Int, close: Int)] {
        let partners: [Unicode.Scalar: Unicode.Scalar] = ["“": "”", "‘": "’"]
        return scalars.indices.compactMap { open in
            guard let partner = partners[scalars[open]] else { return nil }
            let close = scalars.indices.dropFirst(open + 1).first { scalars[$0] == partner && !isApostrophe($0) }
            return close.map { (open, $0) }
        }
    }

    private func isApostrophe(_ index: Int) -> Bool {
        scalars[index] == "’" && index > 0 && kinds[index - 1] == .alphabet
            && index + 1 < kinds.count && kinds[index + 1] == .alphabet
    }

    private static func isAmbiguous(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        // § ° ± ¶ · × ÷, quotation marks, dashes, daggers, dots, primes.
        case 0xA7, 0xB0, 0xB1, 0xB6, 0xB7, 0xD7, 0xF7, 0x2010...0x2027, 0x2030...0x2036: true
        default: false
        }
    }

    private static func isGreekOrCyrillic(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0370...0x03FF, 0x0400...0x052F, 0x1F00...0x1FFF: scalar.properties.isAlphabetic
        default: false
        }
    }

    private static func kind(of scalar: Unicode.Scalar) -> Kind {
        switch scalar.value {
        case 0x2E80...0xA4CF, 0xAC00...0xD7FF, 0xF900...0xFAFF, 0xFE30...0xFE4F, 0xFF00...0xFFEF, 0x20000...0x3FFFF:
            // The white space among them says nothing.
            scalar.properties.isWhitespace ? .neutral : .ideograph
        default: scalar.properties.isAlphabetic || scalar.properties.numericType == .decimal ? .alphabet : .neutral
        }
    }
}
