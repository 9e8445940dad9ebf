import Foundation
import Lines
import NIOCore
import Synchronization

/// What the preview's pages are told, as server-sent events. Any thread; never waits for a page.
final class PreviewFeed: Sendable {
    private struct State {
        var listeners: [Int: AsyncStream<ByteBuffer>.Continuation] = [:]
        var next = 0
        /// Of each kind that a page needs when it comes, the last one.
        var standing: [String: ByteBuffer] = [:]
        /// The last entries of the log, from the oldest.
        var log: [ByteBuffer] = []
        var isClosed = false
    }

    /// Kinds that hold until the next of their kind, in the order in which a page has to hear of them.
    private static let standingKinds = ["hello", "sample", "preset", "problem", "state"]
    private static let logLength = 60
    /// More pages than a person has open.
    private static let mostListeners = 16
    /// What a page may lag behind by, in messages; then it misses the oldest.
    private static let capacity = 64
    private let state = Mutex(State())

    /// Tells all pages something that can be written as JSON.
    func send(_ kind: String, _ message: some Encodable) {
        send(kind, json: message.jsonLine)
    }

    /// - Parameter json: One line.
    func send(_ kind: String, json: String) {
        let message = ByteBuffer(string: "event: \(kind)\ndata: \(json)\n\n")
        let listeners = state.withLock { state in
            if Self.standingKinds.contains(kind) { state.standing[kind] = message }
            if kind == "log" {
                state.log.append(message)
                if state.log.count > Self.logLength { state.log.removeFirst() }
            }
            return Array(state.listeners.values)
        }
        for listener in listeners { listener.yield(message) }
    }

    /// All that a page has to know, and from then on what happens; `nil` if too many listen already.
    func listen() -> AsyncStream<ByteBuffer>? {
        let (stream, continuation) = AsyncStream.makeStream(
            of: ByteBuffer.self, bufferingPolicy: .bufferingNewest(Self.capacity + Self.logLength))
        let number: Int? = state.withLock { state in
            guard !state.isClosed, state.listeners.count < Self.mostListeners else { return nil }
            for kind in Self.standingKinds {
                if let message = state.standing[kind] { continuation.yield(message) }
            }
            for message in state.log { continuation.yield(message) }
            defer { state.next += 1 }
            state.listeners[state.next] = continuation
            return state.next
        }
        guard let number else { return nil }
        continuation.onTermination = { [weak self] _ in
            _ = self?.state.withLock { $0.listeners.removeValue(forKey: number) }
        }
        return stream
    }

    /// Lets all pages go.
    func close() {
        let listeners = state.withLock { state in
            defer { state.listeners = [:] }
            state.isClosed = true
            return Array(state.listeners.values)
        }
        for listener in listeners { listener.finish() }
    }
}
