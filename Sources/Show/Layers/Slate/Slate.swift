/// Why the show isn't seen.
public struct Slate: Hashable, Sendable {
    public enum Kind: String, CaseIterable, Sendable {
        case startingSoon = "starting-soon"
        case backSoon = "back-soon"
        case thankYou = "thank-you"
    }

    public var kind: Kind
    /// In place of the kind's own words.
    public var text: LocalizedText?
    /// When it goes by itself; it counts down to that.
    public var until: EndTime?

    public init(_ kind: Kind, text: LocalizedText? = nil, until: EndTime? = nil) {
        self.kind = kind
        self.text = text
        self.until = until
    }
}
