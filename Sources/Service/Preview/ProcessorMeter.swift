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

    private static var seconds: Double {
        var usage = rusage()
        getrusage(RUSAGE_SELF.rawValue, &usage)
        let parts = [usage.ru_utime, usage.ru_stime]
        return parts.reduce(0) { $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1_000_000 }
    }
}
