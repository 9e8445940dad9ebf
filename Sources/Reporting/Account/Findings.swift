public import Show

/// A product while it was on screen.
public struct ProductSpan: Hashable, Sendable {
    public let product: Product
    /// Seconds of the show.
    public let start: Double
    public internal(set) var end: Double
}

/// How a poll went.
public struct PollResult: Hashable, Sendable {
    public let poll: Poll
    /// For each option.
    public internal(set) var votes: [Int]
    /// Seconds of the show.
    public let start: Double
    /// When voting ended; `nil` if it never did.
    public internal(set) var end: Double?
}

/// A coupon while it was on screen.
public struct CouponSpan: Hashable, Sendable {
    public let coupon: Coupon
    /// Seconds of the show.
    public let start: Double
    public internal(set) var end: Double
}

/// How an auction went.
public struct AuctionResult: Hashable, Sendable {
    public internal(set) var run: AuctionRun
    /// Seconds of the show.
    public let start: Double
}

/// A while in which viewers didn't see the source, or saw less of the programme.
public struct TroubleSpan: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// The last picture stood still.
        case frozen
        /// The slate was shown; the cause as ``RecordLine/cause`` has it.
        case slate(cause: String?)
        /// Nothing had come yet.
        case waiting
        /// The machine was too slow; the step by its name.
        case overload(String)
        /// Something else, in the broadcast's own words.
        case other(String)
    }

    public let kind: Kind
    /// Seconds of the show.
    public let start: Double
    /// The same as ``start`` for what took no time.
    public internal(set) var end: Double
}

/// The audience at an instant of the show.
public struct AudiencePoint: Hashable, Sendable {
    /// Seconds of the show.
    public let at: Double
    public let watching: Int
    /// All that had come by then.
    public let viewers: Int
}
