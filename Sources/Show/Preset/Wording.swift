/// The words that layers write by themselves; English, where nobody has set others. `{n}` and `{time}` stand for what is filled in.
public struct Wording: Hashable, Sendable {
    /// With `{n}`.
    public var stockLeft = "Only {n} left"
    public var soldOut = "SOLD OUT"
    public var coupon = "Coupon"
    /// With `{time}`.
    public var validUntil = "Until {time}"
    /// With `{n}`.
    public var votes = "{n} votes"
    public var pollResult = "Result"
    public var work = "WORK"
    public var rest = "REST"
    /// Above a recap's lines.
    public var recap = "So far tonight"
    public var startingSoon = "Starting soon"
    public var backSoon = "Back in a moment"
    public var thankYou = "Thank you for watching"
    public var auction = "Auction"
    /// Above the amount, by what it is.
    public var startingBid = "Starting bid"
    public var currentBid = "Current bid"
    public var auctionPrice = "Sold for"
    /// In place of `auction`, once nobody may bid any more, and once it is sold.
    public var auctionOver = "Bidding closed"
    public var auctionSold = "SOLD"
    /// Before the hours of a time that is left, with `{n}`.
    public var days = "{n}d"

    public static let english = Wording()

    public static let japanese: Wording = {
        var words = Wording()
        words.stockLeft = "残り {n}点"
        words.soldOut = "完売"
        words.coupon = "クーポン"
        words.validUntil = "{time}まで"
        words.votes = "{n}票"
        words.pollResult = "結果発表"
        words.work = "運動"
        words.rest = "休憩"
        words.recap = "ここまでのまとめ"
        words.startingSoon = "まもなく開始します"
        words.backSoon = "しばらくお待ちください"
        words.thankYou = "ご視聴ありがとうございました"
        words.auction = "オークション"
        words.startingBid = "開始価格"
        words.currentBid = "現在の入札"
        words.auctionPrice = "落札価格"
        words.auctionOver = "受付終了"
        words.auctionSold = "落札"
        words.days = "{n}日"
        return words
    }()

    private init() {}

    /// The words of a locale's language, English where there are none. A preset can change each of them.
    public static func standard(locale: String) -> Wording {
        locale.split(separator: "-").first == "ja" ? .japanese : .english
    }

    /// Each word's key, and what has to stand in it.
    public static var keys: [(name: String, path: WritableKeyPath<Wording, String>, placeholder: String?)] {
        [
            ("stockLeft", \.stockLeft, "{n}"), ("soldOut", \.soldOut, nil), ("coupon", \.coupon, nil),
            ("validUntil", \.validUntil, "{time}"), ("votes", \.votes, "{n}"), ("pollResult", \.pollResult, nil),
            ("work", \.work, nil), ("rest", \.rest, nil), ("recap", \.recap, nil),
            ("startingSoon", \.startingSoon, nil), ("backSoon", \.backSoon, nil), ("thankYou", \.thankYou, nil),
            ("auction", \.auction, nil), ("startingBid", \.startingBid, nil), ("currentBid", \.currentBid, nil),
            ("auctionPrice", \.auctionPrice, nil), ("auctionOver", \.auctionOver, nil),
            ("auctionSold", \.auctionSold, nil), ("days", \.days, "{n}"),
        ]
    }
}
