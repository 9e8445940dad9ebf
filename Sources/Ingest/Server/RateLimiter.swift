/// Says when to stop reading a publisher that sends more than it may: a bucket that fills at `bytesPerSecond`, holds
/// `burst` bytes, and may be overdrawn by what was read already.
struct RateLimiter {
    private let bytesPerSecond: Int
    private let burst: Int
    private var level: Int
    private var last: Duration

    init(bytesPerSecond: Int, burstSeconds: Int, now: Duration) {
        precondition(bytesPerSecond > 0 && burstSeconds > 0)
        self.bytesPerSecond = bytesPerSecond
        burst = bytesPerSecond * burstSeconds
        level = burst
        last = now
    }

    /// Notes that bytes were read.
    ///
    /// - Returns: How long not to read; zero mostly.
    mutating func take(_ bytes: Int, at now: Duration) -> Duration {
        let passed = now - last
        // Microseconds: fine enough, and their product with any rate fits.
        let microseconds = passed.components.seconds * 1_000_000 + passed.components.attoseconds / 1_000_000_000_000
        let whole = Int(min(microseconds, Int64(burst / bytesPerSecond + 1) * 1_000_000))
        level = min(burst, level + whole * bytesPerSecond / 1_000_000)
        last = now
        level -= bytes
        guard level < 0 else { return .zero }
        return .microseconds(-level * 1_000_000 / bytesPerSecond + 1)
    }
}
