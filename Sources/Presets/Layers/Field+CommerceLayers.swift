import MediaModel
import Show

/// The layers that sell.
extension Field {
    func priceLayer() -> PriceLayer? {
        layer(PriceLayer(), keys: ["photo", "stockBelow", "lines"]) { map, layer in
            map.read("photo", into: &layer.photo) { $0.flag() }
            map.read("stockBelow", into: &layer.stockBelow) { $0.integer(in: 0...1_000_000) }
            map.read("lines", into: &layer.lines) { $0.integer(in: 1...3) }
        }
    }

    func couponLayer() -> CouponLayer? {
        layer(CouponLayer(), keys: ["qr"]) { map, layer in
            map.read("qr", into: &layer.qr) { $0.scalarText == "0%" ? 0 : $0.percent(in: 12...60) }
        }
    }

    func countdownLayer() -> CountdownLayer? {
        layer(CountdownLayer(), keys: ["layout", "urgentBelow", "zeroFor"]) { map, layer in
            map.read("layout", into: &layer.layout) { $0.choice(of: CountdownLayer.Layout.self) }
            map.read("urgentBelow", into: &layer.urgentBelow) { $0.duration(inMilliseconds: 0...3_600_000) }
            map.read("zeroFor", into: &layer.zeroFor) { $0.duration(inMilliseconds: 0...60_000) }
        }
    }

    func nameplateLayer() -> NameplateLayer? {
        layer(NameplateLayer(), keys: ["person"]) { map, layer in
            map.read("person", into: &layer.nameplate) { $0.nameplate() }
        }
    }

    private func nameplate() -> Nameplate? {
        guard let map = map(["name", "title"]) else { return nil }
        guard let name = map["name"] else { return missing("name") }
        guard let name = name.text(upTo: 60) else { return nil }
        var nameplate = Nameplate(name: name)
        map.read("title", into: &nameplate.title) { $0.text(upTo: 80) }
        return nameplate
    }

    func recapLayer() -> RecapLayer? {
        layer(RecapLayer(), keys: ["lines", "every", "duration"]) { map, layer in
            var recap = Recap(lines: [])
            map.read("lines", into: &recap.lines) { field in
                field.list(of: 1...3, "lines")?.compactMap { $0.text(upTo: 60) }
            }
            map.read("every", into: &recap.every) { $0.duration(inMilliseconds: 10_000...86_400_000) }
            map.read("duration", into: &recap.duration) { $0.duration(inMilliseconds: 1_000...600_000) }
            if let every = recap.every, every < recap.duration { map["every"]?.report("shorter than the duration") }
            if map["lines"] == nil, let field = map["every"] ?? map["duration"] {
                field.report("needs lines beside it")
            }
            layer.recap = recap.lines.isEmpty ? nil : recap
        }
    }
}
