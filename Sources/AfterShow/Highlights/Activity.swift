public import MediaModel

/// How much viewers did in each second of a show: hearts, comments, votes.
public struct Activity: Hashable, Sendable {
    public enum Kind: String, CaseIterable, Hashable, Sendable {
        case hearts, comments, votes
    }

    /// The media time of the first second, in whole seconds.
    let firstSecond: Int
    /// Of each kind, by seconds from there; all equally long.
    private let counts: [Kind: [Int]]

    /// How many seconds there are.
    public let secondCount: Int

    /// - Parameter range: Of which media time.
    public init(_ acts: [(time: MediaTime, act: RecordedEvents.Act)], in range: Range<MediaTime>) {
        let first = Int(range.lowerBound.ticks(timescale: 1, rounding: .down))
        let count = max(0, Int(range.upperBound.ticks(timescale: 1, rounding: .up)) - first)
        var (hearts, comments, votes) = ([Int](repeating: 0, count: count), [Int](repeating: 0, count: count), [Int]())
        votes = hearts
        for item in acts where range.contains(item.time) {
            let second = Int(item.time.ticks(timescale: 1, rounding: .down)) - first
            switch item.act {
            // Billions may be claimed in one line.
            case .hearts(let number): hearts[second] = min(hearts[second] + number, 1 << 40)
            case .comment: comments[second] += 1
            case .votes(let number): votes[second] = min(votes[second] + number, 1 << 40)
            }
        }
        (firstSecond, secondCount) = (first, count)
        counts = [.hearts: hearts, .comments: comments, .votes: votes]
    }

    func perSecond(_ kind: Kind) -> [Int] { counts[kind] ?? [] }
}
