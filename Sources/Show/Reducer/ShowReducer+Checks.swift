import MediaModel

extension ShowReducer {
    /// Refuses what doesn't fit the preset, or the show as it is.
    func check(_ action: ShowEvent.Action) throws(EventError) {
        try checkAgainstPreset(action)
        switch action {
        case .price(.stock(_, let id)), .price(.soldOut(let id)): try check(product: id)
        case .comment(.pin(let id)):
            guard comments.part.comment(id: id) == nil else { break }
            throw EventError("id", "no comment \(quoted(id)) among the last that were shown")
        case .poll(.vote(let option, _, let poll)):
            let round = try openPoll(poll)
            guard !round.votes.indices.contains(option) else { break }
            throw EventError("option", "the poll has \(round.votes.count) options, this is number \(option + 1)")
        case .poll(.close(let poll)): _ = try openPoll(poll)
        case .recap(.show) where stage.part.contents.recap.recap == nil:
            throw EventError("action", "there is no recap to show yet")
        default: break
        }
    }

    private func check(product id: String?) throws(EventError) {
        let price = stage.part.contents.price
        let shown = price.products.isEmpty ? [price.current].compactMap(\.self) : price.products
        guard let id else {
            guard shown.count != 1 else { return }
            throw EventError("productId", shown.isEmpty ? "no product is on screen" : "missing: which of the products?")
        }
        guard !shown.contains(where: { $0.id == id }) else { return }
        throw EventError("productId", "no product \(quoted(id)) is on screen")
    }

    private func openPoll(_ id: String?) throws(EventError) -> PollRound {
        guard let round = stage.part.contents.poll.current, round.closedAt == nil else {
            throw EventError("poll", "no poll is open")
        }
        guard let id, id != round.poll.id else { return round }
        throw EventError("poll", "poll \(quoted(id)) isn't open")
    }

    /// Refuses names that the preset doesn't have, and times that can't be reached; also in what an event leads to.
    private func checkAgainstPreset(_ action: ShowEvent.Action) throws(EventError) {
        switch action {
        case .layer(let name, _): try check(layer: name, key: "name")
        case .clear(let name): try check(layer: name, key: "layer")
        case .hearts(_, let icon?):
            guard let icons = rules.icons, !icons.contains(icon) else { break }
            throw EventError("icon", "unknown icon \(quoted(icon)); \(suggestion(for: icon, among: icons))")
        case .countdown(let countdown?):
            if case .wallTime(let instant) = countdown.target { try check(instant, key: "to", isShown: true) }
            try check(countdown.onZero, key: "onZero")
        case .slate(let slate?):
            if case .wallTime(let instant) = slate.until { try check(instant, key: "until", isShown: true) }
        case .coupon(let coupon?):
            // Without the programme's start the coupon still says when it ends.
            if rules.start != nil, let expires = coupon.expires { try check(expires, key: "expires") }
        case .poll(.open(let poll)):
            for (index, option) in poll.options.enumerated() {
                try check(option.events, key: "options[\(index)].events")
            }
            try check(poll.onEnd, key: "onEnd")
        default: break
        }
    }

    private func check(_ consequences: [ShowEvent.Action], key: String) throws(EventError) {
        for (index, action) in consequences.enumerated() {
            do throws(EventError) {
                try checkAgainstPreset(action)
            } catch {
                throw EventError("\(key)[\(index)].\(error.keyPath)", error.message)
            }
        }
    }

    private func check(layer name: String, key: String) throws(EventError) {
        let names = rules.layers.map(\.box.name)
        guard !names.contains(name) else { return }
        let hint = names.isEmpty ? "the preset has none" : suggestion(for: name, among: names)
        throw EventError(key, "unknown layer \(quoted(name)); \(hint)")
    }

    /// What is counted down has four digits of days at most: a layer has room for no more.
    private static let mostDays = 9_999

    /// - Parameter isShown: Whether the time until then is counted down.
    private func check(_ instant: WallTime, key: String, isShown: Bool = false) throws(EventError) {
        guard let reached = rules.tick(of: instant) else {
            throw EventError(key, "an absolute time needs the programme's start, which isn't known")
        }
        guard reached >= tick else { throw EventError(key, "this time is past") }
        let days = (reached - tick) / rules.frameRate.framesPerSecond / 86_400
        guard !isShown || days <= Self.mostDays else {
            throw EventError(key, "expected a time within \(Self.mostDays) days, found one in \(days) days")
        }
    }
}
