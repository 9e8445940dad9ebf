public import MediaModel

/// Something that lasts a while on the wall clock, told to players beside the media (EXT-X-DATERANGE,
/// RFC 8216bis 4.4.5.1).
public struct DateRange: Hashable, Sendable {
    /// When a range is over.
    public enum End: Hashable, Sendable {
        /// Where the next range of its class starts.
        case onNext
        case after(MediaTime)
        case at(ProgramDateTime)
        /// Nobody knows yet: a later tag with the same identifier may say.
        case unknown
    }

    public enum Value: Hashable, Sendable {
        /// Without quotes and control characters: see ``quotable(_:limit:)``.
        case text(String)
        case bytes([UInt8])
        case number(DecimalNumber)
    }

    public struct Attribute: Hashable, Sendable {
        /// Begins with `X-`.
        public let name: String
        public let value: Value

        /// - Precondition: The name begins with `X-` and has capitals, digits and hyphens; a text has no quote and no
        ///   control character.
        public init(_ name: String, _ value: Value) {
            precondition(name.hasPrefix("X-") && AttributeList.isName(name), "attribute \(name)")
            if case .text(let text) = value { precondition(AttributeList.canBeQuoted(text), "\(name)=\(text)") }
            (self.name, self.value) = (name, value)
        }
    }

    /// One of its kind in the broadcast; a tag with the same one must not contradict it.
    public let id: String
    /// What the attributes mean; ranges of one class may end each other.
    public let category: String?
    public let start: ProgramDateTime
    public let end: End
    /// How long it was meant to last.
    public let plannedDuration: MediaTime?
    public let attributes: [Attribute]

    /// - Parameter category: CLASS, in reverse domain notation.
    /// - Precondition: Texts can be quoted, names of attributes differ, `.onNext` has a category, an end is no
    ///   earlier than the start.
    public init(
        id: String, category: String?, start: ProgramDateTime, end: End, plannedDuration: MediaTime? = nil,
        attributes: [Attribute] = []
    ) {
        precondition(!id.isEmpty && AttributeList.canBeQuoted(id), "identifier \(id)")
        precondition(category.map { AttributeList.canBeQuoted($0) } ?? true, "class \(category ?? "")")
        precondition(Set(attributes.map(\.name)).count == attributes.count, "an attribute twice in \(id)")
        switch end {
        case .onNext: precondition(category != nil, "\(id) ends on the next of no class")
        case .after(let duration): precondition(duration >= .zero, "\(id) lasts \(duration)")
        case .at(let instant): precondition(instant >= start, "\(id) ends before it starts")
        case .unknown: break
        }
        (self.id, self.category, self.start, self.end) = (id, category, start, end)
        (self.plannedDuration, self.attributes) = (plannedDuration, attributes)
    }

    public subscript(name: String) -> Value? { attributes.first { $0.name == name }?.value }
}

/// A number that isn't negative, with the decimals it was written with: 39.80 is 3980 hundredths.
public struct DecimalNumber: Hashable, Sendable {
    /// In units of 10⁻ᵈᵉᶜⁱᵐᵃˡˢ; not negative.
    public let units: Int64
    /// 0 to 9.
    public let decimals: Int

    public init(_ units: Int64, decimals: Int = 0) {
        precondition(units >= 0 && 0...9 ~= decimals, "\(units) × 10^-\(decimals)")
        (self.units, self.decimals) = (units, decimals)
    }

    /// Reads digits with or without a point; `nil` for a sign, for more than nine digits on either side, and for anything
    /// else.
    public init?(parsing text: some StringProtocol) {
        let fraction = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false).dropFirst().first
        let decimals = fraction?.utf8.count ?? 0
        guard decimals <= 9, let units = DecimalText.scaled(text, digits: decimals) else { return nil }
        self.init(units, decimals: decimals)
    }

    var text: String { decimals == 0 ? "\(units)" : DecimalText.text(units, digits: decimals) }
}
