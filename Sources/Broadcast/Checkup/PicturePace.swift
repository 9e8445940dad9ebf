/// How steadily pictures follow one another. Pure.
struct PicturePace: Hashable, Sendable {
    /// In seconds, from the first to the last.
    var duration = 0.0
    /// Pictures a second.
    var rate = 0.0
    /// From 0 to 1: how many intervals are more than a quarter longer or shorter than the usual one. Containers round to milliseconds.
    var unsteadiness = 0.0

    /// - Parameter times: In nanoseconds, in any order.
    init(_ times: [Int64]) {
        let sorted = times.sorted()
        guard let first = sorted.first, let last = sorted.last, last > first else { return }
        let intervals = zip(sorted, sorted.dropFirst()).map { $1 - $0 }
        let usual = intervals.sorted()[intervals.count / 2]
        duration = Double(last - first) / 1e9
        rate = Double(intervals.count) / duration
        unsteadiness = Double(intervals.count { abs($0 - usual) * 4 > usual }) / Double(intervals.count)
    }
}
