public import MediaModel

/// Moves the ends of a moment to where nobody is cut off in the middle of a sentence, and no shot ends a moment later.
public struct ClipSnap: Sendable {
    /// Where nobody speaks, for 250 ms at least; in order.
    public let pauses: [Range<MediaTime>]
    /// Where another shot begins; in order.
    public let cuts: [MediaTime]

    public init(pauses: [Range<MediaTime>], cuts: [MediaTime]) { (self.pauses, self.cuts) = (pauses, cuts) }

    /// How far an end may be moved.
    public static let reach = MediaTime.seconds(2)
    /// What is left of a pause before and after what is said.
    private static let breath = MediaTime.milliseconds(120)

    /// - Parameters:
    ///   - range: As it was found.
    ///   - length: What it may last.
    ///   - limits: What neither end may leave.
    public func snapped(
        _ range: Range<MediaTime>, length: ClosedRange<MediaTime>, within limits: Range<MediaTime>
    ) -> Range<MediaTime> {
        let starts = places { $0.upperBound - Self.breath }
        let ends = places { $0.lowerBound + Self.breath }
        let start = Self.nearest(starts, to: range.lowerBound) {
            limits.contains($0) && length ~= range.upperBound - $0
        }
        let end = Self.nearest(ends, to: range.upperBound) {
            $0 <= limits.upperBound && $0 > limits.lowerBound && length ~= $0 - start
        }
        return start..<max(end, start + length.lowerBound)
    }

    /// Places for an end, the best kind first: a cut within a pause, a pause, a cut.
    private func places(_ place: (Range<MediaTime>) -> MediaTime) -> [[MediaTime]] {
        let quiet = cuts.filter { cut in pauses.contains { $0.lowerBound <= cut && cut <= $0.upperBound } }
        return [quiet, pauses.map(place), cuts]
    }

    private static func nearest(
        _ places: [[MediaTime]], to time: MediaTime, where isAllowed: (MediaTime) -> Bool
    ) -> MediaTime {
        func distance(_ place: MediaTime) -> MediaTime { place < time ? time - place : place - time }
        for kind in places {
            let near = kind.filter { distance($0) <= reach && isAllowed($0) }
            if let best = near.min(by: { distance($0) < distance($1) }) { return best }
        }
        return time
    }
}
