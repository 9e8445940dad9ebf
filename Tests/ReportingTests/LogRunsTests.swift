import HLS
import MediaModel
import Reporting
import Testing

/// Which run of a recording each run of its log is.
@Suite struct LogRunsTests {
    /// Runs of so many seconds, one behind the other.
    private static func recorded(_ lengths: [Int64]) -> [RecordedTimeline.RecordedRun] {
        var time = MediaTime.zero
        return lengths.map { length in
            defer { time = time + .seconds(length) }
            return .init(start: time, duration: .seconds(length))
        }
    }

    private static func places(_ ends: [Int64], _ lengths: [Int64]) -> [Double?] {
        LogRuns(ends: ends.map { $0 * 1_000_000 }, in: recorded(lengths)).places.map { $0?.start.seconds }
    }

    @Test(
        arguments: [
            // One for each.
            ([50, 40], [60, 45], [0, 60]),
            // In the second nothing happened, or in the first, where the log is too long for that.
            ([50], [60, 45], [0]), ([100], [60, 145], [60]), ([50, 300], [60, 45, 400], [0, 105]),
            // A process that died before it had a segment isn't in the recording.
            ([1, 600], [610], [nil, 0]), ([600, 1], [610], [0, nil]), ([600, 2, 500], [610, 510], [0, nil, 610]),
            // The end of the last is told of a little after the last segment.
            ([69], [60], [0]), ([71], [60], [nil]),
            ([], [60], []), ([5], [], [nil]),
        ] as [([Int64], [Int64], [Double?])])
    func putsThemInTheirOrder(ends: [Int64], lengths: [Int64], expected: [Double?]) {
        #expect(Self.places(ends, lengths) == expected)
    }

    @Test func boundsWhatItPlaces() {
        let places = LogRuns(
            ends: (0..<3_000).map { $0 % 7 * 1_000_000 }, in: Self.recorded(Array(repeating: 10, count: 3_000))
        ).places
        #expect(places.count == 3_000 && places[1_500] == nil && places.first??.start == .zero)
        #expect(LogRuns(ends: [.max, .min], in: Self.recorded([5, 5])).places.map { $0 == nil } == [true, false])
    }

    @Test func tellsRunsApartByTimesThatGoBack() {
        var split = LogSplit(runCount: 2)
        #expect([1, 5, 5, 9, 3, 4].map { split.take($0 * 1_000_000) } == [0, 0, 0, 0, 1, 1])
        #expect(split.ends == [9_000_000, 4_000_000])
        // Whoever wrote a timeline by hand wrote one.
        var timeline = LogSplit(runCount: 1)
        #expect([1, 9, 6, 12].map { timeline.take($0 * 1_000_000) } == [0, 0, 0, 0])
        #expect(timeline.take(2_000_000) == 1)
    }
}
