/// A bucket that fills at a steady rate, and from which is taken whatever is limited (a "token bucket").
///
/// It is a value that knows no clock: whoever shares one holds a lock, and says what time it is, on any clock that doesn't go
/// back.
public struct RateLimiter: Sendable {
    private let perSecond: Double
    private let burst: Double
    /// Below zero, it is a debt.
    private var level: Double
    private var time: Duration

    /// - Parameters:
    ///   - perSecond: What flows in; above 0.
    ///   - burst: What there is room for, and what there is at first.
    public init(perSecond: Double, burst: Double, now: Duration) {
        precondition(perSecond > 0 && burst > 0, "a rate of \(perSecond) a second, \(burst) at once")
        (self.perSecond, self.burst, level, time) = (perSecond, burst, burst, now)
    }

    /// Takes so much if it is there.
    ///
    /// - Returns: `nil` if it was, or how long until it is.
    public mutating func take(_ amount: Int = 1, at now: Duration) -> Duration? {
        fill(at: now)
        guard level < Double(amount) else {
            level -= Double(amount)
            return nil
        }
        return .seconds((Double(amount) - level) / perSecond)
    }

    /// Takes as much of it as there is.
    ///
    /// - Returns: How much that was.
    public mutating func takeUpTo(_ amount: Int, at now: Duration) -> Int {
        fill(at: now)
        let taken = min(amount, Int(max(0, level)))
        level -= Double(taken)
        return taken
    }

    /// Gives back what was taken and not needed.
    public mutating func giveBack(_ amount: Int) { level = min(burst, level + Double(amount)) }

    /// Takes what can't be given back, such as bytes that were read already.
    ///
    /// - Returns: How long until the debt is paid; zero for none.
    public mutating func overdraw(_ amount: Int, at now: Duration) -> Duration {
        fill(at: now)
        level -= Double(amount)
        // A microsecond more than it takes, so that rounding doesn't leave a rest of it.
        return level < 0 ? .microseconds(Int(-level / perSecond * 1e6) + 1) : .zero
    }

    private mutating func fill(at now: Duration) {
        level = min(burst, level + max(0, (now - time) / .seconds(1)) * perSecond)
        time = now
    }
}
