public import HLS
public import MediaModel

/// Ranges as a shop's broadcast has them.
extension DateRange {
    public enum Subject: String {
        case product, coupon, poll

        public var category: String { "com.tatecast.\(rawValue)" }
    }

    /// Lasts until the next of its subject, unless it says how long.
    public init(
        _ subject: Subject, eventID: String, start: ProgramDateTime, lasting duration: MediaTime? = nil,
        _ attributes: [Attribute]
    ) {
        self.init(
            id: eventID, category: subject.category, start: start, end: duration.map { .after($0) } ?? .onNext,
            attributes: attributes)
    }

    /// Ends the one of its subject before it.
    public static func ending(_ subject: Subject, eventID: String, start: ProgramDateTime) -> DateRange {
        DateRange(id: eventID, category: subject.category, start: start, end: .after(.zero))
    }
}

extension DateRange.Attribute {
    public static func of(_ name: String, _ value: DateRange.Value) -> Self { Self("X-COM-TATECAST-\(name)", value) }

    public static func id(_ text: String) -> Self { .of("ID", .text(text)) }
    public static func name(_ text: String) -> Self { .of("NAME", .text(DateRange.quotable(text))) }
}
