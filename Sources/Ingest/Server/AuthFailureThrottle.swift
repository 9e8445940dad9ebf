/// Who sent wrong stream keys, how often, and how long the next answer takes: guessing gets slow, a typing mistake doesn't.
///
/// A right key is never delayed: behind one address there may be a whole office.
struct AuthFailureThrottle {
    /// Addresses remembered.
    static let maximumCount = 1_024

    /// How often each address failed in a row.
    private var failures = RecentTable<String, Int>(memory: .seconds(600), maximumCount: maximumCount)

    var count: Int { failures.count }

    /// Notes a wrong key.
    ///
    /// - Parameters:
    ///   - host: See ``PeerAddress/host``.
    ///   - now: On any clock that doesn't go back.
    /// - Returns: How many it were in a row, and how long to wait with the answer: nothing for the first two, then 250 ms,
    ///   twice as long each time, at most 4 s.
    mutating func fail(_ host: String, at now: Duration) -> (failures: Int, delay: Duration) {
        let count = (failures.value(of: host, at: now) ?? 0) + 1
        failures.note(count, for: host, at: now)
        return (count, count > 2 ? .milliseconds(250 << min(count - 3, 4)) : .zero)
    }

    /// Notes a right key.
    mutating func forgive(_ host: String) { failures.forget(host) }
}
