import Show

extension Field {
    func reframe() -> ReframePreset? {
        guard let map = map(["mode", "anchor", "rotate", "flip"]) else { return nil }
        var reframe = ReframePreset()
        map.read("mode", into: &reframe.mode) { $0.choice(of: ReframePreset.Mode.self) }
        map.read("rotate", into: &reframe.rotation) { $0.integer(among: [0, 90, 180, 270]) }
        map.read("flip", into: &reframe.flip) { $0.choice(of: ReframePreset.Flip.self) }
        if let anchor = map["anchor"]?.reframeAnchor() {
            (reframe.horizontalAnchor, reframe.verticalAnchor) = anchor
        }
        return reframe
    }

    private static let across = ["left": 0, "center": 0.5, "right": 1]
    private static let down = ["top": 0, "center": 0.5, "bottom": 1]

    /// A word, a number for the place across, or a list of both places.
    private func reframeAnchor() -> (across: Double, down: Double)? {
        if let count = elementCount {
            guard count == 2, let fields = list(of: 2...2, "places") else {
                report("expected [across, down], found a list of \(count)")
                return nil
            }
            let across = fields[0].place(Self.across, "left, center, right")
            let down = fields[1].place(Self.down, "top, center, bottom")
            guard let across, let down else { return nil }
            return (across, down)
        }
        if let word = scalarText, let down = Self.down[word], word != "center" { return (0.5, down) }
        return place(Self.across, "left, center, right, top, bottom").map { ($0, 0.5) }
    }

    private func place(_ words: [String: Double], _ accepted: String) -> Double? {
        guard let text = scalarText else { return mismatch(expected: "\(accepted) or a number from 0 to 1") }
        if let place = words[text] { return place }
        guard text.first?.isLetter != true else {
            let names = accepted.split(separator: ", ").map(String.init)
            let hint = nearestName(to: text, among: names).map { "; did you mean \"\($0)\"?" } ?? ""
            report("expected \(accepted) or a number from 0 to 1, found \(quoted(text))\(hint)")
            return nil
        }
        return number(in: 0...1)
    }
}
