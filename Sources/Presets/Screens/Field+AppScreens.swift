import Show

/// The table of apps' screens.
extension Field {
    func appScreens() -> [AppScreen]? {
        guard let map = map(["screens"]), let field = map["screens"] else { return missing("screens") }
        guard let fields = field.list(of: 1...100, "screens") else { return nil }
        var screens: [AppScreen] = []
        for field in fields {
            guard let screen = field.appScreen() else { continue }
            if screens.contains(where: { $0.name == screen.name }) { field.report("another screen has this name") }
            screens.append(screen)
        }
        return screens
    }

    private func appScreen() -> AppScreen? {
        let keys = ["name", "app", "title", "margins", "covers"]
        guard let map = map(keys) else { return nil }
        for key in keys where map[key] == nil { report("\(key) is missing") }
        let (name, app, title) = (map["name"]?.text(upTo: 40), map["app"]?.text(upTo: 40), map["title"]?.text(upTo: 80))
        let (margins, covers) = (map["margins"]?.appMargins(), map["covers"]?.coveredAreas())
        guard let name, let app, let title, let margins, let covers else { return nil }
        return AppScreen(
            name: name, app: app, title: title, margins: margins.area, evidence: margins.evidence, covers: covers)
    }

    private func appMargins() -> (area: SafeArea, evidence: [AppScreen.Edge: AppScreen.Evidence])? {
        let edges = AppScreen.Edge.allCases
        guard let map = map(edges.map(\.rawValue)) else { return nil }
        var sizes: [AppScreen.Edge: Double] = [:]
        var evidence: [AppScreen.Edge: AppScreen.Evidence] = [:]
        for edge in edges {
            guard let field = map[edge.rawValue] else {
                report("\(edge.rawValue) is missing")
                continue
            }
            guard let margin = field.map(["size", "source", "estimated"]) else { continue }
            sizes[edge] = margin["size"]?.percent(in: 0...45) ?? field.missing("size")
            evidence[edge] = field.evidence(margin)
        }
        let area = SafeArea(
            top: sizes[.top] ?? 0, right: sizes[.right] ?? 0, bottom: sizes[.bottom] ?? 0, left: sizes[.left] ?? 0)
        return (area, evidence)
    }

    private func coveredAreas() -> [CoveredArea]? {
        list(of: 0...20, "covered areas")?.compactMap { $0.coveredArea() }
    }

    private func coveredArea() -> CoveredArea? {
        let sides = ["left", "top", "width", "height"]
        guard let map = map(["what", "source", "estimated"] + sides) else { return nil }
        let what = map["what"].flatMap { $0.text(upTo: 40) } ?? missing("what")
        let figures = sides.map { side in map[side].flatMap { $0.percent(in: 0...100) } ?? missing(side) }
        let evidence = evidence(map)
        guard let what, let evidence, let left = figures[0], let top = figures[1], let width = figures[2],
            let height = figures[3]
        else { return nil }
        guard left + width <= 100, top + height <= 100 else {
            report("reaches beyond the canvas")
            return nil
        }
        return CoveredArea(what: what, left: left, top: top, width: width, height: height, evidence: evidence)
    }

    /// A figure needs one of the two, so that nobody takes a guess for a fact.
    private func evidence(_ map: FieldMap) -> AppScreen.Evidence? {
        switch (map["source"], map["estimated"]) {
        case (let field?, nil):
            guard let text = field.text(upTo: 400) else { return nil }
            guard text.hasPrefix("https://") else { return field.mismatch(expected: "an address, and what it says") }
            return .source(text)
        case (nil, let field?): return field.text(upTo: 400).map { .estimated($0) }
        default:
            report("expected either source or estimated")
            return nil
        }
    }
}
