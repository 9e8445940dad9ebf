import Foundation

/// How much of a processor core this process takes.
struct ProcessorMeter {
    private var used: Double
    private var time = ContinuousClock.now

    init() { used = Self.seconds }

    /// In percent of one core, since the last time it was asked.
    mutating func percent() -> Double {
        let (used, time) = (Self.seconds, ContinuousClock.now)
        defer { (self.used, self.time) = (used, time) }
        let elapsed = self.time.duration(to: time) / .seconds(1)
        return elapsed > 0 ? 100 * (used - self.used) / elapsed : 0
    }

    /// The processor time that this process has taken, in seconds.
    static var seconds: Double {
        // POSIX has a million of them in a second.
        Double(clock()) / 1_000_000
    }
}
