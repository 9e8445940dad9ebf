package import HLS
import MediaModel

/// Tells the runs of a log apart, line by line: a process that was killed and goes on begins its media time anew, and writes on in the same
/// log.
package struct LogSplit: Sendable {
    /// In microseconds. A timeline that somebody wrote by hand may be a little out of order.
    private static let patience: Int64 = 5_000_000

    /// The latest time of each run so far, in microseconds.
    package private(set) var ends: [Int64] = []
    private let patience: Int64

    /// - Parameter runCount: How many the recording has. A broadcast's own log never goes back within one.
    package init(runCount: Int) { patience = runCount > 1 ? 0 : Self.patience }

    /// - Parameter time: The line's media time, in microseconds.
    /// - Returns: The number of its run in the log, from 0.
    package mutating func take(_ time: Int64) -> Int {
        if let last = ends.last, time >= last - patience {
            ends[ends.count - 1] = max(last, time)
        } else {
            ends.append(time)
        }
        return ends.count - 1
    }
}

/// Says which run of a recording each run of its log is. Pure.
///
/// A log says no more of a run than its times, and may lack one in which nothing happened; the recording may lack one that had no time for a
/// segment. So the log's runs are put on the recording's in their order, each on one that is long enough for it, so that of all ways the most
/// of the log finds its place; of ways that are as good, the one in which it does so earliest.
package struct LogRuns: Sendable {
    /// Of each run of the log; `nil` for one that the recording has nothing of.
    package let places: [RecordedTimeline.RecordedRun?]

    /// An event may be told of this long after the last segment that is there, in microseconds.
    private static let tail: Int64 = 10_000_000
    /// A process that is started anew this often has other troubles; what comes after isn't placed.
    private static let most = 1_000

    /// - Parameter ends: The latest time of each run of the log, in microseconds: ``LogSplit/ends``.
    package init(ends logged: [Int64], in recorded: [RecordedTimeline.RecordedRun]) {
        let (ends, runs) = (Array(logged.prefix(Self.most)), Array(recorded.prefix(Self.most)))
        let lengths = runs.map { $0.duration.ticks(timescale: 1_000_000, rounding: .nearest) + Self.tail }
        // The most that can be placed of the log from one run on, on the recording from one run on. A run counts for its length, and a moment
        // for being there.
        let width = runs.count + 1
        var best = [Int64](repeating: 0, count: (ends.count + 1) * width)
        func value(_ end: Int64) -> Int64 { max(0, min(end, 1 << 40)) + 1 }
        for log in ends.indices.reversed() {
            for run in runs.indices.reversed() {
                var most = max(best[(log + 1) * width + run], best[log * width + run + 1])
                if ends[log] <= lengths[run] { most = max(most, value(ends[log]) + best[(log + 1) * width + run + 1]) }
                best[log * width + run] = most
            }
        }
        var (places, run) = ([RecordedTimeline.RecordedRun?](), 0)
        for log in ends.indices {
            // Where it can stay out at no loss it does only if it fits nowhere.
            var place: Int?
            for candidate in run..<max(run, runs.count)
            where ends[log] <= lengths[candidate]
                && value(ends[log]) + best[(log + 1) * width + candidate + 1] == best[log * width + run]
            {
                place = candidate
                break
            }
            places.append(place.map { runs[$0] })
            if let place { run = place + 1 }
        }
        self.places = places + Array(repeating: nil, count: logged.count - ends.count)
    }
}
