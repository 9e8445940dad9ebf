public import MediaModel

// What viewers can act on, as date ranges: a player turns them into buttons.

extension DateRange {
    /// What a range of ours is about: its CLASS, and the attribute that names its identifier.
    public enum Subject: String, CaseIterable, Sendable {
        case product, coupon, poll

        /// E.g. `com.tatecast.product`.
        public var category: String { "com.tatecast.\(rawValue)" }
    }

    /// One thing told of a subject, e.g. its name; nothing is written for an empty text.
    public enum Fact: Hashable, Sendable {
        /// Of the product, coupon or poll itself: the same each time it is shown.
        case id(String)
        case name(String)
        /// In major units: 39.80.
        case price(DecimalNumber)
        /// Before the discount, likewise.
        case originalPrice(DecimalNumber)
        /// An ISO 4217 code.
        case currency(String)
        case url(String)
        /// Pieces left.
        case stock(Int)
        /// What a viewer types in.
        case code(String)
        /// Of an attribute's own: capitals, digits and hyphens.
        case other(String, Value)
    }

    /// A range about a subject, which viewers may act on while it lasts.
    ///
    /// - Parameters:
    ///   - eventID: One of its kind in the broadcast: each showing of a product is a range of its own.
    ///   - start: The date of the frame that the event commits on.
    ///   - lasting: `nil` until the next of its subject (END-ON-NEXT), or ``ending(_:eventID:start:)``.
    /// - Precondition: No fact comes twice; a duration or a stock isn't negative.
    public init(
        _ subject: Subject, eventID: String, start: ProgramDateTime, lasting duration: MediaTime? = nil, _ facts: [Fact]
    ) {
        let attributes = facts.compactMap { fact -> Attribute? in
            let (name, value) = fact.nameAndValue
            if value == .text("") { return nil }
            return Attribute("X-COM-TATECAST-\(name)", value)
        }
        self.init(
            id: Self.identifier(eventID), category: subject.category, start: start,
            end: duration.map { .after($0) } ?? .onNext, attributes: attributes)
    }

    /// A range that lasts no time: all it does is end the one of its subject before it, whose end was the next one.
    public static func ending(_ subject: Subject, eventID: String, start: ProgramDateTime) -> DateRange {
        DateRange(
            id: identifier(eventID), category: subject.category, start: start, end: .after(.zero))
    }

    private static func identifier(_ text: String) -> String {
        let id = quotable(text, limit: 128)
        return id.isEmpty ? "event" : id
    }

    /// In bytes of a quoted text; a playlist is fetched twice a second by every viewer.
    public static let textLimit = 512

    /// A text as an attribute can hold it, whoever wrote it: without quotes, ends of lines and other control characters,
    /// and no longer than `limit` bytes, cut between characters.
    ///
    /// RFC 8216bis 4.2 has no way to escape them. Quotes become typographic ones (”), control characters spaces.
    public static func quotable(_ text: String, limit: Int = textLimit) -> String {
        var result = ""
        var count = 0
        for character in text {
            var scalars = String.UnicodeScalarView()
            for scalar in character.unicodeScalars {
                switch scalar.properties.generalCategory {
                case .control, .lineSeparator, .paragraphSeparator:
                    // One space for an end of a line and an indent.
                    if scalars.last != " " && !(scalars.isEmpty && result.last == " ") { scalars.append(" ") }
                default: scalars.append(scalar == "\"" ? "\u{201d}" : scalar)
                }
            }
            count += String(scalars).utf8.count
            guard count <= limit else { break }
            result.unicodeScalars += scalars
        }
        return result
    }
}

extension DateRange.Fact {
    fileprivate var nameAndValue: (String, DateRange.Value) {
        func text(_ text: String) -> DateRange.Value { .text(DateRange.quotable(text)) }
        return switch self {
        case .id(let id): ("ID", text(id))
        case .name(let name): ("NAME", text(name))
        case .price(let price): ("PRICE", .number(price))
        case .originalPrice(let price): ("ORIGINAL-PRICE", .number(price))
        case .currency(let code): ("CURRENCY", text(code))
        // An address cut short leads elsewhere: better none.
        case .url(let url): ("URL", url.utf8.count <= 2_048 ? .text(DateRange.quotable(url, limit: 4_096)) : .text(""))
        case .stock(let count): ("STOCK", .number(DecimalNumber(Int64(count))))
        case .code(let code): ("CODE", text(code))
        case .other(let name, let value): (name, value)
        }
    }
}
