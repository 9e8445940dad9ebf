/// Who sent wrong stream keys, how often, and how long the next answer takes: guessing gets slow, a typing mistake doesn't.
///
/// A right key is never delayed: behind one address there may be a whole office.
struct AuthFailureThrottle {
    private struct Entry {
        var failures: Int
        var last: Duration
    }

    /// Addresses remembered; the one that was quiet for longest gives way.
    static let maximumCount = 1_024

    /// After this time without a wrong key, an address is forgotten.
    static let forgetting: Duration = .seconds(600)

    private var entries: [String: Entry] = [:]

    var count: Int { entries.count }

    /// Notes a wrong key.
    ///
    /// - Parameters:
    ///   - host: See ``PeerAddress/host``.
    ///   - now: On any clock that doesn't go back.
    /// - Returns: How many it were in a row, and how long to wait with the answer: nothing for the first two, then 250 ms,
    ///   twice as long each time, at most 4 s.
    mutating func fail(_ host: String, at now: Duration) -> (failures: Int, delay: Duration) {
        if let last = entries[host]?.last, now - last > Self.forgetting { entries[host] = nil }
        if entries[host] == nil, entries.count >= Self.maximumCount {
            entries = entries.filter { now - $0.value.last <= Self.forgetting }
            if entries.count >= Self.maximumCount, let quietest = entries.min(by: { $0.value.last < $1.value.last }) {
                entries[quietest.key] = nil
            }
        }
        let failures = (entries[host]?.failures ?? 0) + 1
        entries[host] = Entry(failures: failures, last: now)
        guard failures > 2 else { return (failures, .zero) }
        return (failures, .milliseconds(min(4_000, 250 << min(failures - 3, 4))))
    }

    /// Notes a right key.
    mutating func forgive(_ host: String) {
        entries[host] = nil
    }
}
