import Synchronization

/// How long something may still take once it was asked to end. Any thread.
final class Grace: Sendable {
    private let duration: Duration
    private let condition: @Sendable () -> Bool
    private let now: @Sendable () -> ContinuousClock.Instant
    private let begin = Mutex<ContinuousClock.Instant?>(nil)

    /// - Parameter condition: Whether it was asked to; looked at whenever somebody wants to know, and believed from then on.
    init(
        _ duration: Duration, now: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
        since condition: @escaping @Sendable () -> Bool
    ) {
        (self.duration, self.now, self.condition) = (duration, now, condition)
    }

    var isOver: Bool {
        let now = now()
        return begin.withLock { begin in
            if begin == nil, condition() { begin = now }
            return begin.map { now - $0 >= duration } ?? false
        }
    }
}
