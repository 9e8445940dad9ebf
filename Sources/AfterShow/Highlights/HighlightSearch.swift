public import MediaModel

/// Finds the moments of a show that stand out of what was usual: where hearts, comments or votes peak.
public struct HighlightSearch: Sendable {
    /// A moment begins so long before its rise: people press hearts after they have seen why.
    public static let lead = 4
    /// What stands out by less may be chance: of three hours' seconds one reaches 4 by itself.
    static let leastScore = 4.5
    /// A moment goes on while there is more than this part of its peak.
    private static let flank = 0.4
    /// A rise takes no longer, in seconds.
    private static let longestRise = 20

    private let activity: Activity
    private let kinds: [(kind: Activity.Kind, prominence: Prominence)]
    /// The sum of all kinds' scores, as far as each stands out, and the best of them; by seconds.
    private let sums, best: [Double]

    public init(_ activity: Activity) {
        self.activity = activity
        kinds = Activity.Kind.allCases.map { ($0, Prominence(activity.perSecond($0))) }
        var (sums, best) = ([Double](repeating: 0, count: activity.secondCount), [Double]())
        best = sums
        for (_, prominence) in kinds {
            for (second, score) in prominence.scores.enumerated() where score > 0 {
                sums[second] += score
                best[second] = max(best[second], score)
            }
        }
        (self.sums, self.best) = (sums, best)
    }

    /// The most prominent moments, the best first; fewer if fewer stand out. No two overlap.
    ///
    /// - Parameters:
    ///   - count: At most so many.
    ///   - length: Of each.
    ///   - range: Where they may be.
    public func moments(
        _ count: Int, length: ClosedRange<MediaTime>, in range: Range<MediaTime>
    ) -> [Highlight] {
        var found: [Highlight] = []
        var isOpen = [Bool](repeating: true, count: sums.count)
        while found.count < count, let peak = bestSecond(isOpen) {
            let span = self.span(of: peak)
            for second in span where isOpen.indices.contains(second) { isOpen[second] = false }
            let (rise, decay) = (time(span.lowerBound), time(span.upperBound))
            guard let wanted = Self.fit(rise: rise, decay: decay, length, range),
                let free = Self.free(wanted, of: found.map(\.range), least: length.lowerBound, peak: time(peak))
            else { continue }
            found.append(
                Highlight(
                    range: free, rise: rise, peak: time(peak), reasons: reasons(at: peak), score: sums[peak]))
        }
        return found
    }

    private func bestSecond(_ isOpen: [Bool]) -> Int? {
        sums.indices.filter { isOpen[$0] && best[$0] >= Self.leastScore }.max { sums[$0] < sums[$1] }
    }

    /// From where it rises to where it has gone: all that belongs to one peak, and to no other.
    private func span(of peak: Int) -> Range<Int> {
        let floor = max(sums[peak] * Self.flank, 1)
        var (first, end) = (peak, peak + 1)
        while first > 0, peak - first < Self.longestRise, sums[first - 1] >= floor { first -= 1 }
        while end < sums.count, sums[end] >= floor { end += 1 }
        return first..<end
    }

    private func time(_ second: Int) -> MediaTime { .seconds(Int64(activity.firstSecond + second)) }

    private func reasons(at peak: Int) -> [Highlight.Reason] {
        kinds.map { kind, prominence in
            Highlight.Reason(
                kind: kind, rate: prominence.rates[peak], usual: prominence.usual[peak],
                score: prominence.scores[peak])
        }.filter { $0.score >= 2 }.sorted { $0.score > $1.score }
    }

    /// As long as the moment, within the lengths that are allowed, and where there is something.
    private static func fit(
        rise: MediaTime, decay: MediaTime, _ length: ClosedRange<MediaTime>, _ range: Range<MediaTime>
    ) -> Range<MediaTime>? {
        guard range.upperBound - range.lowerBound >= length.lowerBound else { return nil }
        let natural = decay - rise + .seconds(Int64(lead))
        let duration = min(max(natural, length.lowerBound), length.upperBound, range.upperBound - range.lowerBound)
        let start = min(
            max(rise - .seconds(Int64(lead)), range.lowerBound), range.upperBound - duration)
        return start..<start + duration
    }

    /// What of a range no other has; `nil` where that is too short, or lacks the peak.
    private static func free(
        _ range: Range<MediaTime>, of others: [Range<MediaTime>], least: MediaTime, peak: MediaTime
    ) -> Range<MediaTime>? {
        var (start, end) = (range.lowerBound, range.upperBound)
        for other in others where other.lowerBound < end && start < other.upperBound {
            if other.lowerBound > peak { end = other.lowerBound } else { start = other.upperBound }
        }
        return start <= peak && peak < end && end - start >= least ? start..<end : nil
    }
}
