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
    /// Visitors and addresses that are remembered at the same time.
    var visitorCount = 200_000
    var addressCount = 50_000
    /// Who was silent for so long is forgotten when there is no room: longer than a poll may be open.
    var memory = Duration.seconds(3_700)
    /// From one look for silent ones to the next.
    var sweepPause = Duration.seconds(1)

    fileprivate func limiter(_ perSecond: Double, burst: Double, factor: Double, at now: Duration) -> RateLimiter {
        RateLimiter(perSecond: perSecond * factor, burst: burst * factor, now: now)
    }
}

/// Counts what each visitor and each address has sent, within ``AudienceLimits``. A value that knows no clock, as `RateLimiter` is one.
struct AudienceLedger: Sendable {
    /// Why nothing is taken.
    enum Refusal: Hashable {
        case tooFast(after: Duration)
        /// There are more visitors than can be remembered.
        case noRoom
    }

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
        var lastSeen: Duration

        init(_ limits: AudienceLimits, factor: Double, at now: Duration) {
            hearts = limits.limiter(limits.heartsPerSecond, burst: limits.heartBurst, factor: factor, at: now)
            comments = limits.limiter(
                1 / (limits.commentPause / .seconds(1)), burst: 1, factor: factor, at: now)
            requests = limits.limiter(limits.requestsPerSecond, burst: 4, factor: factor, at: now)
            lastSeen = now
        }

        mutating func vote(in poll: UInt64, atMost limit: Int) -> Bool {
            if self.poll != poll { (self.poll, votes) = (poll, 0) }
            guard votes < limit else { return false }
            votes += 1
            return true
        }
    }

    let limits: AudienceLimits
    private var visitors: [UInt64: Entry] = [:]
    /// By salted hashes: the addresses themselves are kept nowhere.
    private var addresses: [UInt64: Entry] = [:]
    private var nextSweep = Duration.zero

    init(_ limits: AudienceLimits) { self.limits = limits }

    var visitorCount: Int { visitors.count }
    var addressCount: Int { addresses.count }

    /// Lets a request in; until it is answered, both have their places in the tables.
    mutating func admit(visitor: UInt64, address: UInt64, at now: Duration) -> Refusal? {
        guard makeRoom(visitor, address, at: now) else { return .noRoom }
        if let wait = visitors[visitor]?.requests.take(at: now) { return .tooFast(after: wait) }
        if let wait = addresses[address]?.requests.take(at: now) { return .tooFast(after: wait) }
        return nil
    }

    /// - Returns: How many of them count.
    mutating func takeHearts(_ count: Int, visitor: UInt64, address: UInt64, at now: Duration) -> Int {
        let own = visitors[visitor]?.hearts.takeUpTo(count, at: now) ?? 0
        return addresses[address]?.hearts.takeUpTo(own, at: now) ?? 0
    }

    /// - Parameter poll: Tells one poll from another.
    mutating func takeVote(in poll: UInt64, visitor: UInt64, address: UInt64) -> VoteAnswer {
        guard let entry = visitors[visitor], entry.poll != poll || entry.votes == 0 else { return .repeated }
        guard addresses[address]?.vote(in: poll, atMost: Int(limits.addressFactor)) ?? false else { return .tooMany }
        _ = visitors[visitor]?.vote(in: poll, atMost: 1)
        return .counted
    }

    /// - Returns: How long to wait for the next one; `nil` if this one may be sent.
    mutating func takeComment(visitor: UInt64, address: UInt64, at now: Duration) -> Duration? {
        if let wait = visitors[visitor]?.comments.take(at: now) { return wait }
        guard let wait = addresses[address]?.comments.take(at: now) else { return nil }
        visitors[visitor]?.comments.giveBack(1)
        return wait
    }

    private mutating func makeRoom(_ visitor: UInt64, _ address: UInt64, at now: Duration) -> Bool {
        if visitors[visitor] == nil && visitors.count >= limits.visitorCount
            || addresses[address] == nil && addresses.count >= limits.addressCount
        {
            // To look at all of them takes some milliseconds: not for each of a flood.
            guard now >= nextSweep else { return false }
            nextSweep = now + limits.sweepPause
            let oldest = now - limits.memory
            visitors = visitors.filter { $0.value.lastSeen >= oldest }
            addresses = addresses.filter { $0.value.lastSeen >= oldest }
            guard visitors.count < limits.visitorCount, addresses.count < limits.addressCount else { return false }
        }
        visitors[visitor, default: Entry(limits, factor: 1, at: now)].lastSeen = now
        addresses[address, default: Entry(limits, factor: limits.addressFactor, at: now)].lastSeen = now
        return true
    }
}
