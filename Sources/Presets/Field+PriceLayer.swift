import Show

extension Field {
    func priceLayer() -> PriceLayer? {
        guard let map = map(["anchor", "inset", "width", "style", "enter", "exit"]) else { return nil }
        var layer = PriceLayer()
        map.read("anchor", into: &layer.anchor) { $0.choice(of: Anchor.self) }
        map.read("inset", into: &layer.inset) { $0.inset() }
        map.read("width", into: &layer.width) { $0.percent(in: 10...100) }
        map.read("style", into: &layer.style) { [style = layer.style] in $0.style(over: style) }
        map.read("enter", into: &layer.enter) { [enter = layer.enter] in $0.animation(over: enter) }
        map.read("exit", into: &layer.exit) { [exit = layer.exit] in $0.animation(over: exit) }
        return layer
    }
}
