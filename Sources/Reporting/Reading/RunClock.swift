import MediaModel

/// Turns the media times of a log into seconds of the show, run by run.
struct RunClock {
    let runs: ShowRuns
    private var split: LogSplit
    /// In the log, from 0.
    private(set) var run = 0
    /// The latest so far, in seconds of the show.
    private(set) var end = 0.0
    /// Where the run in hand begins, in seconds of the show.
    private(set) var offset: Double

    init(runs: ShowRuns) {
        self.runs = runs
        split = LogSplit(runCount: runs.count)
        offset = runs.offset(of: 0) ?? 0
    }

    /// - Parameter time: Microseconds of media time.
    mutating func seconds(_ time: Int64) -> Double {
        let run = split.take(time)
        if run > self.run {
            self.run = run
            offset = runs.offset(of: run) ?? end
        }
        // What happened in a run that the recording has nothing of happened where it is missing.
        let second = runs.isLost(run) ? offset : offset + Double(time) / 1_000_000
        end = max(end, second)
        return second
    }
}
