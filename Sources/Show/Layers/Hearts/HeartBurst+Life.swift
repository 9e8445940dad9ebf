public import MediaModel

/// When the hearts of a burst leave and fade. Reducer and overlay share these rules, so that what one counts the
/// other draws: heart *i* of *n* is on screen from `start + i * spread / n` for `lifetime` ticks.
extension HeartBurst {
    /// The tick at which a heart leaves.
    ///
    /// - Parameter index: 0 ..< `drawn`.
    public func departure(of index: Int) -> Int { start + index * spread / drawn }

    /// The tick at which the last heart has faded.
    public func end(lifetime: Int) -> Int { departure(of: drawn - 1) + lifetime }

    /// How many hearts are on screen at this tick.
    public func alive(atTick tick: Int, lifetime: Int) -> Int {
        departed(by: tick) - departed(by: tick - lifetime)
    }

    /// How many hearts are on screen at this tick or will be: those that haven't faded.
    public func remaining(atTick tick: Int, lifetime: Int) -> Int {
        drawn - departed(by: tick - lifetime)
    }

    /// How many hearts have left at this tick or before.
    private func departed(by tick: Int) -> Int {
        guard tick >= start else { return 0 }
        // Heart i has left if i * spread / drawn, rounded down, is at most the age: if i * spread < (age + 1) * drawn.
        let age = tick - start
        guard age < spread else { return drawn }
        return min(drawn, ((age + 1) * drawn + spread - 1) / spread)
    }
}

extension HeartsLayer {
    /// How many ticks a heart is on screen; at least 1. A part of a tick counts as one.
    public func lifetimeTicks(at frameRate: FrameRate) -> Int { max(1, frameRate.tick(atOrAfter: lifetime)) }
}
