extension StageReducer {
    mutating func put(_ slate: Slate?, _ rules: ShowRules) {
        let end = slate?.until?.tick(from: tick, rules)
        put(slate.map { SlateRun(slate: $0, end: end) }, \.slate)
        due[.slate] = end
    }
}
