import MediaModel
import Show

extension Field {
    /// A style in which the keys that are given take the place of those of `base`.
    func style(over base: LayerStyle) -> LayerStyle? {
        let keys = [
            "font", "weight", "textSize", "letterSpacing", "color", "plate", "gradient", "accent", "accentText",
            "radius", "corners", "shadow", "outline", "border",
        ]
        guard let map = map(keys) else { return nil }
        var style = base
        map.read("font", into: &style.font) { $0.text(upTo: 100) }
        map.read("weight", into: &style.weight) { $0.choice(of: LayerStyle.Weight.self) }
        map.read("textSize", into: &style.textSize) { $0.percent(in: 2.2...20) }
        map.read("letterSpacing", into: &style.letterSpacing) { $0.percent(in: -10...50) }
        map.read("color", into: &style.color) { $0.color() }
        map.read("plate", into: &style.plate) { $0.color() }
        map.read("gradient", into: &style.gradient) { $0.gradient() }
        map.read("accent", into: &style.accent) { $0.color() }
        map.read("accentText", into: &style.accentText) { $0.color() }
        map.read("radius", into: &style.radius) { $0.percent(in: 0...20) }
        map.read("corners", into: &style.corners) { $0.choice(of: LayerStyle.Corners.self) }
        map.read("shadow", into: &style.shadow) { $0.number(in: 0...1) }
        map.read("outline", into: &style.outline) { $0.line() }
        map.read("border", into: &style.border) { $0.line() }
        checkFont(of: style, at: map["weight"] ?? map["font"] ?? self)
        return style
    }

    private func gradient() -> LayerStyle.Gradient? {
        guard let map = map(["to", "direction"]) else { return nil }
        guard let color = map["to"] else { return missing("to") }
        var gradient = LayerStyle.Gradient(to: .clear)
        guard let to = color.color() else { return nil }
        gradient.to = to
        map.read("direction", into: &gradient.direction) { $0.choice(of: LayerStyle.Gradient.Direction.self) }
        return gradient
    }

    private func line() -> LayerStyle.Line? {
        guard let map = map(["color", "width"]) else { return nil }
        guard let color = map["color"] else { return missing("color") }
        guard let color = color.color() else { return nil }
        var line = LayerStyle.Line(color: color, width: 0.3)
        map.read("width", into: &line.width) { $0.percent(in: 0.05...3) }
        return line
    }
}
