import Synchronization

/// The clock of a programme that begins with its source: it stands before the first picture until somebody starts it.
final class GatedClock: ProgrammeClock {
    /// Runs since this was made.
    private let clock = MonotonicClock()
    /// When the programme begins, on that clock.
    private let begin = Atomic(Int64.max)

    /// Lets the programme begin, if it hasn't.
    ///
    /// - Parameter delay: How long from now, in nanoseconds.
    func start(in delay: Int64 = 0) {
        _ = begin.compareExchange(expected: .max, desired: clock.now + delay, ordering: .sequentiallyConsistent)
    }

    var hasStarted: Bool { begin.load(ordering: .relaxed) != .max }

    var now: Int64 {
        let begin = begin.load(ordering: .relaxed)
        return begin == .max ? -1 : clock.now - begin
    }

    func wait(until time: Int64) {
        while true {
            let begin = begin.load(ordering: .relaxed)
            if begin != .max { return clock.wait(until: begin + time) }
            // Nobody sees anything yet, so a part of a tick doesn't matter.
            clock.wait(until: clock.now + 5_000_000)
        }
    }
}
