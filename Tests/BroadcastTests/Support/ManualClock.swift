import Foundation

@testable import Broadcast

/// A clock that stands still until a test moves it.
final class ManualClock: ProgrammeClock, @unchecked Sendable {
    // Sendable, as every access to `time` holds the lock of `moved`.
    private let moved = NSCondition()
    private var time: Int64 = 0

    var now: Int64 {
        moved.lock()
        defer { moved.unlock() }
        return time
    }

    func wait(until end: Int64) {
        moved.lock()
        defer { moved.unlock() }
        while time < end { moved.wait() }
    }

    /// Lets everybody go who waits for this instant or an earlier one.
    func advance(to time: Int64) {
        moved.lock()
        defer { moved.unlock() }
        self.time = max(self.time, time)
        moved.broadcast()
    }
}
