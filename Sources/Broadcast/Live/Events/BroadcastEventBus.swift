/// Tells what happens to all who listen. Any thread; never waits for a listener.
public final class BroadcastEventBus: Sendable {
    /// What a listener may lag behind by; then it is let go, as it would hear of a show that never was.
    private static let capacity = 256
    private let listeners = Multicast<BroadcastEvent>(policy: .bufferingOldest(capacity))

    init() {}

    func post(_ event: BroadcastEvent) { listeners.send(event, letsSlowOnesGo: true) }

    /// Lets all listeners go, and those that come later at once.
    func close() { listeners.close() }

    /// What happens from now on, until the programme is over, or the listener goes or lags too far behind.
    public func listen() -> AsyncStream<BroadcastEvent> { listeners.listen() ?? AsyncStream { $0.finish() } }
}
