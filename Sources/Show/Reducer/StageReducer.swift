import MediaModel

/// The stage: all that overlays draw but hearts and comments, and what is due on it: a poll's end, a countdown's zero, the next
/// product in turn.
///
/// Everything that happens by itself follows from what is on stage and the tick, so nothing needs a timer.
struct StageReducer: UndoableReducer {
    enum Input: Sendable {
        case action(ShowEvent.Action)
        /// For each option of the open poll.
        case votes([Int])
    }

    /// What happens by itself. Of one tick, in this order.
    enum Due: CaseIterable {
        case countdown, poll, coupon, recapEnd, recap, slate, product, auction
    }

    var contents: ShowState
    /// As it was before the events of `tick`: they are one change.
    private(set) var before: ShowState
    private(set) var tick = 0
    /// The ticks at which things happen by themselves.
    var due: [Due: Int] = [:]
    /// From one product to the next, in ticks.
    var productInterval = 1
    /// Whether what comes next for the countdown is its leaving, its zero being past.
    var isCountdownOver = false
    /// By slot: the layers that have something to show, from the one that came first to the one that holds the slot.
    var comers: [String: [String]] = [:]

    init(_ rules: ShowRules) {
        contents = ShowState(of: rules)
        before = contents
        for slot in rules.slots { comers[slot.name] = slot.layers.filter(contents.isOn).map(\.box.name) }
        due[.slate] = contents.slate.current?.end
        due[.recap] = contents.recap.recap?.every.map { rules.ticks($0) }
    }

    /// The next tick at which something happens by itself.
    var nextDue: Int? { due.values.min() }

    mutating func advance(to tick: Int, _ rules: ShowRules) {
        while let next = nextDue, next <= tick {
            begin(next)
            fire(rules)
        }
        begin(tick)
    }

    mutating func apply(_ input: Input, _ rules: ShowRules) {
        switch input {
        case .action(let action): change(rules) { $0.perform(action, rules) }
        case .votes(let tally): vote(tally)
        }
        // A countdown to this very instant is at its zero already.
        while let next = nextDue, next <= tick { fire(rules) }
    }

    static func merge(_ input: Input, into earlier: inout Input, isSameTick: Bool) -> Bool {
        guard case .votes(let more) = input, case .votes(let tally) = earlier, more.count == tally.count else {
            return false
        }
        earlier = .votes(zip(tally, more).map { $0.saturatingSum($1) })
        return true
    }

    /// Puts up another stage that nothing has led to: nothing comes in or goes out.
    mutating func replace(by contents: ShowState) {
        self.contents = contents
        before = contents
    }

    private mutating func begin(_ tick: Int) {
        guard tick > self.tick else { return }
        self.tick = tick
        before = contents
    }

    /// One thing that is due by now.
    private mutating func fire(_ rules: ShowRules) {
        guard let next = Due.allCases.first(where: { due[$0].map { $0 <= tick } ?? false }) else { return }
        change(rules) { $0.happen(next, rules) }
    }

    /// Changes the stage by one thing, and lets slots follow.
    private mutating func change(_ rules: ShowRules, _ body: (inout Self) -> Void) {
        guard !rules.slots.isEmpty else { return body(&self) }
        let earlier = contents
        body(&self)
        fillSlots(since: earlier, rules)
    }

    /// What is there already doesn't come in again, whatever happened in between on this tick.
    mutating func put<Value>(_ value: Value?, _ path: WritableKeyPath<ShowState, Timed<Value>>) {
        contents[keyPath: path].put(value, over: before[keyPath: path], atTick: tick)
    }
}

// MARK: - What happens, by type

extension StageReducer {
    /// Does what an event says, on this tick.
    mutating func perform(_ action: ShowEvent.Action, _ rules: ShowRules) {
        switch action {
        case .price(let action): perform(action, rules)
        case .poll(let action): perform(action, rules)
        case .countdown(let countdown): start(countdown, rules)
        case .coupon(let coupon):
            put(coupon, \.coupon)
            due[.coupon] = coupon?.expires.flatMap { rules.tick(of: $0) }
        case .auction(let action): perform(action, rules)
        case .nameplate(let nameplate): put(nameplate, \.nameplate)
        case .recap(let action): perform(action, rules)
        case .stamp(let stamp): add(stamp, rules)
        case .bed(let action): contents.bed.perform(action, at: rules.frameRate.time(ofTick: tick))
        case .layer(let name, let isShown): show(isShown, layer: name, rules)
        case .slate(let slate): put(slate, rules)
        case .clear(let name): clear(name, rules)
        // These have reducers of their own, or are for the show as a whole.
        case .hearts, .comment, .caption, .focus, .undo: break
        }
    }

    /// Refuses what doesn't fit the stage as it is.
    func check(_ action: ShowEvent.Action, _ rules: ShowRules) throws(EventError) {
        switch action {
        case .price(let action): try check(action)
        case .poll(let action): try check(action)
        case .auction(let action): try check(action, rules)
        case .recap(.show) where contents.recap.recap == nil:
            throw EventError("action", "there is no recap to show yet")
        default: break
        }
    }

    /// Does what is due.
    private mutating func happen(_ what: Due, _ rules: ShowRules) {
        due[what] = nil
        switch what {
        case .countdown: countdownIsDue(rules)
        case .poll: pollIsDue(rules)
        case .coupon: put(nil, \.coupon)
        case .recapEnd: put(nil, \.recap.lines)
        case .recap: showRecap(rules)
        case .slate: put(nil, \.slate)
        case .product: showNextProduct()
        case .auction: auctionIsDue()
        }
    }

    /// Empties a layer.
    private mutating func clear(_ name: String, _ rules: ShowRules) {
        switch rules.type(ofLayer: name) {
        case .price: perform(PriceAction.hide, rules)
        case .poll: hidePoll()
        case .countdown: start(nil, rules)
        case .coupon: perform(.coupon(nil), rules)
        case .auction: perform(AuctionAction.hide, rules)
        case .nameplate: put(nil, \.nameplate)
        case .recap: forgetRecap()
        case .stamp: contents.stamps = []
        case .slate: put(nil, rules)
        // What these show is the preset's.
        case .image, .text, .clock: show(false, layer: name, rules)
        case .hearts, .comment, .captions, nil: break
        }
    }

    private mutating func show(_ isShown: Bool, layer name: String, _ rules: ShowRules) {
        let was = before.visibility(of: name)
        contents.visibility[name] =
            was.isShown == isShown ? was : LayerVisibility(isShown: isShown, changedAt: tick)
        // A recap that is shown should say something at once, not at its next time.
        if isShown, rules.type(ofLayer: name) == .recap { showRecap(rules) }
    }
}

extension Int {
    func saturatingSum(_ other: Int) -> Int {
        let (sum, overflowed) = addingReportingOverflow(other)
        return overflowed ? .max : sum
    }
}
