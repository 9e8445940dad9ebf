/// The words that layers write by themselves. `{n}` and `{time}` stand for what is filled in.
public struct Wording: Hashable, Sendable {
    /// With `{n}`.
    public var stockLeft: String
    public var soldOut: String
    public var coupon: String
    /// With `{time}`.
    public var validUntil: String
    /// With `{n}`.
    public var votes: String
    public var pollResult: String
    public var work: String
    public var rest: String
    /// Above a recap's lines.
    public var recap: String
    public var startingSoon: String
    public var backSoon: String
    public var thankYou: String
    public var auction: String
    /// Above the amount, by what it is.
    public var startingBid, currentBid, auctionPrice: String
    /// In place of `auction`, once nobody may bid any more, and once it is sold.
    public var auctionOver, auctionSold: String
    /// Before the hours of a time that is left, with `{n}`.
    public var days: String

    public static let english = Wording(
        stockLeft: "Only {n} left", soldOut: "SOLD OUT", coupon: "Coupon", validUntil: "Until {time}",
        votes: "{n} votes", pollResult: "Result", work: "WORK", rest: "REST", recap: "So far tonight",
        startingSoon: "Starting soon",
        backSoon: "Back in a moment", thankYou: "Thank you for watching", auction: "Auction",
        startingBid: "Starting bid", currentBid: "Current bid", auctionPrice: "Sold for", auctionOver: "Bidding closed",
        auctionSold: "SOLD", days: "{n}d")

    public static let japanese = Wording(
        stockLeft: "残り {n}点", soldOut: "完売", coupon: "クーポン", validUntil: "{time}まで", votes: "{n}票",
        pollResult: "結果発表", work: "運動", rest: "休憩", recap: "ここまでのまとめ",
        startingSoon: "まもなく開始します",
        backSoon: "しばらくお待ちください", thankYou: "ご視聴ありがとうございました", auction: "オークション",
        startingBid: "開始価格", currentBid: "現在の入札", auctionPrice: "落札価格", auctionOver: "受付終了", auctionSold: "落札",
        days: "{n}日")

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
