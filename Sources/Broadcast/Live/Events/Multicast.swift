import Synchronization

/// Those who listen to something that happens, each by a stream of its own. Any thread; never waits for a listener.
package final class Multicast<Element: Sendable>: Sendable {
    private struct State {
        var listeners: [Int: AsyncStream<Element>.Continuation] = [:]
        var next = 0
        var isClosed = false
    }

    private let limit: Int
    private let policy: AsyncStream<Element>.Continuation.BufferingPolicy
    private let state = Mutex(State())

    /// - Parameters:
    ///   - limit: So many may listen at a time.
    ///   - policy: What becomes of what a listener is too slow for.
    package init(limit: Int = .max, policy: AsyncStream<Element>.Continuation.BufferingPolicy) {
        (self.limit, self.policy) = (limit, policy)
    }

    /// What is sent from now on, until the table is closed or the listener goes; `nil` if it is closed, or too many listen.
    ///
    /// - Parameter welcome: What this one hears first.
    package func listen(welcome: [Element] = []) -> AsyncStream<Element>? {
        let (stream, continuation) = AsyncStream.makeStream(of: Element.self, bufferingPolicy: policy)
        let number: Int? = state.withLock { state in
            guard !state.isClosed, state.listeners.count < limit else { return nil }
            for element in welcome { continuation.yield(element) }
            defer { state.next += 1 }
            state.listeners[state.next] = continuation
            return state.next
        }
        guard let number else { return nil }
        continuation.onTermination = { [weak self] _ in self?.forget(number) }
        return stream
    }

    /// - Parameter letsSlowOnesGo: Whether who hasn't room for it is let go, rather than missing something.
    package func send(_ element: Element, letsSlowOnesGo: Bool = false) {
        let listeners = state.withLock { $0.listeners }
        for (number, listener) in listeners {
            guard case .dropped = listener.yield(element), letsSlowOnesGo else { continue }
            listener.finish()
            forget(number)
        }
    }

    /// Lets all listeners go, and takes no more.
    package func close() {
        let listeners = state.withLock { state in
            defer { state.listeners = [:] }
            state.isClosed = true
            return Array(state.listeners.values)
        }
        for listener in listeners { listener.finish() }
    }

    private func forget(_ number: Int) {
        // What is released after the lock may call back here.
        _ = state.withLock { $0.listeners.removeValue(forKey: number) }
    }
}
