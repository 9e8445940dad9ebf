import Captions
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

    /// What viewers read: one line of text, or a map with one for each of some languages.
    func localizedText(upTo limit: Int) -> LocalizedText? {
        guard case .map(let pairs) = value.content else { return text(upTo: limit).map { .plain($0) } }
        guard 1...LocalizedText.mostLanguages ~= pairs.count else {
            return mismatch(expected: "text, or a map of 1 to \(LocalizedText.mostLanguages) languages")
        }
        var texts: [LanguageTag: String] = [:]
        for (key, value) in pairs {
            let field = Field(value: value, path: "\(path).\(key.text ?? "?")", problems: problems)
            do throws(LanguageTagFault) {
                let tag = try LanguageTag(key.text ?? "")
                if texts[tag] != nil {
                    problems.report(key.place, field.path, "another of the texts is in this language")
                }
                texts[tag] = field.text(upTo: limit) ?? texts[tag]
            } catch {
                problems.report(key.place, field.path, "\(error)")
            }
        }
        return texts.isEmpty ? nil : .languages(texts)
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
