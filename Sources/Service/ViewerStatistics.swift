import Synchronization

/// Counts what viewers ask for. Any thread.
final class ViewerStatistics: Sendable {
    let connections = Atomic(0)
    let requests = Atomic(0)
    /// Requests for what isn't there yet.
    let waiting = Atomic(0)
    /// Of answers' bodies.
    let bytes = Atomic(0)
    /// Answers of 400 and more.
    let refusals = Atomic(0)
}

// MARK: - As they are now

extension ViewerStatistics {
    var connectionCount: Int { connections.load(ordering: .relaxed) }
    var requestCount: Int { requests.load(ordering: .relaxed) }
    var waitingCount: Int { waiting.load(ordering: .relaxed) }
    var byteCount: Int { bytes.load(ordering: .relaxed) }
    var refusalCount: Int { refusals.load(ordering: .relaxed) }
}
