import MediaModel
import Show

/// The layers that viewers fill.
extension Field {
    func heartsLayer() -> HeartsLayer? {
        let keys = [
            "icons", "stamps", "colors", "smallest", "largest", "rise", "sway", "lifetime", "maximum", "counter",
        ]
        // Their column is as wide and high as they sway and rise; what changes is a number.
        return layer(HeartsLayer(), keys: keys, unused: ["slot", "width", "height", "change"]) { map, layer in
            map.read("icons", into: &layer.icons) { field in
                field.list(of: 1...16, "icons")?.compactMap { $0.choice(of: HeartsLayer.Icon.self) }
            }
            map.read("stamps", into: &layer.stamps) { $0.stamps() }
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
            if layer.smallest > layer.largest, let field = map["smallest"] ?? map["largest"] {
                field.report("smallest is \(plain(layer.smallest))%, more than largest, \(plain(layer.largest))%")
            }
        }
    }

    private func stamps() -> [HeartsLayer.Stamp]? {
        var names = HeartsLayer.Icon.allCases.map(\.rawValue)
        return list(of: 0...8, "stamps")?.compactMap { field in
            guard let map = field.map(["name", "image"]) else { return nil }
            guard let nameField = map["name"], let imageField = map["image"] else {
                return field.missing(map["name"] == nil ? "name" : "image")
            }
            let (name, image) = (nameField.text(upTo: 64), imageField.image())
            guard let name, let image else { return nil }
            if names.contains(name) { nameField.report("another icon is named \(quoted(name))") }
            names.append(name)
            return HeartsLayer.Stamp(name: name, image: image)
        }
    }

    func commentLayer() -> CommentLayer? {
        layer(CommentLayer(), keys: ["pinned", "lines", "recent", "recentFor"]) { map, layer in
            map.read("pinned", into: &layer.pinned) { $0.flag() }
            map.read("lines", into: &layer.lines) { $0.integer(in: 1...4) }
            map.read("recent", into: &layer.recent) { $0.integer(in: 0...10) }
            map.read("recentFor", into: &layer.recentFor) { $0.duration(inMilliseconds: 0...3_600_000) }
        }
    }

    func pollLayer() -> PollLayer? {
        layer(PollLayer(), keys: ["figures", "resultFor"]) { map, layer in
            map.read("figures", into: &layer.figures) { $0.choice(of: PollLayer.Figures.self) }
            map.read("resultFor", into: &layer.resultFor) { $0.duration(inMilliseconds: 0...600_000) }
        }
    }
}
