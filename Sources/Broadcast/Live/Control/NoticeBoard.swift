import Synchronization

/// Tells what happens to all who listen. Any thread; never waits for a listener.
public final class NoticeBoard: Sendable {
    private struct State {
        var listeners: [Int: AsyncStream<LiveNotice>.Continuation] = [:]
        var next = 0
        var isClosed = false
    }

    /// What a listener may lag behind by; then it is let go, as it would hear of a show that never was.
    private static let capacity = 256
    private let state = Mutex(State())

    init() {}

    func post(_ notice: LiveNotice) {
        let listeners = state.withLock { $0.listeners }
        for (number, listener) in listeners {
            guard case .dropped = listener.yield(notice) else { continue }
            listener.finish()
            forget(number)
        }
    }

    /// Lets all listeners go, and those that come later at once.
    func close() {
        let listeners = state.withLock { state in
            defer { state.listeners = [:] }
            state.isClosed = true
            return Array(state.listeners.values)
        }
        for listener in listeners { listener.finish() }
    }

    /// What happens from now on, until the programme is over, or the listener goes or lags too far behind.
    public func listen() -> AsyncStream<LiveNotice> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: LiveNotice.self, bufferingPolicy: .bufferingOldest(Self.capacity))
        let number: Int? = state.withLock { state in
            guard !state.isClosed else { return nil }
            defer { state.next += 1 }
            state.listeners[state.next] = continuation
            return state.next
        }
        guard let number else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in self?.forget(number) }
        return stream
    }

    private func forget(_ number: Int) {
        // What is released after the lock may call back here.
        _ = state.withLock { $0.listeners.removeValue(forKey: number) }
    }
}
