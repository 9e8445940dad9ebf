/// What happens to an auction. Bids come from the shop's back end, which knows who may bid.
public enum AuctionAction: Hashable, Sendable {
    /// Starts one in place of the one there.
    case start(Auction)
    /// A higher bid.
    ///
    /// - currency: `nil` for the auction's.
    /// - auctionID: The auction that it is meant for; `nil` for the one on screen.
    case bid(Bid, currency: String? = nil, auctionID: String? = nil)
    /// Bidding ends later than was said.
    case extend(EndTime)
    /// It goes to the highest bidder.
    case sold
    /// Takes it away, sold or not.
    case hide
}

extension AuctionAction {
    private static let item = EventKey.localizedText("item", limit: 120, "What is auctioned.")
    private static let startingBid = EventKey.amount("startingBid", "The least that may be bid, in major units.")
    private static let url = EventKey.webAddress("url", "Where to bid.")
    private static let ends = EventKey.end(
        "ends", in: 1...86_400, "When bidding ends, in seconds from now or as an absolute time; it counts down to that."
    )
    private static let amount = EventKey.amount("amount", "In major units; higher than the bid before.")
    private static let bidder = EventKey.text("bidder", limit: 40, "Who bids, as viewers may read it.")
    private static let auction = EventKey.text("auction", limit: 128, "The auction's id; absent for the one on screen.")

    private static let onlyBetween = "only starting, selling and hiding an auction can follow from another event"

    static let description = EventDescription(
        "Something that goes to whoever bids most.",
        [
            EventForm(
                "start", isDefault: true,
                keys: [
                    item.required, startingBid.required, EventKey.currency.required, url.optional, ends.optional,
                ],
                "Starts an auction; its `id` names it. When time runs out nobody may bid any more.",
                #"{"type": "auction", "id": "a-1", "item": "Signed plate", "startingBid": 1000, "currency": "JPY", "ends": 120}"#
            ),
            EventForm(
                "bid",
                keys: [amount.required, EventKey.currency.optional, bidder.optional, auction.optional],
                followRefusal: onlyBetween, "Shows a higher bid.",
                #"{"type": "auction", "action": "bid", "amount": 12500, "bidder": "m***i"}"#),
            EventForm(
                "extend", keys: [ends.required], followRefusal: onlyBetween, "Lets bidding end later than was said.",
                #"{"type": "auction", "action": "extend", "ends": 30}"#),
            EventForm(
                "sold", "Sells it to the highest bidder.",
                #"{"type": "auction", "action": "sold"}"#),
            EventForm("hide", "Takes it away, sold or not.", #"{"type": "auction", "action": "hide"}"#),
        ])

    init(_ fields: EventFields, id: String?) throws(EventError) {
        let forms = Self.description.forms
        let action = try fields.choice("action", among: forms.compactMap(\.action)) ?? "start"
        let own = forms.first { $0.action == action }?.keys.map(\.description.name) ?? []
        try fields.refuse(
            Self.description.keys.map(\.name).filter { !own.contains($0) }, where: "action is \"\(action)\"")
        switch action {
        case "start":
            let (item, least) = (try fields.require(Self.item), try fields.require(Self.startingBid))
            let currency = try fields.require(.currency)
            try fields.check(least, Self.startingBid.name, in: currency)
            self = .start(
                Auction(
                    id: id, item: item, startingBid: least, currency: currency, url: try fields.read(Self.url),
                    end: try fields.read(Self.ends)))
        case "bid":
            let bid = Bid(amount: try fields.require(Self.amount), bidder: try fields.read(Self.bidder))
            self = .bid(bid, currency: try fields.read(.currency), auctionID: try fields.read(Self.auction))
        case "extend": self = .extend(try fields.require(Self.ends))
        case "sold": self = .sold
        default: self = .hide
        }
    }

    /// The absolute time in it.
    var end: EndTime? {
        switch self {
        case .start(let auction): auction.end
        case .extend(let end): end
        case .bid, .sold, .hide: nil
        }
    }

    /// What it writes on screen.
    var writing: [LayerWriting.Text] {
        switch self {
        case .start(let auction): [.words(auction.item), .amount(auction.startingBid, currency: auction.currency)]
        case .bid(let bid, _, _): bid.bidder.map { [.words(.plain($0))] } ?? []
        case .extend, .sold, .hide: []
        }
    }
}
