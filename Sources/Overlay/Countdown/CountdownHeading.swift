import Show
import Typeset

/// What stands above a countdown's digits, and how wide those get: what its plate is drawn from.
struct CountdownHeading: Hashable, Sendable {
    /// E.g. `運動 3/8`; `nil` without rounds.
    let round: PlainText?
    let label: PlainText?
    let span: TimeLeft.Span
    var hasHours: Bool { span != .minutes }
    /// Whether it is in the accent colours.
    var isUrgent = false

    init(_ run: CountdownRun, words: Wording, language: String, framesPerSecond: Int) {
        let word: String? =
            switch run.phase.kind {
            case .single: nil
            case .work: words.work
            case .rest: words.rest
            }
        round = word.map { PlainText("\($0) \(run.phase.round)/\(run.rounds)", limit: 40) }
        label = run.countdown.label.map { PlainText($0.text(in: language), limit: 80) }
        // By the phase's length, not by what is left: the plate mustn't shrink while it runs.
        let ticks = max(0, run.phase.end - run.phase.start)
        span = TimeLeft.Span(seconds: (ticks + framesPerSecond - 1) / framesPerSecond)
    }
}
