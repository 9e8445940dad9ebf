/// Viewers' hearts: how many there have been, and those on their way.
struct HeartsReducer: UndoableReducer {
    enum Input: Sendable {
        case send(count: Int, icon: String?)
        /// Takes those on their way off the screen, and counts from zero.
        case clear
    }

    private(set) var state = HeartsState()
    private var tick = 0
    private var eventCount: UInt64 = 0

    mutating func advance(to tick: Int, _ rules: ShowRules) {
        guard tick > self.tick else { return }
        self.tick = tick
        guard let hearts = rules.hearts, !state.bursts.isEmpty else { return }
        state.bursts.removeAll { $0.end(lifetime: hearts.lifetime) <= tick }
    }

    mutating func apply(_ input: Input, _ rules: ShowRules) {
        switch input {
        case .clear: state = HeartsState(countedAt: tick)
        case .send(let count, let icon): send(count, icon, rules)
        }
    }

    private mutating func send(_ count: Int, _ icon: String?, _ rules: ShowRules) {
        precondition(count > 0, "an event of \(count) hearts")
        let (total, overflowed) = state.total.addingReportingOverflow(count)
        state.total = overflowed ? .max : total
        state.countedAt = tick
        eventCount += 1
        guard let hearts = rules.hearts else { return }
        let drawn = hearts.admitted(count, beside: state.bursts, atTick: tick)
        guard drawn > 0 else { return }
        let seed = mixed(eventCount &* 0x9E37_79B9_7F4A_7C15 ^ UInt64(tick))
        state.bursts.append(HeartBurst(start: tick, drawn: drawn, spread: hearts.spread, seed: seed, icon: icon))
    }
}

/// A 64-bit number in which each bit depends on all of `value`'s (the finaliser of SplitMix64).
private func mixed(_ value: UInt64) -> UInt64 {
    var value = value
    value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
    return value ^ value >> 31
}
