import Yams

/// A value of a preset's text, and where it stands: also after presets that extend each other have become one.
struct YAMLValue {
    indirect enum Content {
        /// - isPlain: Whether it stands without quotation marks.
        case scalar(String, isPlain: Bool)
        case list([YAMLValue])
        case map([(key: YAMLValue, value: YAMLValue)])
    }

    let content: Content
    let place: Place?

    init(_ node: Node, in file: String) {
        place = node.mark.map { Place($0, in: file) }
        switch node {
        case .scalar(let scalar):
            content = .scalar(scalar.string, isPlain: scalar.style == .plain || scalar.style == .any)
        case .sequence(let list):
            content = .list(list.map { YAMLValue($0, in: file) })
        case .mapping(let map):
            content = .map(map.map { (YAMLValue($0.key, in: file), YAMLValue($0.value, in: file)) })
        // The document was refused if it had one that the parser didn't resolve.
        case .alias:
            content = .scalar("", isPlain: true)
        }
    }

    private init(_ content: Content, at place: Place?) {
        (self.content, self.place) = (content, place)
    }

    /// The text of a scalar; `nil` for lists and maps.
    var text: String? {
        guard case .scalar(let text, _) = content else { return nil }
        return text
    }

    /// A map's value of a key.
    subscript(key: String) -> YAMLValue? {
        guard case .map(let pairs) = content else { return nil }
        return pairs.first { $0.key.text == key }?.value
    }

    /// This map without some of its keys.
    func without(_ keys: [String]) -> YAMLValue {
        guard case .map(let pairs) = content else { return self }
        return YAMLValue(.map(pairs.filter { pair in !keys.contains { pair.key.text == $0 } }), at: place)
    }

    /// This map with a value for a key that lies under the one it has; of nothing, a map of this key alone. Other
    /// values stay as they are.
    func with(_ key: String, under value: YAMLValue) -> YAMLValue {
        let added = YAMLValue(.map([(YAMLValue(.scalar(key, isPlain: true), at: value.place), value)]), at: place)
        switch content {
        case .map: return over(added)
        case .scalar("", isPlain: true), .scalar("~", isPlain: true), .scalar("null", isPlain: true): return added
        case .scalar, .list: return self
        }
    }

    /// This value over another: maps become one, key by key; all else takes the other's place.
    func over(_ base: YAMLValue) -> YAMLValue {
        guard case .map(var pairs) = content, case .map(let inherited) = base.content else { return self }
        for pair in inherited {
            if let index = pairs.firstIndex(where: { $0.key.text == pair.key.text }) {
                pairs[index].value = pairs[index].value.over(pair.value)
            } else {
                pairs.append(pair)
            }
        }
        return YAMLValue(.map(pairs), at: place)
    }
}
