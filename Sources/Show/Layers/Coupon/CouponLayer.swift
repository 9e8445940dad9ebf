import MediaModel

/// A coupon's code and condition, and its QR code.
public struct CouponLayer: LayerDescriptor {
    public static let standardBox = LayerBox(
        name: "coupon", anchor: .right, width: 44,
        enter: LayerAnimation(kind: .slideRight, duration: .milliseconds(400)),
        style: LayerStyle(
            color: .rgb(0x1f_2937), plate: .rgb(0xff_fbeb, alpha: 0xf5), accent: .rgb(0xb4_5309), accentText: .white))

    public var box: LayerBox
    /// The QR code's side, in percent of the canvas' width; 0 for none.
    public var qr: Double

    public init(box: LayerBox = Self.standardBox, qr: Double = 22) {
        (self.box, self.qr) = (box, qr)
    }
}

extension CouponLayer {
    public static var standard: CouponLayer { CouponLayer() }
    public static var summary: String { "A coupon's code and condition, and its QR code." }
    public var layer: Layer { .coupon(self) }

    public static var presence: LayerPresence { .momentary }
    public static var playerSubject: String? { "coupon" }
    public var textColors: [TextColors] {
        [
            .onPlate(scale: 1), TextColors("the code", "accent", on: .plate, scale: 1.75) { $0.accent },
            .onAccent("its title"),
        ]
    }

    public mutating func visit(_ keys: inout some PresetKeys) {
        keys.percent("qr", &qr, in: 12...60, orZero: true, "The QR code's side, of the canvas' width; 0% for none")
    }

    public func addExample(to show: inout ExampleShow) {
        let code = show.text("LIVE10", "LIVE10", long: ("WINTER-LIVE-2026", "WINTER-LIVE-2026"))
        let condition = show.text(
            "5,000円以上で10%OFF", "10 % off from $50",
            long: (
                "5,000円以上のお買い上げで10%OFF、ほかのクーポンとは併用できません",
                "10 % off orders from $50, not to be combined with other coupons"
            ))
        show.state.coupon = Timed(
            current: Coupon(
                code: code, condition: .plain(condition), expires: WallTime(rfc3339: "2026-12-31T23:59:00+09:00"),
                url: show.isLong ? "https://shop.example/campaign/2026-winter?c=\(code)" : nil))
    }

    public static func playerFacts(of show: ShowState) -> [PlayerFact]? {
        guard let coupon = show.coupon.current else { return nil }
        return [PlayerFact("CODE", .text(coupon.code))]
            + (coupon.condition.map { [PlayerFact("NAME", $0)] } ?? [])
            + (coupon.url.map { [PlayerFact("URL", .address($0))] } ?? [])
    }

    public static func report(_ show: ShowState, to report: inout some ShowReport) {
        report.object("coupon", show.coupon.current) { report, coupon in
            report.text("code", coupon.code)
            report.text("condition", coupon.condition)
            report.instant("expires", coupon.expires)
            report.text("url", coupon.url)
        }
    }

    public static func previewButtons(_ show: ShowState, locale: String) -> [PreviewButton] {
        guard show.coupon.current == nil else {
            return [PreviewButton("Hide", #"{"type":"coupon","action":"hide"}"#)]
        }
        let (code, condition) =
            locale.hasPrefix("ja") ? ("LIVE500", "5,000円以上のお買い上げで 500円引き") : ("LIVE10", "10 % off orders above 50")
        return [PreviewButton("Show", #"{"type":"coupon","code":"\#(code)","condition":"\#(condition)"}"#)]
    }
}
