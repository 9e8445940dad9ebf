import MediaModel
import Show

/// What layers of all types have in common.
extension Field {
    func inset() -> Inset? {
        guard elementCount == 2, let fields = list(of: 2...2, "percentages") else {
            return mismatch(expected: "two percentages, across and down, such as [4%, 12%]")
        }
        let (horizontal, vertical) = (fields[0].percent(in: 0...50), fields[1].percent(in: 0...50))
        guard let horizontal, let vertical else { return nil }
        return Inset(horizontal: horizontal, vertical: vertical)
    }

    /// A style in which the keys that are given take the place of those of `base`.
    func style(over base: LayerStyle) -> LayerStyle? {
        let keys = ["font", "color", "plate", "accent", "accentText", "radius", "shadow"]
        guard let map = map(keys) else { return nil }
        var style = base
        map.read("font", into: &style.font) { $0.text(upTo: 100) }
        map.read("color", into: &style.color) { $0.color() }
        map.read("plate", into: &style.plate) { $0.color() }
        map.read("accent", into: &style.accent) { $0.color() }
        map.read("accentText", into: &style.accentText) { $0.color() }
        map.read("radius", into: &style.radius) { $0.percent(in: 0...20) }
        map.read("shadow", into: &style.shadow) { $0.number(in: 0...1) }
        return style
    }

    func animation(over base: LayerAnimation) -> LayerAnimation? {
        guard let map = map(["animation", "duration"]) else { return nil }
        var animation = base
        map.read("animation", into: &animation.kind) { $0.choice(of: LayerAnimation.Kind.self) }
        map.read("duration", into: &animation.duration) { $0.duration(inMilliseconds: 0...10_000) }
        return animation
    }
}
