import Foundation
public import MediaModel

/// What is auctioned, the highest bid, and the time that is left.
public struct AuctionLayer: LayerDescriptor {
    public static let standardBox = LayerBox(
        name: "auction", anchor: .bottom, inset: Inset(horizontal: 4, vertical: 12), width: 72,
        enter: LayerAnimation(kind: .slideDown, duration: .milliseconds(400)),
        style: LayerStyle(
            plate: .rgb(0x1c_1917, alpha: 0xf0), accent: .rgb(0xf5_9e0b), accentText: .rgb(0x1c_1917), radius: 3))

    public var box: LayerBox
    /// The most lines that the item may take; 1 to 3.
    public var lines: Int
    /// With so much time left it is shown in the accent colours.
    public var urgentBelow: MediaTime
    /// How long it stays once it is sold.
    public var resultFor: MediaTime

    public init(
        box: LayerBox = Self.standardBox, lines: Int = 2, urgentBelow: MediaTime = .seconds(10),
        resultFor: MediaTime = .seconds(8)
    ) {
        self.box = box
        self.lines = lines
        self.urgentBelow = urgentBelow
        self.resultFor = resultFor
    }
}

extension AuctionLayer {
    public static var standard: AuctionLayer { AuctionLayer() }
    public static var summary: String {
        "What is auctioned, the highest bid and who made it, and the time that is left."
    }
    public static var presence: LayerPresence { .momentary }
    public static var playerSubject: String? { "auction" }
    public var layer: Layer { .auction(self) }
    public var textColors: [TextColors] {
        [.onPlate(scale: 1), .onAccent("its title")]
    }

    public mutating func visit(_ keys: inout some PresetKeys) {
        keys.integer("lines", &lines, in: 1...3, "The most lines that the item may take")
        keys.duration(
            "urgentBelow", &urgentBelow, inMilliseconds: 0...3_600_000,
            "With so much left the time is shown in the accent colours")
        keys.duration("resultFor", &resultFor, inMilliseconds: 0...600_000, "How long it stays once it is sold")
    }

    public func addExample(to show: inout ExampleShow) {
        let item = show.text(
            "サイン入り 絵皿", "Signed plate",
            long: (
                "【一点もの】作家サイン入り 手描き染付 大皿 直径45cm 桐箱入り 展覧会図録つき",
                "One of a kind: large hand-painted plate, 45 cm, signed by the artist, in its wooden box with the catalogue"
            ))
        let bidder = show.text("み**", "M***a", long: ("とても長い名前の入札者さん", "SomebodyWithAVeryLongName"))
        let end = ExampleShow.tick + (show.isLong ? 35_999 : 83) * show.frameRate.framesPerSecond
        show.state.auction = Timed(
            current: AuctionRun(
                auction: Auction(id: "a-1", item: .plain(item), startingBid: 1_000, currency: "JPY"),
                startedAt: ExampleShow.tick, endsAt: end,
                bid: Bid(amount: show.isLong ? 12_345_678 : 12_500, bidder: bidder), bidCount: show.isLong ? 1_234 : 7))
    }

    public static func playerFacts(of show: ShowState) -> [PlayerFact]? {
        guard let run = show.auction.current, run.isOpen else { return nil }
        let auction = run.auction
        var facts = auction.id.map { [PlayerFact("ID", .text($0))] } ?? []
        facts += [PlayerFact("NAME", auction.item), PlayerFact("STARTING-BID", .amount(auction.startingBid))]
        if let bid = run.bid {
            facts.append(PlayerFact("BID", .amount(bid.amount), isFrequent: true))
            if let bidder = bid.bidder { facts.append(PlayerFact("BIDDER", .text(bidder), isFrequent: true)) }
        }
        facts.append(PlayerFact("CURRENCY", .text(auction.currency)))
        if let url = auction.url { facts.append(PlayerFact("URL", .address(url))) }
        if let end = run.endsAtInstant {
            let date = Date(timeIntervalSince1970: (Double(end.microseconds) / 1_000_000).rounded())
            facts.append(PlayerFact("ENDS", .text(date.ISO8601Format())))
        }
        return facts
    }

    public static func report(_ show: ShowState, to report: inout some ShowReport) {
        report.object("auction", show.auction.current) { report, run in
            report.text("id", run.auction.id)
            report.text("item", run.auction.item)
            report.decimal("startingBid", run.auction.startingBid)
            report.text("currency", run.auction.currency)
            report.text("url", run.auction.url)
            report.decimal("bid", run.bid?.amount)
            report.text("bidder", run.bid?.bidder)
            report.count("bids", run.bidCount)
            report.flag("isOpen", run.isOpen)
            report.flag("isSold", run.soldAt != nil)
            report.instant("end", tick: run.endsAt)
        }
    }

    public static func previewButtons(_ show: ShowState, locale: String) -> [PreviewButton] {
        let isJapanese = locale.hasPrefix("ja")
        guard let run = show.auction.current else {
            let item = isJapanese ? "サイン入り 絵皿" : "Signed plate"
            let (least, currency) = isJapanese ? (1_000, "JPY") : (20, "USD")
            return [
                PreviewButton(
                    "Start",
                    #"{"type":"auction","item":"\#(item)","startingBid":\#(least),"currency":"\#(currency)","ends":60}"#
                )
            ]
        }
        var buttons: [PreviewButton] = []
        if run.isOpen {
            // A tenth more, on a whole amount.
            let next =
                run.bid.map { Decimal(($0.amount * 11 / 10 as NSDecimalNumber).intValue + 1) }
                ?? run.auction.startingBid
            let bidder = ["M***a", "J**", "Y****o"][run.bidCount % 3]
            buttons.append(
                PreviewButton("Bid", #"{"type":"auction","action":"bid","amount":\#(next),"bidder":"\#(bidder)"}"#))
            buttons.append(PreviewButton("Extend", #"{"type":"auction","action":"extend","ends":120}"#))
        }
        if run.bid != nil, run.soldAt == nil {
            buttons.append(PreviewButton("Sold", #"{"type":"auction","action":"sold"}"#))
        }
        return buttons + [PreviewButton("Hide", #"{"type":"auction","action":"hide"}"#)]
    }
}
