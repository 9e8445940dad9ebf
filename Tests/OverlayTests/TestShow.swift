import Foundation
import MediaModel
import Overlay
@testable import Show

/// A show with everything on: a tag that took another's place at tick 60, and more hearts than may be drawn.
enum TestShow {
    static let canvas = PixelSize(width: 720, height: 1_280)

    static let preset = Preset(layers: [.hearts(HeartsLayer()), .price(PriceLayer())])

    static let cup = Product(
        id: "cup-01", name: "真空タンブラー 500ml ☕️", price: 3_980, originalPrice: 5_980, currency: "JPY")
    static let mug = Product(id: "mug-02", name: "陶器のマグカップ", price: 1_280, currency: "JPY")

    static let state = ShowState(
        price: PriceState(current: cup, previous: mug, changedAt: 60),
        hearts: HeartsState(
            bursts: (0..<30).map { HeartBurst(start: $0 * 10, drawn: 40, spread: 10, seed: UInt64($0)) },
            total: 10_037, countedAt: 90))

    /// Every layer that has a state of its own, each of them on its way at some tick from 0 to 400.
    static let fullPreset = Preset(layers: [
        .hearts(HeartsLayer()), .text(TextLayer(text: "送料無料")), .clock(ClockLayer(format: .seconds)),
        .nameplate(NameplateLayer()), .countdown(CountdownLayer()), .recap(RecapLayer()), .comment(CommentLayer()),
        .price(PriceLayer()),
    ])

    static let fullState = ShowState(
        price: state.price, hearts: state.hearts,
        comments: CommentsState(
            pinned: Timed(
                current: Comment(id: "b", author: "みき", text: "かわいい😍"), previous: Comment(text: "前のコメント"),
                changedAt: 50),
            recent: (0..<8).map { RecentComment(comment: Comment(author: "A", text: "No. \($0)"), shownAt: $0 * 20) }),
        countdown: Timed(
            current: CountdownRun(
                countdown: Countdown(.duration(.seconds(11)), label: "終了まで"),
                phase: CountdownRun.Phase(start: 10, end: 340)),
            changedAt: 10),
        nameplate: Timed(current: Nameplate(name: "佐藤", title: "スタイリスト"), changedAt: 15),
        recap: RecapState(lines: Timed(previous: ["一", "二", "三"], changedAt: 200)),
        visibility: ["nameplate": LayerVisibility(isShown: false, changedAt: 300)],
        start: WallTime(microseconds: 1_795_000_000_000_000))

    static func fullScene() throws(OverlayError) -> Scene {
        try SceneBuilder(preset: fullPreset, canvas: canvas).prepare(fullState)
    }

    static func scene() throws(OverlayError) -> Scene {
        try SceneBuilder(preset: preset, canvas: canvas).prepare(state)
    }
}
