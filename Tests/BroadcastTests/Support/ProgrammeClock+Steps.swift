import Dispatch

@testable import Broadcast

extension ProgrammeClock {
    /// A clock that isn't real goes on in short steps where the machine's would be woken: who waits looks after each.
    func wait(until time: Int64, or bell: DispatchSemaphore) { wait(until: min(time, now + 2_000_000)) }
}
