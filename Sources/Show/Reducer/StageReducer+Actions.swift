import MediaModel

extension StageReducer {
    /// Does what an event says, on this tick.
    mutating func perform(_ action: ShowEvent.Action, _ rules: ShowRules) {
        switch action {
        case .price(let action): perform(action, rules)
        case .poll(let action): perform(action, rules)
        case .countdown(let countdown): start(countdown, rules)
        case .coupon(let coupon):
            put(coupon, \.coupon)
            due.coupon = coupon?.expires.flatMap { rules.tick(of: $0) }
        case .nameplate(let nameplate): put(nameplate, \.nameplate)
        case .recap(.set(let recap)):
            contents.recap.recap = recap
            showRecap(rules)
        case .recap(.show): showRecap(rules)
        case .recap(.hide): hideRecap()
        case .stamp(let stamp): add(stamp, rules)
        case .layer(let name, let isShown): show(isShown, layer: name, rules)
        case .slate(let slate):
            let end = slate?.endTick(from: tick, rules)
            put(slate.map { SlateRun(slate: $0, end: end) }, \.slate)
            due.slate = end
        case .clear(let name): clear(name, rules)
        // These are parts of their own, or are for the reducer as a whole.
        case .hearts, .comment, .undo: break
        }
    }

    // MARK: - Recap

    mutating func showRecap(_ rules: ShowRules) {
        guard let recap = contents.recap.recap else { return }
        put(recap.lines, \.recap.lines)
        due.recapEnd = tick + rules.ticks(recap.duration)
        due.recap = recap.every.map { tick + rules.ticks($0) }
    }

    private mutating func hideRecap() {
        put(nil, \.recap.lines)
        due.recapEnd = nil
    }

    // MARK: - Stamps

    private static let mostStamps = 8
    /// The longest exit animation, in seconds: after that nothing of a stamp can be seen.
    private static let longestExit = 10

    private mutating func add(_ stamp: Stamp, _ rules: ShowRules) {
        let gone = tick - Self.longestExit * rules.frameRate.framesPerSecond
        contents.stamps.removeAll { $0.end < gone }
        contents.stamps.append(StampRun(stamp: stamp, start: tick, end: tick + rules.ticks(stamp.duration)))
        if contents.stamps.count > Self.mostStamps { contents.stamps.removeFirst() }
    }

    // MARK: - Layers

    private mutating func show(_ isShown: Bool, layer name: String, _ rules: ShowRules) {
        let was = before.visibility[name] ?? LayerVisibility(isShown: true)
        contents.visibility[name] =
            was.isShown == isShown ? was : LayerVisibility(isShown: isShown, changedAt: tick)
        // A recap that is shown should say something at once, not at its next time.
        if isShown, rules.type(ofLayer: name) == .recap { showRecap(rules) }
    }

    private mutating func clear(_ name: String, _ rules: ShowRules) {
        switch rules.type(ofLayer: name) {
        case .price: perform(PriceAction.hide, rules)
        case .poll: hidePoll()
        case .countdown: start(nil, rules)
        case .coupon: perform(.coupon(nil), rules)
        case .nameplate: put(nil, \.nameplate)
        case .recap:
            contents.recap.recap = nil
            due.recap = nil
            hideRecap()
        case .stamp: contents.stamps = []
        case .slate: perform(.slate(nil), rules)
        // What these show is the preset's.
        case .image, .text, .clock: show(false, layer: name, rules)
        case .hearts, .comment, nil: break
        }
    }
}
