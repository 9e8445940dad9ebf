import Access

/// Lets a few log lines a second through, and counts the others.
struct LogRateLimiter {
    private static let linesPerSecond = 5.0

    private var limiter = RateLimiter(perSecond: linesPerSecond, burst: linesPerSecond, now: .zero)
    private var leftOut = 0

    /// - Parameter now: On any clock that doesn't go back.
    /// - Returns: How many lines were left out before this one; `nil` if this one is left out too.
    mutating func take(at now: Duration) -> Int? {
        guard limiter.take(at: now) == nil else {
            leftOut += 1
            return nil
        }
        defer { leftOut = 0 }
        return leftOut
    }
}
