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

    /// After this time without an attempt, a publisher may take over again. Longer than what encoders wait between two
    /// attempts in their first minutes.
    static let memory: Duration = .seconds(60)

    /// A publisher on air that has sent no media for this long is no reason to turn another away: it may be the same one,
    /// which lost its network again.
    static let silence: Duration = .seconds(1)

    /// Publishers remembered.
    static let maximumCount = 16

    /// How often each was turned away since it was replaced.
    private var refusals = RecentTable<Identity, Int>(memory: memory, maximumCount: maximumCount)

    var count: Int { refusals.count }

    /// Notes that a publisher was replaced.
    ///
    /// - Parameter now: On any clock that doesn't go back.
    mutating func add(_ publisher: Identity, at now: Duration) {
        refusals.note(0, for: publisher, at: now)
    }

    /// Notes that a publisher wants to go on air while another one sends.
    ///
    /// - Returns: How often it has been turned away with this time; `nil` if it may take over.
    mutating func refuse(_ publisher: Identity, at now: Duration) -> Int? {
        guard let count = refusals.value(of: publisher, at: now) else { return nil }
        refusals.note(count + 1, for: publisher, at: now)
        return count + 1
    }

    /// Notes that a publisher is on air.
    mutating func remove(_ publisher: Identity) { refusals.forget(publisher) }
}
