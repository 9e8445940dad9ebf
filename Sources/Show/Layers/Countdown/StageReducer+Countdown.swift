import MediaModel

extension StageReducer {
    mutating func start(_ countdown: Countdown?, _ rules: ShowRules) {
        let run = countdown.flatMap { CountdownRun($0, startingAt: tick, rules) }
        put(run, \.countdown)
        due[.countdown] = run?.phase.end
        isCountdownOver = false
    }

    mutating func countdownIsDue(_ rules: ShowRules) {
        guard let run = contents.countdown.current, !isCountdownOver else { return start(nil, rules) }
        if let phase = run.phase(after: run.phase, rules) {
            contents.countdown.current?.phase = phase
            due[.countdown] = phase.end
            return
        }
        // Before what happens at zero, as that may start another countdown.
        due[.countdown] = tick + rules.countdownZero
        isCountdownOver = true
        for action in run.countdown.onZero { perform(action, rules) }
    }
}

extension CountdownRun {
    /// `nil` for an instant that there is no telling the tick of.
    init?(_ countdown: Countdown, startingAt tick: Int, _ rules: ShowRules) {
        switch countdown.target {
        case .wallTime(let instant):
            guard let end = rules.tick(of: instant) else { return nil }
            self.init(countdown: countdown, phase: Phase(start: tick, end: max(tick, end)))
        case .duration(let duration):
            self.init(countdown: countdown, phase: Phase(start: tick, end: tick + rules.ticks(duration)))
        case .rounds(let count, let work, let rest):
            let (work, rest) = (rules.ticks(work), rest == .zero ? 0 : rules.ticks(rest))
            self.init(
                countdown: countdown, phase: Phase(kind: .work, start: tick, end: tick + work), rounds: count,
                zeroAt: tick + count * work + (count - 1) * rest)
        }
    }

    /// `nil` after the last.
    fileprivate func phase(after phase: Phase, _ rules: ShowRules) -> Phase? {
        guard case .rounds(let count, let work, let rest) = countdown.target, phase.round < count else { return nil }
        if phase.kind == .work, rest > .zero {
            return Phase(kind: .rest, round: phase.round, start: phase.end, end: phase.end + rules.ticks(rest))
        }
        return Phase(kind: .work, round: phase.round + 1, start: phase.end, end: phase.end + rules.ticks(work))
    }
}
