package import Synchronization

/// Counts what viewers ask for. Any thread.
package final class ViewerStatistics: Sendable {
    package init() {}

    private let connections = Atomic(0)
    /// A signal whenever the last connection has ended.
    private let departures = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    package let requests = Atomic(0)
    /// Requests for what isn't there yet.
    package let waiting = Atomic(0)
    /// Of answers' bodies.
    package let bytes = Atomic(0)
    /// Answers of 400 and more.
    package let refusals = Atomic(0)
    /// Those of them who watch.
    package let audience = Audience()
}

// MARK: - Connections

extension ViewerStatistics {
    package func noteConnection() { connections.add(1, ordering: .relaxed) }

    func noteEndOfConnection() {
        if connections.subtract(1, ordering: .relaxed).newValue == 0 { departures.continuation.yield() }
    }

    /// Suspends until no connection is open, or the task is cancelled. To be called once.
    package func waitForLastConnection() async {
        guard connectionCount > 0 else { return }
        for await _ in departures.stream where connectionCount == 0 { return }
    }
}

// MARK: - As they are now

extension ViewerStatistics {
    package var connectionCount: Int { connections.load(ordering: .relaxed) }
    package var requestCount: Int { requests.load(ordering: .relaxed) }
    package var waitingCount: Int { waiting.load(ordering: .relaxed) }
    package var byteCount: Int { bytes.load(ordering: .relaxed) }
    package var refusalCount: Int { refusals.load(ordering: .relaxed) }
}
