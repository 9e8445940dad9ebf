import MediaModel

/// What those who join late have missed, in up to three short lines.
public struct RecapLayer: LayerDescriptor {
    public static let standardBox = LayerBox(
        name: "recap", anchor: .topLeft, width: 64,
        enter: LayerAnimation(kind: .slideLeft, duration: .milliseconds(400)),
        style: LayerStyle(plate: .rgb(0x06_4e3b, alpha: 0xe6), accent: .rgb(0x6e_e7b7), accentText: .rgb(0x06_4e3b)))

    public var box: LayerBox
    /// What it says until an event says otherwise; `nil` for nothing.
    public var recap: Recap?

    public init(box: LayerBox = Self.standardBox, recap: Recap? = nil) {
        (self.box, self.recap) = (box, recap)
    }
}

extension RecapLayer {
    public static var standard: RecapLayer { RecapLayer() }
    public static var summary: String { "What those who join late have missed, in up to three short lines." }
    public var layer: Layer { .recap(self) }

    public static var presence: LayerPresence { .momentary }

    public mutating func visit(_ keys: inout some PresetKeys) {
        var recap = recap ?? Recap(lines: [])
        keys.localizedTexts(
            "lines", &recap.lines, of: 1...3, upTo: 60, "What it says until an event says otherwise")
        keys.duration("every", &recap.every, inMilliseconds: 10_000...86_400_000, "From one showing to the next")
        keys.duration("duration", &recap.duration, inMilliseconds: 1_000...600_000, "How long it is shown each time")
        if let every = recap.every, every < recap.duration { keys.report("shorter than the duration", at: "every") }
        if !keys.isGiven("lines"), keys.isGiven("every") || keys.isGiven("duration") {
            keys.report("needs lines beside it", at: "every", "duration")
        }
        self.recap = recap.lines.isEmpty ? nil : recap
    }

    /// What the preset itself says is more typical than any example.
    public func addExample(to show: inout ExampleShow) {
        let example = show.texts(
            ["全品 送料無料", "3点以上で10%OFF", "クーポンは21時まで"],
            ["Free shipping on all", "10 % off from 3 pieces", "Coupon until 9 pm"],
            long: (
                ["本日ご紹介した商品は すべて送料無料になります", "同じシリーズを3点以上お買い上げで さらに10%OFF", "クーポンコードは 今夜21時まで何度でも使えます"],
                [
                    "Everything that was shown today ships free of charge",
                    "Three pieces or more of one series: another 10 % off",
                    "The coupon works as often as you like until 9 pm",
                ]
            ))
        let own = show.isLong ? nil : recap?.lines
        show.state.recap.lines = Timed(
            current: own ?? show.state.recap.lines.current ?? example.map(LocalizedText.plain))
    }

    public static func report(_ show: ShowState, to report: inout some ShowReport) {
        report.texts("recap", show.recap.lines.current)
    }
}
