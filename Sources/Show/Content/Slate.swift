public import MediaModel

/// Why the show isn't seen.
public struct Slate: Hashable, Sendable {
    public enum Kind: String, CaseIterable, Sendable {
        case startingSoon = "starting-soon"
        case backSoon = "back-soon"
        case thankYou = "thank-you"
    }

    /// When it goes by itself; it counts down to that.
    public enum End: Hashable, Sendable {
        case wallTime(WallTime)
        /// So long after it came.
        case duration(MediaTime)
    }

    public var kind: Kind
    /// In place of the kind's own words.
    public var text: String?
    public var until: End?

    public init(_ kind: Kind, text: String? = nil, until: End? = nil) {
        self.kind = kind
        self.text = text
        self.until = until
    }
}
