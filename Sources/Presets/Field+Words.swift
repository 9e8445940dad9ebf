import Show

extension Field {
    /// The words of `base`, with those that are given in their place.
    func words(over base: Wording) -> Wording? {
        guard let map = map(Wording.keys.map(\.name)) else { return nil }
        var words = base
        for (name, path, placeholder) in Wording.keys {
            map.read(name, into: &words[keyPath: path]) { field in
                guard let text = field.text(upTo: 60) else { return nil }
                if let placeholder, !text.contains(placeholder) {
                    return field.mismatch(expected: "text with \(placeholder) in it")
                }
                return text
            }
        }
        return words
    }

    func maskedWords() -> [String]? {
        list(of: 0...1_000, "words")?.compactMap { $0.text(upTo: 60) }
    }

    func safeArea() -> SafeArea? {
        guard let map = map(["top", "right", "bottom", "left"]) else { return nil }
        var area = SafeArea()
        map.read("top", into: &area.top) { $0.percent(in: 0...45) }
        map.read("right", into: &area.right) { $0.percent(in: 0...45) }
        map.read("bottom", into: &area.bottom) { $0.percent(in: 0...45) }
        map.read("left", into: &area.left) { $0.percent(in: 0...45) }
        return area
    }
}
