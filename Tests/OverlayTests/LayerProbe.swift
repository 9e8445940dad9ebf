import MediaModel
import Overlay
import Show

/// One layer on a canvas, asked for what it places at ticks.
struct LayerProbe {
    let builder: SceneBuilder

    init(_ layer: Layer, locale: String = "ja-JP", canvas: PixelSize = TestShow.canvas) throws {
        builder = try SceneBuilder(preset: Preset(locale: locale, layers: [layer]), canvas: canvas)
    }

    func placements(_ state: ShowState, at tick: Int) throws -> [Placement] {
        var list: [Placement] = []
        try builder.prepare(state).appendPlacements(at: tick, to: &list)
        return list
    }
}

/// Texts that break layouts which trust their input.
enum HostileText {
    static let all = [
        "", " ", "あ", String(repeating: "とても長い文章ですが、改行はどこにもありません。", count: 20),
        "https://shop.example/" + String(repeating: "a-very-long-path/", count: 40),
        String(repeating: "👨‍👩‍👧‍👦🇯🇵3️⃣", count: 60), "كوب معزول بالفراغ " + String(repeating: "بسعة خمسمئة مليلتر ", count: 20),
        "abc אבג 123 \u{202E}xyz", "Z\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}algo", "a\nb\u{0}c\td",
        String(repeating: "長", count: 100_000), String(repeating: "W", count: 100_000),
    ]
}
