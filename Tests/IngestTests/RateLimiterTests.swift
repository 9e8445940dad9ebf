import Testing

@testable import Ingest

@Suite struct RateLimiterTests {
    @Test func letsBurstsThroughAndThenSlowsDown() {
        var limiter = RateLimiter(bytesPerSecond: 1_000, burstSeconds: 4, now: .seconds(10))
        #expect(limiter.take(4_000, at: .seconds(10)) == .zero)
        #expect(limiter.take(500, at: .seconds(10)) == .microseconds(500_001))
        #expect(limiter.take(0, at: .milliseconds(10_501)) == .zero)
        #expect(limiter.take(1_000, at: .seconds(12)) == .zero)
    }

    @Test func averagesToTheRate() {
        var limiter = RateLimiter(bytesPerSecond: 10_000, burstSeconds: 1, now: .zero)
        var now: Duration = .zero
        var bytes = 0
        while now < .seconds(60) {
            bytes += 3_000
            now += limiter.take(3_000, at: now) + .microseconds(1)
        }
        #expect(600_000...620_000 ~= bytes)
    }

    @Test func survivesLongSilence() {
        var limiter = RateLimiter(bytesPerSecond: 1 << 40, burstSeconds: 4, now: .zero)
        #expect(limiter.take(1 << 42, at: .seconds(1 << 32)) == .zero)
        #expect(limiter.take(1 << 40, at: .seconds(1 << 32)) > .milliseconds(999))
    }
}
