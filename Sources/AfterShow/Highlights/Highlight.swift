public import MediaModel

/// A moment that people liked, before it is cut.
public struct Highlight: Hashable, Sendable {
    /// Why it was chosen: what came of a kind at its peak, and what is usual.
    public struct Reason: Hashable, Sendable {
        public let kind: Activity.Kind
        /// A second.
        public let rate, usual: Double
        /// In standard deviations of the background.
        public let score: Double
    }

    public var range: Range<MediaTime>
    /// When it begins to rise, and the second of its peak.
    public let rise, peak: MediaTime
    /// From the most to the least; at least one.
    public let reasons: [Reason]
    /// What it is ranked by: the sum of all kinds' scores.
    public let score: Double
}

extension Highlight.Reason: CustomStringConvertible {
    /// E.g. `hearts: 42 a second, where 3.1 are usual (9.4 deviations)`.
    public var description: String {
        "\(kind.rawValue): \(Self.number(rate)) a second, where \(Self.number(usual)) are usual (\(Self.number(score)) deviations)"
    }

    private static func number(_ value: Double) -> String {
        value >= 10 ? "\(Int(value.rounded()))" : "\((value * 10).rounded() / 10)"
    }
}
