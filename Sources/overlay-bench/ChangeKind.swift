/// A change of the show, as a line of JSON.
enum ChangeKind: String, CaseIterable {
    case comment = "a pinned comment with emoji"
    case ticker = "a comment in the ticker"
    case price = "a price with a photo"
    case poll = "a poll of four options"
    case votes = "votes"
    case coupon = "a coupon with a QR code"
    case slate = "a slate"

    /// What has to be there for the change to be one.
    var before: String? {
        self == .votes
            ? #"{"type":"poll","id":"p","question":"色は？","options":["ホワイト","ブラック","ピンク","ブルー"]}"# : nil
    }

    /// - Parameter number: Makes the words new.
    func event(_ number: Int, words: String) -> String {
        switch self {
        case .comment:
            #"{"type":"comment","id":"c\#(number)","author":"みき🐻","text":"\#(words)番\#(number) かわいい😍 家族みんな👨‍👩‍👧‍👦で使っています！色違いもほしいです","pin":true}"#
        case .ticker:
            #"{"type":"comment","id":"c\#(number)","author":"ゆう","text":"\#(words) \#(number) 何色ありますか？"}"#
        case .price:
            #"{"type":"price","product":{"id":"p\#(number)","name":"真空タンブラー \#(words) \#(number) 保温・保冷","price":\#(1_980 + number),"originalPrice":5980,"currency":"JPY","stock":\#(3 + number % 9),"image":"bear.png"}}"#
        case .poll:
            #"{"type":"poll","id":"p\#(number)","question":"\#(words) \#(number) 次に見たい色は？","options":["ホワイト\#(number)","ブラック\#(number)","ピンク\#(number)","ブルー\#(number)"]}"#
        case .votes: #"{"type":"poll","action":"vote","option":\#(1 + number % 4),"count":\#(1 + number)}"#
        case .coupon:
            #"{"type":"coupon","code":"LIVE\#(number)","condition":"\#(words.suffix(20)) 5,000円以上で10%OFF","url":"https://shop.example/live/\#(number)"}"#
        case .slate: #"{"type":"slate","kind":"back-soon","text":"\#(words) \#(number)","until":600}"#
        }
    }
}
