public import MediaModel

/// Something that happens in a show: a price goes up on screen, hearts arrive.
///
/// The same object in timeline files, where `at` is set, and over the control API.
public struct ShowEvent: Hashable, Sendable {
    /// The media time to commit at; `nil` means now.
    public var at: MediaTime?
    /// Makes the event idempotent: a second one of the same id is not applied.
    public var id: String?
    public var action: Action

    public enum Action: Hashable, Sendable {
        /// Puts a product's price on screen, in place of the one there; `nil` takes it away.
        case price(Product?)
        /// So many hearts came from viewers; at least 1.
        case hearts(count: Int)
    }

    public init(at: MediaTime? = nil, id: String? = nil, action: Action) {
        (self.at, self.id, self.action) = (at, id, action)
    }
}

extension ShowEvent {
    /// The tick to commit on: the first at or after `at`; `nil` for an event that means now.
    ///
    /// `at` has microseconds, so a tick's own time is rounded when it is written down: tick 2 of 30 a second, 66.666… ms,
    /// becomes 0.066667 s and lies behind itself. Half a microsecond of grace brings it back to its tick.
    public func tick(at frameRate: FrameRate) -> Int? {
        guard let at else { return nil }
        return max(0, frameRate.tick(atOrAfter: at - MediaTime(1, timescale: 2_000_000)))
    }
}
