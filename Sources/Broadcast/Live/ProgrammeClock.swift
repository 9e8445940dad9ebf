import Foundation

/// The clock that a live programme runs by: nanoseconds since its first picture, whatever happens to the wall clock.
///
/// Before that instant its time is negative. Any thread.
protocol ProgrammeClock: Sendable {
    /// Nanoseconds since the programme's first picture.
    var now: Int64 { get }
    /// Blocks until then; returns at once if that has passed.
    func wait(until time: Int64)
    /// Blocks until then at the latest, or until the bell is rung.
    func wait(until time: Int64, or bell: DispatchSemaphore)
}

/// The machine's monotonic clock, counted from when this was made.
struct MonotonicClock: ProgrammeClock {
    private let origin = Self.system

    var now: Int64 { Self.system - origin }

    func wait(until time: Int64) {
        let target = time + origin
        var instant = timespec(tv_sec: Int(target / 1_000_000_000), tv_nsec: Int(target % 1_000_000_000))
        // A signal may end the wait early.
        while clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &instant, nil) == EINTR {}
    }

    func wait(until time: Int64, or bell: DispatchSemaphore) {
        // A dispatch time passes as this clock does, whatever the wall clock says.
        _ = bell.wait(timeout: .now() + .nanoseconds(Int(max(0, time - now))))
    }

    private static var system: Int64 {
        var instant = timespec()
        clock_gettime(CLOCK_MONOTONIC, &instant)
        return Int64(instant.tv_sec) * 1_000_000_000 + Int64(instant.tv_nsec)
    }
}
