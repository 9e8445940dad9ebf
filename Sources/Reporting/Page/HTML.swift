/// A piece of a page. What is put into it is escaped, unless it is a piece of a page itself: names and comments are anybody's.
struct HTML: ExpressibleByStringInterpolation, Sendable {
    private(set) var text: String

    init(_ pieces: some Sequence<HTML>) { text = pieces.map(\.text).joined() }

    init(stringLiteral text: String) { self.text = text }

    init(stringInterpolation interpolation: StringInterpolation) { text = interpolation.text }

    static func + (left: HTML, right: HTML) -> HTML { HTML([left, right]) }

    static func += (left: inout HTML, right: HTML) { left.text += right.text }

    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        init(literalCapacity: Int, interpolationCount: Int) { text.reserveCapacity(literalCapacity * 2) }

        mutating func appendLiteral(_ literal: String) { text += literal }

        mutating func appendInterpolation(_ piece: HTML) { text += piece.text }

        mutating func appendInterpolation(_ words: some StringProtocol) { text += HTML.escaped(words) }

        mutating func appendInterpolation(_ number: Int) { text += "\(number)" }

        /// A number of a drawing: two digits after the point are a fiftieth of a pixel.
        mutating func appendInterpolation(_ number: Double) {
            let hundredths = Int((min(max(number, -1e9), 1e9) * 100).rounded())
            let sign = hundredths < 0 ? "-" : ""
            let (whole, fraction) = (abs(hundredths) / 100, abs(hundredths) % 100)
            text += fraction == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(fraction < 10 ? "0" : "")\(fraction)"
        }
    }

    /// Text as it may stand in an element, or in an attribute between quotes. Controls, which no page may have, go.
    private static func escaped(_ words: some StringProtocol) -> String {
        var text = ""
        for scalar in words.unicodeScalars {
            switch scalar {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            case "\"": text += "&quot;"
            case "'": text += "&#39;"
            // Marks that turn the direction of what follows would reach beyond the name that has them.
            case "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}": break
            case "\t", "\n": text.unicodeScalars.append(scalar)
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}": break
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
