/// The stage, and what is due on it: a poll's end, a countdown's zero, the next product in turn.
///
/// Everything that happens by itself follows from what is on stage and the tick, so nothing needs a timer.
struct StageReducer: PartialReducer {
    enum Input: Sendable {
        case action(ShowEvent.Action)
        /// For each option of the open poll.
        case votes([Int])
    }

    var contents: StageContents
    /// As it was before the events of `tick`: they are one change.
    private(set) var before: StageContents
    private(set) var tick = 0
    var due = StageSchedule()

    init(_ rules: ShowRules) {
        contents = StageContents(rules)
        before = contents
        due.slate = contents.slate.current?.end
        due.recap = contents.recap.recap?.every.map { rules.ticks($0) }
    }

    /// The next tick at which something happens by itself.
    var nextDue: Int? { due.next }

    mutating func advance(to tick: Int, _ rules: ShowRules) {
        while let next = due.next, next <= tick {
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
        while let next = due.next, next <= tick { fire(rules) }
    }

    static func merge(_ input: Input, into earlier: inout Input, isSameTick: Bool) -> Bool {
        guard case .votes(let more) = input, case .votes(let tally) = earlier, more.count == tally.count else {
            return false
        }
        earlier = .votes(zip(tally, more).map { $0.saturatingSum($1) })
        return true
    }

    /// Puts up another stage that nothing has led to: nothing comes in or goes out.
    mutating func replace(by contents: StageContents) {
        self.contents = contents
        before = contents
    }

    private mutating func begin(_ tick: Int) {
        guard tick > self.tick else { return }
        self.tick = tick
        before = contents
    }

    /// One thing that is due by now; those of one tick in this order.
    private mutating func fire(_ rules: ShowRules) {
        change(rules) { $0.fireNext(rules) }
    }

    /// Changes the stage by one thing, and lets slots follow.
    private mutating func change(_ rules: ShowRules, _ body: (inout Self) -> Void) {
        guard !rules.slots.isEmpty else { return body(&self) }
        let earlier = contents
        body(&self)
        fillSlots(since: earlier, rules)
    }

    private mutating func fireNext(_ rules: ShowRules) {
        if due.isNow(\.countdown, tick) {
            countdownIsDue(rules)
        } else if due.isNow(\.poll, tick) {
            pollIsDue(rules)
        } else if due.isNow(\.coupon, tick) {
            put(nil, \.coupon)
            due.coupon = nil
        } else if due.isNow(\.recapEnd, tick) {
            put(nil, \.recap.lines)
            due.recapEnd = nil
        } else if due.isNow(\.recap, tick) {
            showRecap(rules)
        } else if due.isNow(\.slate, tick) {
            put(nil, \.slate)
            due.slate = nil
        } else if due.isNow(\.product, tick) {
            showNextProduct()
        }
    }

    mutating func put<Value>(_ value: Value?, _ path: WritableKeyPath<StageContents, Timed<Value>>) {
        contents[keyPath: path].put(value, over: before[keyPath: path], atTick: tick)
    }
}

/// The ticks at which things happen by themselves; `nil` for never.
struct StageSchedule: Sendable {
    var countdown, poll, coupon, recapEnd, recap, slate, product: Int?
    /// From one product to the next, in ticks.
    var productInterval = 1
    /// Whether what comes next for the countdown is its leaving, its zero being past.
    var isCountdownOver = false

    var next: Int? {
        var next = Int.max
        for tick in [countdown, poll, coupon, recapEnd, recap, slate, product] { next = min(next, tick ?? .max) }
        return next == .max ? nil : next
    }

    func isNow(_ path: KeyPath<StageSchedule, Int?>, _ tick: Int) -> Bool {
        self[keyPath: path].map { $0 <= tick } ?? false
    }
}

extension Int {
    func saturatingSum(_ other: Int) -> Int {
        let (sum, overflowed) = addingReportingOverflow(other)
        return overflowed ? .max : sum
    }
}
