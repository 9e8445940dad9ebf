/// Turns the media times of a log into seconds of the show, run by run.
///
/// A process that was killed and goes on begins its media time anew, and writes on in the same log: where time goes back by more than a log's lines ever do, another
/// run begins.
struct RunClock {
    /// In microseconds. Lines of one run are in the order in which they were committed; a timeline that somebody wrote by hand is to be in order, too.
    private static let patience: Int64 = 5_000_000

    let runs: ShowRuns
    /// From 0.
    private(set) var run = 0
    private var last: Int64 = 0
    /// The latest so far, in seconds of the show.
    private(set) var end = 0.0
    /// Where the run in hand begins, in seconds of the show.
    private(set) var offset: Double

    init(runs: ShowRuns) {
        self.runs = runs
        offset = runs.offset(of: 0) ?? 0
    }

    /// - Parameter time: Microseconds of media time.
    mutating func seconds(_ time: Int64) -> Double {
        if time < last - Self.patience {
            run += 1
            offset = runs.offset(of: run) ?? end
            last = time
        }
        last = max(last, time)
        let second = offset + Double(time) / 1_000_000
        end = max(end, second)
        return second
    }
}
