public import MediaModel

/// Something that happens in a show: a price goes up on screen, hearts arrive.
///
/// The same object in timeline files, where `at` is set, and over the control API.
public struct ShowEvent: Hashable, Sendable {
    /// The media time to commit at; `nil` means now.
    public var at: MediaTime?
    /// Makes the event idempotent, as a second one of the same id is not applied, and lets it be undone.
    public var id: String?
    public var action: Action

    /// What happens.
    public enum Action: Hashable, Sendable {
        case price(PriceAction)
        /// So many hearts came from viewers; at least 1.
        ///
        /// - icon: One of the layer's icons or stamps; `nil` for all icons in turn.
        case hearts(count: Int, icon: String? = nil)
        case comment(CommentAction)
        case poll(PollAction)
        /// Starts a countdown in place of the one there; `nil` takes it away, and nothing happens at its zero.
        case countdown(Countdown?)
        /// `nil` takes the coupon away.
        case coupon(Coupon?)
        /// `nil` takes the nameplate away.
        case nameplate(Nameplate?)
        case recap(RecapAction)
        case stamp(Stamp)
        /// Shows or hides a layer of the preset by its name; what it shows goes on meanwhile.
        case layer(name: String, isShown: Bool)
        /// `nil` takes the slate away.
        case slate(Slate?)
        /// Empties a layer of the preset, by its name.
        case clear(layer: String)
        /// Makes the show what it would be had the event of this id never happened.
        case undo(id: String)
    }

    public init(at: MediaTime? = nil, id: String? = nil, action: Action) {
        (self.at, self.id, self.action) = (at, id, action)
    }
}

/// What happens to the products on screen.
public enum PriceAction: Hashable, Sendable {
    /// Puts products on screen, one after the other if there are several, each for `interval`; without end.
    case show([Product], interval: MediaTime = .seconds(6))
    /// So many pieces are left of a product that is shown; `productID` may be `nil` where there is one.
    case stock(Int, productID: String? = nil)
    /// A product that is shown is sold out.
    case soldOut(productID: String? = nil)
    case hide

    /// One product.
    public static func show(_ product: Product) -> PriceAction { .show([product]) }
}

/// What happens to viewers' comments.
public enum CommentAction: Hashable, Sendable {
    case show(Comment, isPinned: Bool = false)
    /// Pins a comment that was shown.
    case pin(id: String)
    /// `nil` for whichever is pinned.
    case unpin(id: String?)
    /// Takes a comment off the screen, for ever.
    case remove(id: String)
}

/// What happens to a poll.
public enum PollAction: Hashable, Sendable {
    case open(Poll)
    /// So many votes, at least 1, for the option of this number, from 0.
    ///
    /// - pollID: The poll they are meant for; `nil` for the one that is open.
    case vote(option: Int, count: Int = 1, pollID: String? = nil)
    /// Ends voting: the result is shown, and what the poll says happens.
    case close(pollID: String? = nil)
}

/// What happens to the recap.
public enum RecapAction: Hashable, Sendable {
    /// Says what it says from now on, and shows it.
    case set(Recap)
    /// Shows it once, now.
    case show
    case hide
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
