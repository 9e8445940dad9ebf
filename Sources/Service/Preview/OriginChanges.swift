import Broadcast
import Origin

/// Wakes those who wait for the origin's next part. Any thread; never waits.
final class OriginChanges: Sendable {
    /// Two for each of some pages. However many changes there were, one look tells all.
    private let table = Multicast<Void>(limit: 32, policy: .bufferingNewest(1))

    init(of origin: Origin) {
        origin.observe { [weak table] in table?.send(()) }
    }

    /// One element at once, and one after changes; `nil` if too many listen already.
    func listen() -> AsyncStream<Void>? { table.listen(welcome: [()]) }

    func close() { table.close() }
}
