package import Synchronization

/// Counts what viewers ask for. Any thread.
package final class ViewerStatistics: Sendable {
    package init() {}

    package let connections = Atomic(0)
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

// MARK: - As they are now

extension ViewerStatistics {
    package var connectionCount: Int { connections.load(ordering: .relaxed) }
    package var requestCount: Int { requests.load(ordering: .relaxed) }
    package var waitingCount: Int { waiting.load(ordering: .relaxed) }
    package var byteCount: Int { bytes.load(ordering: .relaxed) }
    package var refusalCount: Int { refusals.load(ordering: .relaxed) }
}
