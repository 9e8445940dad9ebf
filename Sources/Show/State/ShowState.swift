/// All that the overlays need to know about a show at one tick. A value: the same events give the same state.
///
/// Instants in it are ticks of the programme clock. Layers draw from it alone; nothing moves by being stepped.
public struct ShowState: Hashable, Sendable {
    public var price: PriceState
    public var hearts: HeartsState

    public init(price: PriceState = PriceState(), hearts: HeartsState = HeartsState()) {
        (self.price, self.hearts) = (price, hearts)
    }
}

/// The product on screen, and the one that it took the place of.
public struct PriceState: Hashable, Sendable {
    /// What is shown since `changedAt`; `nil` for nothing.
    public var current: Product?
    /// What was shown until `changedAt`, for the exit animation.
    public var previous: Product?
    /// The tick of the last change.
    public var changedAt: Int

    public init(current: Product? = nil, previous: Product? = nil, changedAt: Int = 0) {
        (self.current, self.previous, self.changedAt) = (current, previous, changedAt)
    }
}

/// The hearts that may still be on their way, and how many there have ever been.
public struct HeartsState: Hashable, Sendable {
    /// From the oldest to the newest; those whose last heart has faded are gone.
    public var bursts: [HeartBurst]
    /// Every heart sent, drawn or not.
    public var total: Int
    /// The tick at which `total` last grew.
    public var countedAt: Int

    public init(bursts: [HeartBurst] = [], total: Int = 0, countedAt: Int = 0) {
        (self.bursts, self.total, self.countedAt) = (bursts, total, countedAt)
    }
}

/// Hearts that one event set off. Each one's path follows from its number, the seed and the time alone.
public struct HeartBurst: Hashable, Sendable {
    /// The tick at which the first heart leaves.
    public var start: Int
    /// How many are drawn. The event may have counted more.
    public var drawn: Int
    /// Over how many ticks they leave, evenly; at least 1. Heart *i* of *n* leaves at `start + i * spread / n`.
    public var spread: Int
    /// Makes this burst's paths its own.
    public var seed: UInt64

    public init(start: Int, drawn: Int, spread: Int, seed: UInt64) {
        (self.start, self.drawn, self.spread, self.seed) = (start, drawn, spread, seed)
    }
}
