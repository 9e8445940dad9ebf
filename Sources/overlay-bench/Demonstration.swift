import Foundation
import MediaModel
import Show

/// A show with every layer on, and as many hearts as there may be.
enum Demonstration {
    static let cup = Product(
        id: "cup-01", name: "真空タンブラー 500ml ☕️ 保温・保冷", price: 3_980, originalPrice: 5_980, currency: "JPY")
    static let mug = Product(id: "mug-02", name: "陶器のマグカップ", price: 1_280, currency: "JPY")

    static func preset(_ look: DemonstrationLook = .standard) -> Preset {
        var text = TextLayer(text: "送料無料は本日まで！")
        text.box.anchor = .bottomLeft
        var clock = ClockLayer()
        clock.box.anchor = .topRight
        var countdown = CountdownLayer()
        countdown.box.inset.vertical = 14
        var recap = RecapLayer()
        recap.box.inset.vertical = 25
        var comment = CommentLayer()
        comment.box.inset.vertical = 33
        let layers: [Layer] = [
            .hearts(.standard), .text(text), .clock(clock), .nameplate(NameplateLayer()),
            .countdown(countdown), .recap(recap), .comment(comment), .price(PriceLayer()),
        ]
        return Preset(name: "demonstration", locale: look.locale, layers: layers.map(look.dressed))
    }

    /// The same with a poll, a coupon, a logo, stamps and a slate: every type of layer there is.
    static var fullPreset: Preset {
        var preset = preset()
        preset.layers += [
            .image(ImageLayer(image: ImageFile(path: pictures + "/logo.png"))), .poll(PollLayer()),
            .coupon(CouponLayer()), .stamp(StampLayer()), .slate(SlateLayer()),
        ]
        return preset
    }

    /// The repository's own pictures.
    static let pictures = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../presets/images")
        .standardizedFileURL.path(percentEncoded: false)

    /// All on, but for the slate.
    static var fullState: ShowState {
        var state = state
        let poll = Poll(
            question: "次に見たい色は？", options: ["ホワイト", "ブラック", "ピンク", "ブルー"].map { Poll.Option(text: .plain($0)) })
        state.poll = Timed(current: PollRound(poll: poll, votes: [41, 27, 19, 60]), changedAt: 10)
        state.coupon = Timed(
            current: Coupon(code: "LIVE10", condition: "5,000円以上で10%OFF", url: "https://shop.example/live10"),
            changedAt: 10)
        state.stamps = [StampRun(stamp: Stamp(image: "bear.png"), start: 10, end: 10_000)]
        state.price.current?.image = "bear.png"
        state.price.current?.stock = 3
        return state
    }

    /// The state for a look: the longest of countdowns in one, rounds in another.
    static func state(_ look: DemonstrationLook) -> ShowState {
        var state = state
        switch look {
        case .neon: state.countdown.current?.phase.end = 36_000 * 30
        case .pale:
            state.countdown.current?.phase = CountdownRun.Phase(kind: .work, round: 3, start: 30, end: 1_800)
            state.countdown.current?.rounds = 8
            state.countdown.current?.countdown.label = "スクワット"
        case .standard, .bare, .arabic: break
        }
        return state
    }

    /// The mug is replaced by the cup at tick 60; hearts keep coming, so that 120 are on screen from tick 80 on.
    static let state: ShowState = {
        var state = ShowState(start: WallTime(rfc3339: "2026-11-22T19:59:58+09:00"))
        state.price = PriceState(current: cup, previous: mug, changedAt: 60)
        state.hearts = HeartsState(
            bursts: (0..<40).map { HeartBurst(start: $0 * 15, drawn: 30, spread: 15, seed: UInt64($0) &* 7_919) },
            total: 10_037, countedAt: 118)
        state.comments = CommentsState(
            pinned: Timed(
                current: Comment(
                    id: "c-3", author: "みき🐻", text: "「かわいい😍」って、家族みんな👨‍👩‍👧‍👦で使っています！色違いもほしいです。"),
                changedAt: 70),
            recent: [
                RecentComment(comment: Comment(author: "Anna", text: "Hello from Berlin 🇩🇪"), shownAt: 20),
                RecentComment(comment: Comment(author: "دانا", text: "كم السعر؟ 3️⃣ من فضلك"), shownAt: 60),
                RecentComment(
                    comment: Comment(author: "とても長い名前のひと", text: "https://shop.example/very/long/path?with=query"),
                    shownAt: 90),
                RecentComment(comment: Comment(author: "ゆう", text: "色は何色ありますか？"), shownAt: 118),
            ])
        state.countdown = Timed(
            current: CountdownRun(
                countdown: Countdown(.duration(.seconds(12)), label: "タイムセール終了まで"),
                phase: CountdownRun.Phase(start: 30, end: 390)),
            changedAt: 30)
        state.nameplate = Timed(current: Nameplate(name: "佐藤みき", title: "スタイリスト"), changedAt: 10)
        state.recap = RecapState(
            lines: Timed(
                current: ["タンブラーは3色あります", "送料は5,000円以上で無料", "クーポンは21時まで使えます"], changedAt: 40))
        return state
    }()
}
