import Broadcast
import Foundation
import Lines
import NIOCore
import Synchronization

/// What the preview's pages are told, as server-sent events. Any thread; never waits for a page.
final class PreviewFeed: Sendable {
    private struct State {
        /// Of each kind that a page needs when it comes, the last one.
        var standing: [String: ByteBuffer] = [:]
        /// The last entries of the log, from the oldest.
        var log: [ByteBuffer] = []
    }

    /// Kinds that hold until the next of their kind, in the order in which a page has to hear of them.
    private static let standingKinds = ["hello", "sample", "preset", "problem", "state"]
    private static let logLength = 60
    /// More pages than a person has open.
    private static let mostPages = 16
    /// What a page may lag behind by, in messages; then it misses the oldest.
    private static let capacity = 64
    private let pages = Multicast<ByteBuffer>(limit: mostPages, policy: .bufferingNewest(capacity + logLength))
    private let state = Mutex(State())

    /// Tells all pages something that can be written as JSON.
    func send(_ kind: String, _ message: some Encodable) {
        send(kind, json: message.jsonLine)
    }

    /// - Parameter json: One line.
    func send(_ kind: String, json: String) {
        let message = ByteBuffer(string: "event: \(kind)\ndata: \(json)\n\n")
        // Under the lock, so that a page that comes now gets it once: as what stands, or as news.
        state.withLock { state in
            if Self.standingKinds.contains(kind) { state.standing[kind] = message }
            if kind == "log" {
                state.log.append(message)
                if state.log.count > Self.logLength { state.log.removeFirst() }
            }
            pages.send(message)
        }
    }

    /// All that a page has to know, and from then on what happens; `nil` if too many listen already.
    func listen() -> AsyncStream<ByteBuffer>? {
        state.withLock { state in
            pages.listen(welcome: Self.standingKinds.compactMap { state.standing[$0] } + state.log)
        }
    }

    /// Lets all pages go.
    func close() { pages.close() }
}
