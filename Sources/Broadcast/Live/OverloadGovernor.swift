/// Decides how much a live programme leaves out so that it never falls behind. Pure.
///
/// A step more where the work is late for ``patience`` ticks; a step less after ten seconds of calm. So a moment's load
/// changes nothing, and the steps don't flutter.
struct OverloadGovernor: Sendable {
    /// Behind by so much, in nanoseconds, a tick is late: three pictures at 30 a second.
    static let lateness: Int64 = 100_000_000
    /// Canvases that wait for an encoder.
    static let depth = 6
    /// Between one step and the next, in nanoseconds: long enough that the last can show its effect.
    static let patience: Int64 = 1_000_000_000
    static let calm: Int64 = 10_000_000_000
    /// In a row; fewer are a hiccup.
    static let lateTicks = 5
    /// At the start encoders are opened and caches filled, which says nothing of what comes.
    static let warmUp: Int64 = 3_000_000_000

    private(set) var step = OverloadStep.none
    private var lastChange: Int64 = .min / 2
    private var lastTrouble: Int64 = .min / 2
    private var lateCount = 0
    private var begin: Int64?

    /// Whether a tick was late a moment ago.
    func isStrained(at now: Int64) -> Bool { now - lastTrouble < Self.patience }

    /// Takes a tick's measurements and returns the step to be in.
    ///
    /// - Parameters:
    ///   - lateness: How far behind its schedule the tick was composed, in nanoseconds.
    ///   - depth: The most canvases that wait for any encoder.
    ///   - now: In nanoseconds, on any clock.
    mutating func update(lateness: Int64, depth: Int, now: Int64) -> OverloadStep {
        let start = begin ?? now
        begin = start
        guard now - start >= Self.warmUp else { return step }
        let isLate = lateness > Self.lateness || depth > Self.depth
        lateCount = isLate ? lateCount + 1 : 0
        if isLate { lastTrouble = now }
        if lateCount >= Self.lateTicks, now - lastChange >= Self.patience,
            let next = OverloadStep(rawValue: step.rawValue + 1)
        {
            (step, lastChange, lateCount) = (next, now, 0)
        } else if step > .none, now - max(lastTrouble, lastChange) >= Self.calm,
            let previous = OverloadStep(rawValue: step.rawValue - 1)
        {
            (step, lastChange) = (previous, now)
        }
        return step
    }
}
