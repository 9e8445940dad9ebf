/// Publishers that another one took over from, and that may not take over in return by just trying again.
///
/// Encoders reconnect by themselves, so two of them that both have a right key would take the programme from each other every
/// few seconds, for ever. What somebody who starts a second encoder wants is that one: so the first is turned away for as
/// long as it keeps trying and the other one sends. Whoever wants it back stops the other, or lets it rest for ``memory``.
struct TakeoverHistory {
    /// As far as a publisher can be told from others. A phone that comes back from another network is another one, which may
    /// always take over.
    struct Identity: Hashable {
        /// See ``PeerAddress/host``.
        var host: String
        var keyName: String
        /// What it says it is; two encoders behind one address often differ in it.
        var program: String
    }

    private struct Entry {
        var last: Duration
        var refusals: Int
    }

    /// After this time without an attempt, a publisher may take over again. Longer than what encoders wait between two
    /// attempts in their first minutes.
    static let memory: Duration = .seconds(60)

    /// A publisher on air that has sent no media for this long is no reason to turn another away: it may be the same one,
    /// which lost its network again.
    static let silence: Duration = .seconds(1)

    /// Remembered; the one that was quiet for longest gives way.
    static let maximumCount = 16

    private var entries: [Identity: Entry] = [:]

    var count: Int { entries.count }

    /// Notes that a publisher was replaced.
    ///
    /// - Parameter now: On any clock that doesn't go back.
    mutating func add(_ publisher: Identity, at now: Duration) {
        entries = entries.filter { now - $0.value.last <= Self.memory }
        if entries[publisher] == nil, entries.count >= Self.maximumCount,
            let quietest = entries.min(by: { $0.value.last < $1.value.last })
        {
            entries[quietest.key] = nil
        }
        entries[publisher] = Entry(last: now, refusals: 0)
    }

    /// Notes that a publisher wants to go on air while another one sends.
    ///
    /// - Returns: How often it has been turned away with this time; `nil` if it may take over.
    mutating func refuse(_ publisher: Identity, at now: Duration) -> Int? {
        guard let entry = entries[publisher], now - entry.last <= Self.memory else {
            entries[publisher] = nil
            return nil
        }
        entries[publisher] = Entry(last: now, refusals: entry.refusals + 1)
        return entry.refusals + 1
    }

    /// Notes that a publisher is on air.
    mutating func remove(_ publisher: Identity) {
        entries[publisher] = nil
    }
}
