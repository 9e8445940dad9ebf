import Foundation
import MediaModel
import Show

/// Adds up the events of one show, in their order.
///
/// Hearts, comments and votes are counted here; what is on screen is what ``ShowReducer`` says, the very rules of the broadcast, so products in turn, polls that end by
/// themselves and what was undone are as viewers saw them.
struct ShowTally {
    /// Ids of hearts, comments and votes, by which they may be undone: of the last so many.
    private static let memory = 65_536
    /// Spans of one kind; a show has some hundreds.
    private static let spanLimit = 10_000
    /// Any clock does: media times have microseconds, and what happens by itself needs no finer one.
    private static let frameRate = FrameRate.fps30

    private(set) var account = ShowAccount()
    /// When the run in hand begins, in seconds of the show.
    private var runStart: Double
    private let start: WallTime?
    private var reducer: ShowReducer
    /// The tick that the stage has been looked at, last.
    private var tick = -1
    private var counted: [String: Counted] = [:]
    private var order: [String] = []
    /// Comments that were taken away.
    private(set) var removed: Set<String> = []
    /// When comments with ids came, to take back those that are taken away.
    private var shown: [String: Int] = [:]

    private struct Counted {
        let kind: WritableKeyPath<ShowAccount, Activity>
        let count: Int
        let second: Int
    }

    /// - Parameters:
    ///   - start: When the run's first picture was shown; `nil` if nothing tells.
    init(start: WallTime?) {
        (runStart, self.start) = (0, start)
        reducer = Self.makeReducer(start)
    }

    private static func makeReducer(_ start: WallTime?) -> ShowReducer {
        ShowReducer(frameRate: frameRate, layers: [], start: start)
    }

    // MARK: - Events

    /// A new run begins: media time does, too, and the stage is empty.
    mutating func beginRun(at second: Double, start: WallTime?) {
        closeStage(at: second)
        runStart = second
        reducer = Self.makeReducer(start)
        tick = -1
    }

    /// - Parameter id: As it is written in the line, without escapes; empty for none.
    mutating func add(hearts count: Int, id: some Collection<UInt8>, at time: Int64) {
        account.eventCount += 1
        note(count, \.hearts, id: id.isEmpty ? nil : String(decoding: id, as: UTF8.self), at: time)
    }

    /// - Parameter time: Microseconds of the run's media time.
    mutating func add(_ event: ShowEvent, at time: Int64) {
        account.eventCount += 1
        switch event.action {
        case .hearts(let count, _): note(count, \.hearts, id: event.id, at: time)
        case .comment(let action): add(action, id: event.id, at: time)
        case .undo(let id):
            forget(id)
            if shown[id] != nil { remove(id) }
            apply(event, at: time)
        case .poll(.vote(_, let count, _)):
            // A vote for a poll that isn't open counts for nothing.
            if apply(event, at: time) { note(count, \.votes, id: event.id, at: time) }
        default: apply(event, at: time)
        }
    }

    private mutating func add(_ action: CommentAction, id: String?, at time: Int64) {
        switch action {
        case .show:
            // It was removed before it came, and viewers never saw it.
            if let id, removed.contains(id) { return }
            let second = note(1, \.comments, id: nil, at: time)
            if let id, shown.count < Self.memory { shown[id] = second }
        case .remove(let id): remove(id)
        case .pin, .unpin: break
        }
    }

    /// A log that was kept by this version doesn't have the comment any more, and one of another may: it isn't counted either way.
    private mutating func remove(_ id: String) {
        if let second = shown.removeValue(forKey: id) { account.comments.add(-1, at: second) }
        guard removed.count < Self.memory, removed.insert(id).inserted else { return }
        account.removedCommentCount += 1
    }

    /// - Returns: The second of the show.
    @discardableResult
    private mutating func note(
        _ count: Int, _ kind: WritableKeyPath<ShowAccount, Activity>, id: String?, at time: Int64
    ) -> Int {
        let second = Int(runStart + Double(time) / 1_000_000)
        account[keyPath: kind].add(count, at: second)
        guard let id else { return second }
        if order.count >= Self.memory {
            for old in order.prefix(Self.memory / 2) { counted[old] = nil }
            order.removeFirst(Self.memory / 2)
        }
        if counted.updateValue(Counted(kind: kind, count: count, second: second), forKey: id) == nil {
            order.append(id)
        }
        return second
    }

    /// It was as if that had never been.
    private mutating func forget(_ id: String) {
        guard let old = counted.removeValue(forKey: id) else { return }
        account[keyPath: old.kind].add(-old.count, at: old.second)
    }

    // MARK: - The stage

    /// - Returns: Whether the event fitted.
    @discardableResult
    private mutating func apply(_ event: ShowEvent, at time: Int64) -> Bool {
        let tick = max(self.tick, Self.frameRate.tick(atOrAfter: .microseconds(time)))
        advance(to: tick)
        defer { look(at: tick) }
        if case .applied = reducer.apply(event, atTick: tick) { return true }
        return false
    }

    /// Lets happen what happens by itself.
    private mutating func advance(to end: Int) {
        while let next = reducer.nextChange(after: tick), next <= end {
            reducer.advance(toTick: next)
            look(at: next)
        }
        tick = max(tick, end)
        reducer.advance(toTick: max(0, tick))
    }

    private func second(of tick: Int) -> Double { runStart + Self.frameRate.time(ofTick: tick).seconds }

    /// Takes down what is on screen from this tick on.
    private mutating func look(at tick: Int) {
        self.tick = max(self.tick, tick)
        let (state, now) = (reducer.state, second(of: tick))
        if state.price.current?.id != openProduct?.id || state.price.current?.price != openProduct?.price {
            Self.close(&account.products, \.end, isOpen: openProduct != nil, at: now)
            openProduct = state.price.current
            if let product = openProduct, account.products.count < Self.spanLimit {
                account.products.append(ProductSpan(product: product, start: now, end: now))
            }
        }
        lookAtPoll(state.poll.current, now)
        if state.coupon.current != openCoupon {
            Self.close(&account.coupons, \.end, isOpen: openCoupon != nil, at: now)
            openCoupon = state.coupon.current
            if let coupon = openCoupon, account.coupons.count < Self.spanLimit {
                account.coupons.append(CouponSpan(coupon: coupon, start: now, end: now))
            }
        }
        lookAtAuction(state.auction.current, now)
    }

    private var openProduct: Product?
    private var openCoupon: Coupon?
    private var openPoll: Poll?
    private var openAuction: Auction?

    private static func close<Span>(
        _ spans: inout [Span], _ end: WritableKeyPath<Span, Double>, isOpen: Bool, at now: Double
    ) {
        guard isOpen, !spans.isEmpty else { return }
        spans[spans.count - 1][keyPath: end] = now
    }

    private mutating func lookAtPoll(_ round: PollRound?, _ now: Double) {
        guard let round else { return openPoll = nil }
        if round.poll != openPoll, account.polls.count < Self.spanLimit {
            openPoll = round.poll
            account.polls.append(PollResult(poll: round.poll, votes: round.votes, start: now))
        }
        guard openPoll == round.poll, !account.polls.isEmpty else { return }
        account.polls[account.polls.count - 1].votes = round.votes
        if round.closedAt != nil, account.polls[account.polls.count - 1].end == nil {
            account.polls[account.polls.count - 1].end = now
        }
    }

    private mutating func lookAtAuction(_ run: AuctionRun?, _ now: Double) {
        guard let run else { return openAuction = nil }
        if run.auction != openAuction, account.auctions.count < Self.spanLimit {
            openAuction = run.auction
            account.auctions.append(AuctionResult(run: run, start: now))
        }
        guard openAuction == run.auction, !account.auctions.isEmpty else { return }
        account.auctions[account.auctions.count - 1].run = run
    }

    // MARK: - The end

    private mutating func closeStage(at second: Double) {
        let last = runStart + max(0, second - runStart)
        // What would happen with the end is seen by nobody.
        advance(to: Self.frameRate.tick(atOrAfter: .microseconds(Int64(max(0, second - runStart) * 1_000_000))) - 1)
        Self.close(&account.products, \.end, isOpen: openProduct != nil, at: last)
        Self.close(&account.coupons, \.end, isOpen: openCoupon != nil, at: last)
        (openProduct, openCoupon, openPoll, openAuction) = (nil, nil, nil, nil)
    }

    /// The show is over after so many seconds.
    mutating func finish(at second: Double) -> ShowAccount {
        closeStage(at: second)
        account.duration = second
        return account
    }
}
