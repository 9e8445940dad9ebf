import Synchronization

/// A bucket that fills at a steady rate, from which requests take (a "token bucket"). Any thread.
final class RateLimiter: Sendable {
    private struct State {
        var level: Double
        var time: ContinuousClock.Instant
    }

    private let rate: ControlLimits.Rate
    private let now: @Sendable () -> ContinuousClock.Instant
    private let state: Mutex<State>

    init(_ rate: ControlLimits.Rate, now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }) {
        (self.rate, self.now) = (rate, now)
        state = Mutex(State(level: rate.burst, time: now()))
    }

    /// Takes so much if it is there.
    ///
    /// - Returns: `nil` if it was; otherwise in how many seconds, at least 1, it will be.
    func take(_ count: Int = 1) -> Int? {
        let now = now()
        return state.withLock { state in
            let elapsed = state.time.duration(to: now) / .seconds(1)
            state.level = min(rate.burst, state.level + max(0, elapsed) * rate.perSecond)
            state.time = now
            guard state.level < Double(count) else {
                state.level -= Double(count)
                return nil
            }
            // More than there ever is: ask for less, then.
            return max(1, Int(((Double(count) - state.level) / rate.perSecond).rounded(.up)))
        }
    }
}

/// Lets a number of things be done at the same time. Any thread.
final class Slots: Sendable {
    private let free: Mutex<Int>

    init(_ count: Int) { free = Mutex(count) }

    /// A place that is free again when nobody holds it; `nil` if there is none.
    func take() -> Slot? {
        let isFree = free.withLock { free in
            guard free > 0 else { return false }
            free -= 1
            return true
        }
        return isFree ? Slot(self) : nil
    }

    final class Slot: Sendable {
        private let slots: Slots

        fileprivate init(_ slots: Slots) { self.slots = slots }

        deinit { slots.free.withLock { $0 += 1 } }
    }
}
