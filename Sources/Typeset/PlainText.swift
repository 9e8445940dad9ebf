import MediaModel

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
    ///   - isTrimmed: Whether white space at both ends goes. Within the text, any amount becomes one space; no-break spaces
    ///     stay what they are.
    public init(_ text: String, limit: Int = 200, isTrimmed: Bool = true) {
        precondition(limit > 0, "a limit of \(limit) characters")
        var kept = String.UnicodeScalarView()
        var marks = 0
        var space: Unicode.Scalar?
        // A family emoji has 7 scalars and a flag of tags 7 as well: 16 for each character leave room to spare.
        for scalar in text.unicodeScalars.prefix(limit * 16 + 64) {
            if Self.isBlank(scalar) {
                // Among several, one that lines may break at decides.
                let isKept = Self.isNoBreakSpace(scalar) && space != " "
                space = isKept ? space ?? scalar : " "
                continue
            }
            guard Self.isShown(scalar) else { continue }
            let isMark = scalar.properties.generalCategory.isMark
            marks = isMark ? marks + 1 : 0
            if marks > Self.mostMarks { continue }
            if let due = space, !kept.isEmpty || !isTrimmed { kept.append(due) }
            space = nil
            // A byte order mark amid text is what U+2060 was called before.
            kept.append(scalar == "\u{FEFF}" ? "\u{2060}" : scalar)
        }
        if let space, !isTrimmed { kept.append(space) }
        let isSeen = !isTrimmed || kept.contains { !$0.isInvisible }
        let clean = isSeen ? String(kept) : ""
        if clean.count > limit || text.unicodeScalars.dropFirst(limit * 16 + 64).first != nil {
            string = clean.prefix(limit - 1) + "…"
        } else {
            string = clean
        }
    }

    /// Text that is clean already.
    init(clean string: String) { self.string = string }

    /// Whether nothing is left to lay out.
    public var isEmpty: Bool { string.isEmpty }

    /// White space, and the fillers of Hangul and Braille, which are as blank but no space by Unicode's tables.
    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x21...0x7E: false
        case 0x2800, 0x3164, 0xFFA0: true
        default: scalar.properties.isWhitespace
        }
    }

    private static func isNoBreakSpace(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "\u{A0}" || scalar == "\u{202F}" || scalar == "\u{2007}"
    }

    private static func isShown(_ scalar: Unicode.Scalar) -> Bool {
        // Signs that are newer than Unicode's tables here: their currencies' codes stand for them.
        if 0x20A0...0x20CF ~= scalar.value { return true }
        switch scalar.properties.generalCategory {
        case .control, .privateUse, .surrogate, .unassigned, .lineSeparator, .paragraphSeparator: return false
        case .format:
            // Kept: where lines may break and where they mustn't, joiners, which emoji and Arabic need, direction marks of
            // one place, and the tags of flags. The embeddings and overrides that act on all text after them are not.
            switch scalar.value {
            case 0xAD, 0x200B, 0x2060, 0xFEFF: return true
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
