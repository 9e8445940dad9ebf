import Access

/// What visitors may take of the show, each for themselves, and all of one address together.
struct AudienceLimits: Sendable {
    /// Of one visitor, in a second, and at once after a pause.
    var heartsPerSecond = 10.0
    var heartBurst = 20.0
    /// From one comment of a visitor to the next.
    var commentPause = Duration.seconds(5)
    /// Requests of a visitor in a second; the page's script asks once.
    var requestsPerSecond = 2.0
    /// How long after its pass a visitor may begin: who makes a pass for each heart gets nowhere.
    var newcomerWait: Int64 = 2
    /// So many visitors' worth comes from one address at most: carriers have many viewers behind each.
    var addressFactor = 200.0
    /// Visitors and addresses that are remembered at the same time. Where more come, those that were silent for longest are forgotten.
    /// A little less than what Swift's tables have room for when they are next made larger.
    var visitorCount = 190_000
    var addressCount = 48_000
    /// Who was silent for so long may be forgotten: longer than a poll may be open.
    var memory = Duration.seconds(3_700)

    fileprivate func limiter(_ perSecond: Double, burst: Double, factor: Double, at now: Duration) -> RateLimiter {
        RateLimiter(perSecond: perSecond * factor, burst: burst * factor, now: now)
    }
}

/// Counts what each visitor and each address has sent, within ``AudienceLimits``. A value that knows no clock, as `RateLimiter` is one.
struct AudienceLedger: Sendable {
    enum VoteAnswer: Hashable {
        case counted
        /// This visitor has voted in this poll.
        case repeated
        /// Its address has voted as often as an address may.
        case tooMany
    }

    private struct Entry {
        var hearts, comments, requests: RateLimiter
        var poll: UInt64?
        /// In `poll`.
        var votes = 0

        init(_ limits: AudienceLimits, factor: Double, at now: Duration) {
            hearts = limits.limiter(limits.heartsPerSecond, burst: limits.heartBurst, factor: factor, at: now)
            comments = limits.limiter(
                1 / (limits.commentPause / .seconds(1)), burst: 1, factor: factor, at: now)
            requests = limits.limiter(limits.requestsPerSecond, burst: 4, factor: factor, at: now)
        }

        mutating func vote(in poll: UInt64, atMost limit: Int) -> Bool {
            if self.poll != poll { (self.poll, votes) = (poll, 0) }
            guard votes < limit else { return false }
            votes += 1
            return true
        }
    }

    let limits: AudienceLimits
    private var visitors: RecentValues<UInt64, Entry>
    /// By salted hashes: the addresses themselves are kept nowhere.
    private var addresses: RecentValues<UInt64, Entry>

    init(_ limits: AudienceLimits) {
        self.limits = limits
        visitors = RecentValues(limit: limits.visitorCount, memory: limits.memory)
        addresses = RecentValues(limit: limits.addressCount, memory: limits.memory)
    }

    var visitorCount: Int { visitors.count }
    var addressCount: Int { addresses.count }

    /// Lets a request in.
    ///
    /// A visitor who asks too fast takes nothing of what its address may. One who is new is remembered only if its address may ask: so nobody fills the table
    /// from one address.
    ///
    /// - Returns: How long to wait with the next one; `nil` if this one is let in.
    mutating func admit(visitor: UInt64, address: UInt64, at now: Duration) -> Duration? {
        let (limits, isKnown) = (limits, visitors.contains(visitor))
        if isKnown, let wait = admit(visitor: visitor, at: now) { return wait }
        addresses.note(address, at: now, first: Entry(limits, factor: limits.addressFactor, at: now))
        if let wait = addresses.change(address, { $0.requests.take(at: now) }) ?? nil { return wait }
        return isKnown ? nil : admit(visitor: visitor, at: now)
    }

    private mutating func admit(visitor: UInt64, at now: Duration) -> Duration? {
        let limits = limits
        visitors.note(visitor, at: now, first: Entry(limits, factor: 1, at: now))
        return visitors.change(visitor) { $0.requests.take(at: now) } ?? nil
    }

    /// - Returns: How many of them count.
    mutating func takeHearts(_ count: Int, visitor: UInt64, address: UInt64, at now: Duration) -> Int {
        let own = visitors.change(visitor) { $0.hearts.takeUpTo(count, at: now) } ?? 0
        return addresses.change(address) { $0.hearts.takeUpTo(own, at: now) } ?? 0
    }

    /// - Parameter poll: Tells one poll from another.
    mutating func takeVote(in poll: UInt64, visitor: UInt64, address: UInt64) -> VoteAnswer {
        let mayVote = visitors.change(visitor) { $0.poll != poll || $0.votes == 0 } ?? false
        guard mayVote else { return .repeated }
        let limit = Int(limits.addressFactor)
        guard addresses.change(address, { $0.vote(in: poll, atMost: limit) }) ?? false else { return .tooMany }
        _ = visitors.change(visitor) { $0.vote(in: poll, atMost: 1) }
        return .counted
    }

    /// - Returns: How long to wait for the next one; `nil` if this one may be sent.
    mutating func takeComment(visitor: UInt64, address: UInt64, at now: Duration) -> Duration? {
        if let wait = visitors.change(visitor, { $0.comments.take(at: now) }) ?? nil { return wait }
        guard let wait = addresses.change(address, { $0.comments.take(at: now) }) ?? nil else { return nil }
        visitors.change(visitor) { $0.comments.giveBack(1) }
        return wait
    }
}
