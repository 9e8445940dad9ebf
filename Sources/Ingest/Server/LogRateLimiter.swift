/// Lets a few log lines a second through, and counts the others.
struct LogRateLimiter {
    static let linesPerSecond = 5

    private var second: Int64 = .min
    private var lines = 0
    private var leftOut = 0

    /// - Parameter now: On any clock that doesn't go back.
    /// - Returns: How many lines were left out before this one; `nil` if this one is left out too.
    mutating func take(at now: Duration) -> Int? {
        if now.components.seconds != second { (second, lines) = (now.components.seconds, 0) }
        lines += 1
        guard lines <= Self.linesPerSecond else {
            leftOut += 1
            return nil
        }
        defer { leftOut = 0 }
        return leftOut
    }
}
