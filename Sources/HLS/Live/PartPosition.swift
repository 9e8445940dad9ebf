/// A part's place in a broadcast: its segment's number, and its own within the segment.
public struct PartPosition: Hashable, Sendable {
    /// −1 for what stands before the first segment of all.
    public let mediaSequence: Int
    /// Counted from 0.
    public let part: Int

    public init(mediaSequence: Int, part: Int) {
        precondition(mediaSequence >= -1 && part >= 0, "part \(part) of segment \(mediaSequence)")
        (self.mediaSequence, self.part) = (mediaSequence, part)
    }
}

extension PartPosition: Comparable {
    public static func < (left: PartPosition, right: PartPosition) -> Bool {
        (left.mediaSequence, left.part) < (right.mediaSequence, right.part)
    }
}

extension PartPosition: CustomStringConvertible {
    /// E.g. `17.2`.
    public var description: String { "\(mediaSequence).\(part)" }
}
