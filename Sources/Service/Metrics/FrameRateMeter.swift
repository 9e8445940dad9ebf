/// How fast the programme goes: what it composed since one of the last times that somebody asked.
struct FrameRateMeter {
    /// The oldest first.
    private var samples: [(time: ContinuousClock.Instant, ticks: Int)]

    init(at now: ContinuousClock.Instant) { samples = [(now, 0)] }

    /// Ticks a second, over a second or more; `nil` if it is too early to tell.
    mutating func rate(ticks: Int, at now: ContinuousClock.Instant) -> Double? {
        guard let base = samples.last(where: { $0.time + .seconds(1) <= now }) else { return nil }
        let rate = Double(ticks - base.ticks) / ((now - base.time) / .seconds(1))
        // Who asks often must not push out all that are old enough.
        if let last = samples.last, last.time + .seconds(1) <= now { samples.append((now, ticks)) }
        samples.removeFirst(max(0, samples.count - 2))
        return rate
    }
}
