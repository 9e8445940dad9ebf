public import FFmpegKit
import Synchronization

/// The time that what still has to leave this machine has once the programme is over: one deadline, which all of it shares
/// (`--drain`). Any thread.
public final class Drain: Sendable {
    /// Zero: nobody waits for anything.
    public let limit: Duration
    /// Requested when the programme is over: whoever pauses between two tries begins the next one then.
    public let begun = Interrupt()
    private let end = Mutex<ContinuousClock.Instant?>(nil)

    public init(limit: Duration) { self.limit = limit }

    /// The programme is over. From the second call on nothing happens.
    public func begin() {
        end.withLock { $0 = $0 ?? .now + limit }
        begun.request()
    }

    /// What is left of the time, zero or more; all of it before the programme is over.
    public var remaining: Duration { end.withLock { $0.map { max(.zero, $0 - .now) } ?? limit } }
}
