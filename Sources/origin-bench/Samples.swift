/// Durations of one kind, kept until the end.
struct Samples {
    private var microseconds: [UInt32] = []

    var count: Int { microseconds.count }

    mutating func add(_ nanoseconds: MonotonicTime) {
        microseconds.append(UInt32(clamping: nanoseconds / 1_000))
    }

    mutating func add(_ other: Samples) {
        microseconds += other.microseconds
    }

    /// The smallest value that so large a share of all reach at most: 0.99 for p99. In milliseconds.
    var summary: Summary? {
        guard !microseconds.isEmpty else { return nil }
        let sorted = microseconds.sorted()
        func at(_ share: Double) -> Double {
            let rank = Int((share * Double(sorted.count)).rounded(.up))
            return Double(sorted[min(max(rank, 1), sorted.count) - 1]) / 1_000
        }
        return Summary(count: sorted.count, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1))
    }

    /// In milliseconds.
    struct Summary: Encodable {
        var count: Int
        var p50, p95, p99, max: Double
    }
}
