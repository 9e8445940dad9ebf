import MediaModel

extension ShowReducer {
    /// Refuses what doesn't fit the preset, or the show as it is.
    func check(_ action: ShowEvent.Action) throws(EventError) {
        try checkAgainstPreset(action)
        if case .comment(.pin(let id)) = action, comments.current.comment(id: id) == nil {
            throw EventError("id", "no comment \(quoted(id)) among the last that were shown")
        }
        try stage.current.check(action, rules)
    }

    /// Refuses names that the preset doesn't have, and times that can't be reached; also in what an event leads to.
    private func checkAgainstPreset(_ action: ShowEvent.Action) throws(EventError) {
        switch action {
        case .layer(let name, _): try check(layer: name, key: "name")
        case .clear(let name): try check(layer: name, key: "layer")
        case .hearts(_, let icon?):
            guard let icons = rules.icons, !icons.contains(icon) else { break }
            throw EventError("icon", "unknown icon \(quoted(icon)); \(suggestion(for: icon, among: icons))")
        default: break
        }
        for (key, instant, isShown) in action.instants {
            // Without the programme's start a text that says when still says it.
            if isShown || rules.start != nil { try check(instant, key: key, isShown: isShown) }
        }
        for (key, actions) in action.consequences { try check(actions, key: key) }
    }

    private func check(_ consequences: [ShowEvent.Action], key: String) throws(EventError) {
        for (index, action) in consequences.enumerated() {
            do throws(EventError) {
                try checkAgainstPreset(action)
            } catch {
                throw EventError("\(key)[\(index)].\(error.keyPath)", error.message)
            }
        }
    }

    private func check(layer name: String, key: String) throws(EventError) {
        let names = rules.layers.map(\.box.name)
        guard !names.contains(name) else { return }
        let hint = names.isEmpty ? "the preset has none" : suggestion(for: name, among: names)
        throw EventError(key, "unknown layer \(quoted(name)); \(hint)")
    }

    /// What is counted down has four digits of days at most: a layer has room for no more.
    private static let mostDays = 9_999

    /// - Parameter isShown: Whether the time until then is counted down.
    private func check(_ instant: WallTime, key: String, isShown: Bool) throws(EventError) {
        guard let reached = rules.tick(of: instant) else {
            throw EventError(key, "an absolute time needs the programme's start, which isn't known")
        }
        guard reached >= tick else { throw EventError(key, "this time is past") }
        let days = (reached - tick) / rules.frameRate.framesPerSecond / 86_400
        guard !isShown || days <= Self.mostDays else {
            throw EventError(key, "expected a time within \(Self.mostDays) days, found one in \(days) days")
        }
    }
}
