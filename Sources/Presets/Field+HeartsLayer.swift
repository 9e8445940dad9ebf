import MediaModel
import Show

extension Field {
    func heartsLayer() -> HeartsLayer? {
        let keys = [
            "anchor", "inset", "icons", "colors", "smallest", "largest", "rise", "sway", "lifetime", "maximum",
            "counter", "style",
        ]
        guard let map = map(keys) else { return nil }
        var layer = HeartsLayer()
        map.read("anchor", into: &layer.box.anchor) { $0.choice(of: Anchor.self) }
        map.read("inset", into: &layer.box.inset) { $0.inset() }
        map.read("icons", into: &layer.icons) { field in
            field.list(of: 1...16, "icons")?.compactMap { $0.choice(of: HeartsLayer.Icon.self) }
        }
        map.read("colors", into: &layer.colors) { field in
            field.list(of: 1...16, "colours")?.compactMap { $0.color() }
        }
        map.read("smallest", into: &layer.smallest) { $0.percent(in: 1...30) }
        map.read("largest", into: &layer.largest) { $0.percent(in: 1...30) }
        map.read("rise", into: &layer.rise) { $0.percent(in: 5...100) }
        map.read("sway", into: &layer.sway) { $0.percent(in: 0...30) }
        map.read("lifetime", into: &layer.lifetime) { $0.duration(inMilliseconds: 500...10_000) }
        map.read("maximum", into: &layer.maximum) { $0.integer(in: 1...500) }
        map.read("counter", into: &layer.counter) { $0.flag() }
        map.read("style", into: &layer.box.style) { [style = layer.box.style] in $0.style(over: style) }
        if layer.smallest > layer.largest, let field = map["smallest"] ?? map["largest"] {
            field.report("smallest is \(plain(layer.smallest))%, more than largest, \(plain(layer.largest))%")
        }
        return layer
    }
}
