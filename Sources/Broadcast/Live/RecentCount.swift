/// How much a counter grew lately: in the last minute, say, however often somebody looks.
public struct RecentCount: Sendable {
    private let window: Duration
    /// The counter and when it was seen; the first is the last one before the window, or the very first.
    private var seen: [(total: Int, time: Duration)] = [(0, .zero)]

    /// Begins with a counter of 0 at time 0.
    public init(window: Duration) {
        self.window = window
    }

    /// Takes what the counter says.
    ///
    /// - Parameter now: On any clock that doesn't go back.
    public mutating func note(_ total: Int, at now: Duration) {
        seen.append((total, now))
        let passed = seen.prefix { now - $0.time >= window }.count
        seen.removeFirst(max(0, passed - 1))
    }

    /// How much it grew in the window before it was last seen, as nearly as it was looked at then.
    public var count: Int { (seen.last?.total ?? 0) - (seen.first?.total ?? 0) }
}
