import MediaModel
import Show

extension Field {
    /// The keys of the box that all layers have.
    private static let boxKeys = [
        "name", "anchor", "inset", "within", "slot", "width", "height", "hidden", "enter", "exit", "change", "style",
    ]

    /// A layer of its box' keys and its own.
    ///
    /// - Parameters:
    ///   - layer: What it is where keys are left out.
    ///   - keys: Its own.
    ///   - unused: Keys of the box that mean nothing to layers of this type.
    ///   - read: Reads its own keys.
    func layer<Boxed: BoxedLayer>(
        _ layer: Boxed, keys: [String], unused: [String] = [], read: (FieldMap, inout Boxed) -> Void
    ) -> Boxed? {
        guard let map = map(Self.boxKeys.filter { !unused.contains($0) } + keys) else { return nil }
        var layer = layer
        readBox(map, into: &layer.box)
        read(map, &layer)
        return layer
    }

    private func readBox(_ map: FieldMap, into box: inout LayerBox) {
        map.read("name", into: &box.name) { $0.text(upTo: 64) }
        map.read("anchor", into: &box.anchor) { $0.choice(of: Anchor.self) }
        map.read("inset", into: &box.inset) { $0.inset() }
        map.read("within", into: &box.within) { $0.choice(of: LayerBox.Extent.self) }
        map.read("slot", into: &box.slot) { $0.text(upTo: 64) }
        map.read("width", into: &box.width) { $0.percent(in: 10...100) }
        map.read("height", into: &box.height) { $0.percent(in: 2...100) }
        map.read("hidden", into: &box.isHidden) { $0.flag() }
        map.read("enter", into: &box.enter) { [base = box.enter] in $0.animation(over: base) }
        map.read("exit", into: &box.exit) { [base = box.exit] in $0.animation(over: base) }
        map.read("change", into: &box.change) { [base = box.change] in $0.animation(over: base) }
        map.read("style", into: &box.style) { [base = box.style] in $0.style(over: base) }
        if map["style"] == nil { checkFont(of: box.style, at: self) }
    }

    private func inset() -> Inset? {
        guard elementCount == 2, let fields = list(of: 2...2, "percentages") else {
            return mismatch(expected: "two percentages, across and down, such as [4%, 12%]")
        }
        let (horizontal, vertical) = (fields[0].percent(in: 0...50), fields[1].percent(in: 0...50))
        guard let horizontal, let vertical else { return nil }
        return Inset(horizontal: horizontal, vertical: vertical)
    }

    private func animation(over base: LayerAnimation) -> LayerAnimation? {
        guard let map = map(["animation", "duration", "easing"]) else { return nil }
        var animation = base
        map.read("animation", into: &animation.kind) { $0.choice(of: LayerAnimation.Kind.self) }
        map.read("duration", into: &animation.duration) { $0.duration(inMilliseconds: 0...10_000) }
        map.read("easing", into: &animation.easing) { $0.choice(of: LayerAnimation.Easing.self) }
        return animation
    }

    /// Reports a font that isn't there.
    func checkFont(of style: LayerStyle, at field: Field) {
        guard let complaint = problems.fontCheck?(style.face) else { return }
        field.report(complaint)
    }
}
