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
    /// One of the layer's icons or stamps, by name; `nil` for its icons in turn.
    public var icon: String?

    public init(start: Int, drawn: Int, spread: Int, seed: UInt64, icon: String? = nil) {
        (self.start, self.drawn, self.spread, self.seed, self.icon) = (start, drawn, spread, seed, icon)
    }
}
