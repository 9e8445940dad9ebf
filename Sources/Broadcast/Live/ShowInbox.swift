import Dispatch
import Synchronization

/// What the show's thread has to hear of: what it is asked for, and what is seen of the source. Any thread; nobody but that
/// thread waits.
final class ShowInbox: Sendable {
    struct Contents {
        /// In the order they came.
        var requests: [ShowCommand] = []
        var eventCount = 0
        var source = LiveStatus.SourceState.waiting
        var isFinished = false
    }

    /// In events; more than a thousand viewers send in a second.
    static let capacity = 20_000
    private let contents = Mutex(Contents())
    /// One for each time that requests came where none were.
    private let arrival = DispatchSemaphore(value: 0)

    /// Takes a request. Returns `false`, and forgets it, if too much waits or the programme is over.
    func offer(_ request: ShowCommand) -> Bool {
        let count = request.eventCount
        let (isTaken, isFirst) = contents.withLock { contents in
            // One that alone is more than there is room for is let in when nothing else waits.
            let hasRoom = contents.eventCount == 0 || contents.eventCount + count <= Self.capacity
            guard hasRoom, !contents.isFinished else { return (false, false) }
            contents.requests.append(request)
            contents.eventCount += count
            return (true, contents.requests.count == 1)
        }
        if isFirst { arrival.signal() }
        return isTaken
    }

    /// Blocks until a request waits, but no longer than so many nanoseconds.
    func waitForRequest(atMost nanoseconds: Int) {
        _ = arrival.wait(timeout: .now() + .nanoseconds(nanoseconds))
    }

    func set(source: LiveStatus.SourceState) {
        contents.withLock { $0.source = source }
    }

    func finish() {
        contents.withLock { $0.isFinished = true }
    }

    /// What there is, without the requests of before.
    func take() -> Contents {
        contents.withLock { contents in
            let taken = contents
            contents.requests = []
            contents.eventCount = 0
            return taken
        }
    }
}
