import Show

extension Field {
    func priceLayer() -> PriceLayer? {
        guard let map = map(["anchor", "inset", "width", "style", "enter", "exit"]) else { return nil }
        var layer = PriceLayer()
        map.read("anchor", into: &layer.box.anchor) { $0.choice(of: Anchor.self) }
        map.read("inset", into: &layer.box.inset) { $0.inset() }
        map.read("width", into: &layer.box.width) { $0.percent(in: 10...100) }
        map.read("style", into: &layer.box.style) { [style = layer.box.style] in $0.style(over: style) }
        map.read("enter", into: &layer.box.enter) { [enter = layer.box.enter] in $0.animation(over: enter) }
        map.read("exit", into: &layer.box.exit) { [exit = layer.box.exit] in $0.animation(over: exit) }
        return layer
    }
}
