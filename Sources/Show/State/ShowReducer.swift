public import MediaModel

/// Turns events into the state of the show, tick by tick.
///
/// A value: a copy goes on by itself, and the same events at the same ticks give the same state. Timeline files and the
/// control API share it.
public struct ShowReducer: Sendable {
    /// The programme clock that ticks are counted by.
    public let frameRate: FrameRate
    /// The show as it is after the last event.
    public private(set) var state = ShowState()

    private let hearts: HeartAdmission?
    private var knownIDs = RecentIDs(capacity: 65_536)
    private var heartEventCount: UInt64 = 0
    /// The tick of the last event, and the price as it was before it: events of one tick are one change.
    private var lastTick = 0
    private var priceBeforeTick = PriceState()

    /// - Parameter layers: The preset's; hearts need to know how long they live and how many fit.
    public init(frameRate: FrameRate, layers: [Layer]) {
        self.frameRate = frameRate
        let heartsLayers = layers.compactMap { layer in
            if case .hearts(let hearts) = layer { hearts } else { nil as HeartsLayer? }
        }
        hearts = HeartAdmission(heartsLayers, frameRate: frameRate)
    }

    public init(preset: Preset) {
        self.init(frameRate: preset.canvas.frameRate, layers: preset.layers)
    }

    /// Commits an event on a tick.
    ///
    /// - Parameter tick: At least that of the event before. The event's own `at` is not looked at.
    /// - Returns: `false` if an event of this id has been applied already; it changes nothing then. The last 65,536 ids
    ///   are remembered.
    @discardableResult
    public mutating func apply(_ event: ShowEvent, atTick tick: Int) -> Bool {
        precondition(tick >= lastTick, "an event at tick \(tick) after one at tick \(lastTick)")
        if let id = event.id, !knownIDs.insert(id) { return false }
        if tick != lastTick {
            lastTick = tick
            priceBeforeTick = state.price
            forgetFadedBursts()
        }
        switch event.action {
        case .price(.show(let products, _)): show(products.first)
        case .price(.hide): show(nil)
        case .hearts(let count, let icon): send(hearts: count, icon: icon)
        case .price, .comment, .poll, .countdown, .coupon, .nameplate, .recap, .stamp, .layer, .slate, .clear, .undo:
            break
        }
        return true
    }

    private mutating func show(_ product: Product?) {
        // What is on screen already doesn't come in again, whatever happened in between on this tick.
        guard product != priceBeforeTick.current else {
            state.price = priceBeforeTick
            return
        }
        state.price = PriceState(current: product, previous: priceBeforeTick.current, changedAt: lastTick)
    }

    private mutating func send(hearts count: Int, icon: String?) {
        precondition(count > 0, "an event of \(count) hearts")
        let (total, overflowed) = state.hearts.total.addingReportingOverflow(count)
        state.hearts.total = overflowed ? .max : total
        state.hearts.countedAt = lastTick
        heartEventCount += 1
        guard let hearts else { return }
        let drawn = hearts.admitted(count, beside: state.hearts.bursts, atTick: lastTick)
        guard drawn > 0 else { return }
        let seed = mixed(heartEventCount &* 0x9E37_79B9_7F4A_7C15 ^ UInt64(lastTick))
        state.hearts.bursts.append(
            HeartBurst(start: lastTick, drawn: drawn, spread: hearts.spread, seed: seed, icon: icon))
    }

    private mutating func forgetFadedBursts() {
        guard let hearts else { return }
        let tick = lastTick
        state.hearts.bursts.removeAll { $0.end(lifetime: hearts.lifetime) <= tick }
    }
}

/// A 64-bit number in which each bit depends on all of `value`'s (the finaliser of SplitMix64).
private func mixed(_ value: UInt64) -> UInt64 {
    var value = value
    value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
    return value ^ value >> 31
}
