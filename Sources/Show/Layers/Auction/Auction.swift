public import Foundation

/// Something that goes to whoever bids most.
public struct Auction: Hashable, Sendable {
    /// That of the event that started it; bids may name it.
    public var id: String?
    /// What is auctioned, in a few words.
    public var item: LocalizedText
    /// The least that may be bid, in major units.
    public var startingBid: Decimal
    /// An ISO 4217 code; all bids are in it.
    public var currency: String
    /// Where to bid.
    public var url: String?
    /// When bidding ends; `nil` until an event ends it.
    public var end: EndTime?

    public init(
        id: String? = nil, item: LocalizedText, startingBid: Decimal, currency: String, url: String? = nil,
        end: EndTime? = nil
    ) {
        self.id = id
        self.item = item
        self.startingBid = startingBid
        self.currency = currency
        self.url = url
        self.end = end
    }
}

/// What somebody offers.
public struct Bid: Hashable, Sendable {
    /// In major units of the auction's currency.
    public var amount: Decimal
    /// As viewers may read it.
    public var bidder: String?

    public init(amount: Decimal, bidder: String? = nil) { (self.amount, self.bidder) = (amount, bidder) }
}

/// An auction on screen.
public struct AuctionRun: Hashable, Sendable {
    public var auction: Auction
    /// The tick that bidding began at.
    public var startedAt: Int
    /// The tick that bidding ends at by itself; `nil` if an event has to end it.
    public var endsAt: Int?
    /// The same by the calendar; `nil` also where nobody knows when the programme began.
    public var endsAtInstant: WallTime?
    /// The highest so far; `nil` for none.
    public var bid: Bid?
    public var bidCount: Int
    /// Whether time has run out: nobody may bid any more.
    public var isOver: Bool
    /// The tick that it was sold at, to the highest bidder; `nil` while it isn't.
    public var soldAt: Int?

    public init(
        auction: Auction, startedAt: Int = 0, endsAt: Int? = nil, bid: Bid? = nil, bidCount: Int = 0,
        isOver: Bool = false, soldAt: Int? = nil
    ) {
        self.auction = auction
        self.startedAt = startedAt
        self.endsAt = endsAt
        self.bid = bid
        self.bidCount = bidCount
        self.isOver = isOver
        self.soldAt = soldAt
    }

    /// Whether anybody may bid.
    public var isOpen: Bool { !isOver && soldAt == nil }
}
