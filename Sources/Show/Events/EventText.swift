import MediaModel

/// Makes text from outside safe to lay out and to log.
///
/// Line breaks and tabs become spaces and white space around the text goes, since both slip in when a name is copied
/// out of a shop's back office. Other control characters are refused: they have no picture.
enum EventText {
    enum Fault: Error, Equatable {
        case empty
        /// Joiners, fillers, blank patterns and their like alone. With the first of them, as `U+3164`.
        case invisible(String)
        case tooLong
        /// As `U+0007`.
        case forbidden(String)
        case tooManyMarks
    }

    /// The longest emoji (a family with skin tones) has 11 scalars; a stack of marks beyond this covers the picture.
    private static let maximumScalarsPerCharacter = 16

    /// - Parameter limit: In characters as readers count them.
    static func clean(_ text: String, limit: Int) throws(Fault) -> String {
        // Counting characters is slow on hostile text, so the bytes are looked at first.
        guard text.utf8.count <= limit * 4 * maximumScalarsPerCharacter else { throw .tooLong }
        if text.utf8.allSatisfy(isPrintableASCII) { return try cleanASCII(text, limit: limit) }
        let trimmed = trimmingSpaces(try replacingBreaks(in: text))
        guard !trimmed.isEmpty else { throw .empty }
        guard trimmed.unicodeScalars.contains(where: { !$0.isInvisible }) else {
            throw .invisible(trimmed.unicodeScalars.first.map(name(of:)) ?? "")
        }
        guard trimmed.count <= limit else { throw .tooLong }
        guard trimmed.utf8.count <= maximumScalarsPerCharacter || trimmed.allSatisfy(isOfBearableHeight) else {
            throw .tooManyMarks
        }
        return trimmed
    }

    /// The same for text of one byte a character, which needs no look at Unicode's tables.
    private static func cleanASCII(_ text: String, limit: Int) throws(Fault) -> String {
        let space = UInt8(ascii: " ")
        let trimmed = text.utf8.first == space || text.utf8.last == space ? trimmingSpaces(text) : text
        guard !trimmed.isEmpty else { throw .empty }
        guard trimmed.utf8.count <= limit else { throw .tooLong }
        return trimmed
    }

    private static func isPrintableASCII(_ byte: UInt8) -> Bool { byte >= 0x20 && byte < 0x7F }

    private static func isOfBearableHeight(_ character: Character) -> Bool {
        character.unicodeScalars.prefix(maximumScalarsPerCharacter + 1).count <= maximumScalarsPerCharacter
    }

    private static func replacingBreaks(in text: String) throws(Fault) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\t", "\n", "\r", "\u{0B}", "\u{0C}", "\u{85}", "\u{2028}", "\u{2029}": scalars.append(" ")
            // Overrides of the writing direction can show a price backwards; marks and isolates can't.
            case "\u{202D}", "\u{202E}": throw .forbidden(name(of: scalar))
            default:
                let isForbidden =
                    scalar.properties.generalCategory == .control || scalar.properties.isNoncharacterCodePoint
                guard !isForbidden else { throw .forbidden(name(of: scalar)) }
                scalars.append(scalar)
            }
        }
        return String(scalars)
    }

    private static func trimmingSpaces(_ text: String) -> String {
        guard text.first?.isWhitespace == true || text.last?.isWhitespace == true else { return text }
        var rest = text.drop(while: \.isWhitespace)
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }

    private static func name(of scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
