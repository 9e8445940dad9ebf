import Foundation
import MediaModel
import Show

/// A show in which every layer of a preset is on: what presets are judged by.
struct CheckShow {
    /// In sentences: `typical`, `long`.
    let name: String
    let state: ShowState

    /// When everything stands: no animation lasts as long.
    static let tick = 10_000

    /// Whether it is what most shows are like, or what the longest texts make of it.
    let isTypical: Bool

    /// Typical content first.
    ///
    /// - Parameter photo: The products' picture; `nil` for none.
    static func all(for preset: Preset, photo: String?) -> [CheckShow] {
        let isJapanese = preset.locale.hasPrefix("ja")
        return [
            CheckShow(name: "typical", texts: isJapanese ? .japanese : .english, preset, photo),
            CheckShow(name: "long", texts: isJapanese ? .longJapanese : .longEnglish, preset, photo, isLong: true),
        ]
    }

    private init(name: String, texts: CheckTexts, _ preset: Preset, _ photo: String?, isLong: Bool = false) {
        self.name = name
        isTypical = !isLong
        let product = Product(
            id: "p-1", name: texts.product, price: isLong ? 1_234_567 : 3_980,
            originalPrice: isLong ? 2_345_678 : 5_980, currency: "JPY", stock: isLong ? 19 : 3,
            image: photo)
        let poll = Poll(question: texts.question, options: texts.options.map { Poll.Option(text: $0) })
        let tick = Self.tick
        let comment = Comment(id: "c-0", author: texts.author, text: texts.comment)
        var person = Nameplate(name: texts.person, title: texts.title)
        var lines = texts.lines
        for layer in preset.layers where !isLong {
            // Who the preset itself names, and what it says, is more typical than any example.
            if case .nameplate(let plate) = layer, let own = plate.nameplate { person = own }
            if case .recap(let recap) = layer, let own = recap.recap { lines = own.lines }
        }
        let seconds = isLong ? 35_999 : 754
        state = ShowState(
            price: PriceState(current: product, products: isLong ? [product, product] : []),
            comments: CommentsState(
                pinned: Timed(current: comment),
                // Each came two seconds after the one before; the last has arrived.
                recent: (0..<12).map { number in
                    RecentComment(
                        comment: Comment(author: texts.author, text: texts.comment), shownAt: tick - 30 - (11 - number))
                }),
            poll: Timed(
                current: PollRound(
                    poll: poll, votes: poll.options.indices.map { isLong ? 12_345 * ($0 + 1) : 7 + 12 * $0 })),
            countdown: Timed(
                current: CountdownRun(
                    countdown: Countdown(.duration(.seconds(Int64(seconds))), label: texts.label),
                    phase: CountdownRun.Phase(
                        start: 0, end: tick + seconds * preset.canvas.frameRate.framesPerSecond))),
            coupon: Timed(
                current: Coupon(
                    code: texts.code, condition: texts.condition,
                    expires: WallTime(rfc3339: "2026-12-31T23:59:00+09:00"),
                    url: isLong ? "https://shop.example/campaign/2026-winter?c=\(texts.code)" : nil)),
            nameplate: Timed(current: person), recap: RecapState(lines: Timed(current: lines)),
            start: WallTime(rfc3339: "2026-12-31T22:58:58+09:00"))
    }
}
