import Foundation
import MediaModel

extension StageReducer {
    mutating func perform(_ action: AuctionAction, _ rules: ShowRules) {
        // What follows from another event, and what happens again without one that was undone, may not fit any more.
        guard (try? check(action, rules)) != nil else { return }
        switch action {
        case .start(let auction):
            put(AuctionRun(auction: auction, startedAt: tick), \.auction)
            end(at: auction.end, rules)
        case .bid(let bid, _, _):
            change { run in
                run.bid = bid
                run.bidCount += 1
            }
        case .extend(let end):
            self.end(at: end, rules)
        case .sold:
            let tick = tick
            change { $0.soldAt = tick }
            due[.auction] = tick + rules.auctionResult
        case .hide:
            put(nil, \.auction)
            due[.auction] = nil
        }
    }

    private mutating func end(at end: EndTime?, _ rules: ShowRules) {
        let tick = end?.tick(from: tick, rules)
        change { run in
            run.endsAt = tick
            run.isOver = false
            if let tick, let start = rules.start {
                run.endsAtInstant = WallTime(ofTick: tick, frameRate: rules.frameRate, startedAt: start)
            }
        }
        due[.auction] = tick
    }

    mutating func auctionIsDue() {
        guard contents.auction.current?.soldAt == nil else { return put(nil, \.auction) }
        change { $0.isOver = true }
    }

    /// Changes the auction on screen, which changes in its place.
    private mutating func change(_ body: (inout AuctionRun) -> Void) {
        guard var run = contents.auction.current else { return }
        body(&run)
        put(run, \.auction)
    }

    /// Refuses what nobody could bid, and what comes too late.
    func check(_ action: AuctionAction, _ rules: ShowRules) throws(EventError) {
        switch action {
        case .start, .hide: break
        case .bid(let bid, let currency, let id):
            let run = try auction(id)
            guard run.isOpen else {
                throw EventError(
                    "action", run.soldAt == nil ? "bidding is over" : "\(quoted("\(run.auction.item)")) is sold")
            }
            try check(bid.amount, currency, in: run)
        case .extend(let end):
            let run = try auction(nil)
            guard run.soldAt == nil else { throw EventError("action", "\(quoted("\(run.auction.item)")) is sold") }
            guard let earlier = run.endsAt, let later = end.tick(from: tick, rules), later <= earlier else { break }
            throw EventError("ends", "expected a later end than the one there is")
        case .sold:
            let run = try auction(nil)
            guard run.soldAt == nil else {
                throw EventError("action", "\(quoted("\(run.auction.item)")) is sold already")
            }
            guard run.bid != nil else { throw EventError("action", "nobody has bid: hide it instead") }
        }
    }

    private func auction(_ id: String?) throws(EventError) -> AuctionRun {
        guard let run = contents.auction.current else { throw EventError("action", "no auction is on screen") }
        guard let id, id != run.auction.id else { return run }
        throw EventError("auction", "auction \(quoted(id)) isn't on screen")
    }

    private func check(_ amount: Decimal, _ currency: String?, in run: AuctionRun) throws(EventError) {
        let own = run.auction.currency
        if let currency, currency != own {
            throw EventError("currency", "bids are in \(own), this one is in \(currency)")
        }
        guard CurrencyDecimals.allow(amount, in: own) else {
            let most = CurrencyDecimals.most(in: own)
            throw EventError("amount", "expected at most \(most) decimals, as \(own) has, found \(amount)")
        }
        if let highest = run.bid?.amount, amount <= highest {
            throw EventError("amount", "expected more than the highest bid, \(highest), found \(amount)")
        }
        guard amount >= run.auction.startingBid else {
            throw EventError(
                "amount", "expected at least the starting bid, \(run.auction.startingBid), found \(amount)")
        }
    }
}

extension ShowRules {
    /// How long an auction stays once it is sold, in ticks. Layers of one type draw the same state, so the last one decides.
    fileprivate var auctionResult: Int {
        var time = AuctionLayer().resultFor
        for case .auction(let layer) in layers { time = layer.resultFor }
        return frameRate.tick(atOrAfter: time)
    }
}
