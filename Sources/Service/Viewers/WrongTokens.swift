import Access

/// How many wrong tokens come from each address: beyond the limit its tokens aren't looked at any more. A value that knows no clock.
///
/// To look at a token takes longer than to refuse it. The limit is far above what the viewers behind one carrier mistype; right tokens, and those whose time is over, take
/// nothing of it.
struct WrongTokens: Sendable {
    /// Of one address (IPv6: of its first 64 bits), in a second, and at once.
    static let perSecond = 50.0
    static let burst = 200.0
    /// Addresses that are remembered, by hashes.
    static let addressCount = 10_000

    private var addresses = RecentValues<Int, RateLimiter>(limit: addressCount, memory: .seconds(60))

    /// Before a token is looked at.
    ///
    /// - Returns: How long its address has to wait; `nil` if it may be looked at.
    mutating func begin(_ address: Int, at now: Duration) -> Duration? {
        addresses.note(address, at: now, first: RateLimiter(perSecond: Self.perSecond, burst: Self.burst, now: now))
        return addresses.change(address) { $0.take(at: now) } ?? nil
    }

    /// It wasn't a wrong one.
    mutating func forgive(_ address: Int) { addresses.change(address) { $0.giveBack(1) } }
}
