import Foundation
import Show
import Synchronization

/// The clock of a programme that begins with its source: it stands before the first picture until somebody starts it.
final class StartGatedClock: ProgrammeClock {
    /// Runs since before this was made.
    let base: any ProgrammeClock
    /// When the programme begins, on that clock.
    private let begin = Atomic(Int64.max)
    /// The same on the wall, in microseconds since 1970.
    private let wallBegin = Atomic(Int64(0))

    init(clock: any ProgrammeClock = MonotonicClock()) {
        base = clock
    }

    /// Lets the programme begin, if it hasn't.
    ///
    /// - Parameter delay: How long from now, in nanoseconds.
    func start(in delay: Int64 = 0) {
        guard !hasStarted else { return }
        let wall = Int64(Date().timeIntervalSince1970 * 1_000_000) + delay / 1_000
        // Whoever is first decides both; the wall's time is read only once the other is set.
        guard wallBegin.compareExchange(expected: 0, desired: wall, ordering: .sequentiallyConsistent).exchanged else {
            return
        }
        begin.store(base.now + delay, ordering: .sequentiallyConsistent)
    }

    /// Sees to it that the programme never begins, if it hasn't yet; everybody who waits for it is let go.
    ///
    /// - Parameter decide: Called before they are.
    /// - Returns: Whether it never begins.
    func cancelStart(_ decide: () -> Void = {}) -> Bool {
        guard wallBegin.compareExchange(expected: 0, desired: .min, ordering: .sequentiallyConsistent).exchanged else {
            return false
        }
        decide()
        begin.store(base.now, ordering: .sequentiallyConsistent)
        return true
    }

    /// When the first picture is shown; `nil` before that is known, and where it never is. What the wall clock does later changes nothing.
    var start: WallTime? {
        guard hasStarted else { return nil }
        let begin = wallBegin.load(ordering: .sequentiallyConsistent)
        return begin == .min ? nil : WallTime(microseconds: begin)
    }

    var hasStarted: Bool { begin.load(ordering: .sequentiallyConsistent) != .max }

    var now: Int64 {
        let begin = begin.load(ordering: .relaxed)
        return begin == .max ? -1 : base.now - begin
    }

    func wait(until time: Int64) {
        while true {
            let begin = begin.load(ordering: .relaxed)
            if begin != .max { return base.wait(until: begin + time) }
            // Nobody sees anything yet, so a part of a tick doesn't matter.
            base.wait(until: base.now + 5_000_000)
        }
    }
}
