/// How many pages are open: each asks every ``period`` seconds, so as many are open as have asked in that time. A value without a clock, and
/// without a table: nobody is remembered.
struct PresenceMeter: Sendable {
    /// From one question of a page to its next, in seconds.
    static let period = 5

    /// Questions of the last seconds, by the second's remainder.
    private var counts = [Int](repeating: 0, count: period)
    private var second: Int64 = 0

    /// - Parameter now: In seconds, on a clock that doesn't go back.
    mutating func note(at now: Int64) {
        forget(at: now)
        counts[Int(now % Int64(Self.period))] += 1
    }

    mutating func count(at now: Int64) -> Int {
        forget(at: now)
        return counts.reduce(0, +)
    }

    private mutating func forget(at now: Int64) {
        let steps = min(Int64(Self.period), max(0, now - second))
        for step in 0..<steps { counts[Int((now - step) % Int64(Self.period))] = 0 }
        second = max(second, now)
    }
}
