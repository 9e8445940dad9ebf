/// How long to wait before a source that is gone is asked for again: half a second, and twice as long each time, up to eight. Pure.
struct RetryPause: Sendable {
    private static let first: Int64 = 500_000_000
    private static let longest: Int64 = 8_000_000_000

    /// How often in a row it was gone.
    private(set) var failures = 0

    /// Counts a failure, and returns the nanoseconds to wait after it.
    mutating func next() -> Int64 {
        defer { failures += 1 }
        return min(Self.first << min(failures, 8), Self.longest)
    }

    /// The source is there.
    mutating func reset() { failures = 0 }
}
