import MediaModel

extension StageReducer {
    mutating func perform(_ action: RecapAction, _ rules: ShowRules) {
        switch action {
        case .set(let recap):
            contents.recap.recap = recap
            showRecap(rules)
        case .show: showRecap(rules)
        case .hide: hideRecap()
        }
    }

    mutating func showRecap(_ rules: ShowRules) {
        guard let recap = contents.recap.recap else { return }
        put(recap.lines, \.recap.lines)
        due[.recapEnd] = tick + rules.ticks(recap.duration)
        due[.recap] = recap.every.map { tick + rules.ticks($0) }
    }

    mutating func forgetRecap() {
        contents.recap.recap = nil
        due[.recap] = nil
        hideRecap()
    }

    private mutating func hideRecap() {
        put(nil, \.recap.lines)
        due[.recapEnd] = nil
    }
}
