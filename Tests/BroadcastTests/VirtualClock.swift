import Synchronization

@testable import Broadcast

/// A clock that nobody waits for: who waits until an instant finds that it has come.
final class VirtualClock: ProgrammeClock {
    private let time = Atomic(Int64(0))

    var now: Int64 { time.load(ordering: .relaxed) }

    func wait(until time: Int64) { self.time.store(max(now, time), ordering: .relaxed) }
}
