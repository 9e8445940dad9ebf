/// Text from outside, made fit to lay out: one line, no control characters, bounded.
///
/// Nothing in it is markup. A product's name may come from a shop's database and a comment from anyone:
/// 100,000 characters, right-to-left overrides that turn a price around, and letters under a tower of accents
/// all arrive sooner or later, and layout takes time that grows with them.
public struct PlainText: Hashable, Sendable {
    /// The text to lay out.
    public let string: String

    /// More than this many accents on one letter is an attack on the lines above it, not a language.
    private static let mostMarks = 4

    /// Cleans text, and cuts what is longer than `limit` characters, with an ellipsis in place of the rest.
    ///
    /// - Parameters:
    ///   - limit: In characters as readers count them; at least 1.
    ///   - isTrimmed: Whether white space at both ends goes. Within the text, any amount becomes one space.
    public init(_ text: String, limit: Int = 200, isTrimmed: Bool = true) {
        precondition(limit > 0, "a limit of \(limit) characters")
        var kept = String.UnicodeScalarView()
        var marks = 0
        var spaceIsDue = false
        // A family emoji has 7 scalars and a flag of tags 7 as well: 16 for each character leave room to spare.
        for scalar in text.unicodeScalars.prefix(limit * 16 + 64) {
            if scalar.properties.isWhitespace {
                spaceIsDue = !kept.isEmpty || !isTrimmed
                continue
            }
            guard Self.isShown(scalar) else { continue }
            let isMark = scalar.properties.generalCategory.isMark
            marks = isMark ? marks + 1 : 0
            if marks > Self.mostMarks { continue }
            if spaceIsDue {
                kept.append(" ")
                spaceIsDue = false
            }
            kept.append(scalar)
        }
        if spaceIsDue && !isTrimmed { kept.append(" ") }
        let clean = String(kept)
        if clean.count > limit || text.unicodeScalars.dropFirst(limit * 16 + 64).first != nil {
            string = clean.prefix(limit - 1) + "…"
        } else {
            string = clean
        }
    }

    /// Whether nothing is left to lay out.
    public var isEmpty: Bool { string.isEmpty }

    private static func isShown(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .privateUse, .surrogate, .unassigned, .lineSeparator, .paragraphSeparator: return false
        case .format:
            // Kept: joiners, which emoji and Arabic need, direction marks of one place, and the tags of flags.
            // The embeddings and overrides that act on all text after them are not.
            switch scalar.value {
            case 0x200C...0x200F, 0x061C, 0xE0020...0xE007F: return true
            default: return false
            }
        default:
            return scalar.value != 0xFFFC
        }
    }
}

extension Unicode.GeneralCategory {
    fileprivate var isMark: Bool { self == .nonspacingMark || self == .enclosingMark }
}
