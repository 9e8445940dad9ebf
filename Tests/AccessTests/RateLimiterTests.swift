import Testing

@testable import Access

@Suite struct RateLimiterTests {
    @Test func letsBurstsThroughAndThenSlowsDown() {
        var limiter = RateLimiter(perSecond: 1_000, burst: 4_000, now: .seconds(10))
        #expect(limiter.overdraw(4_000, at: .seconds(10)) == .zero)
        #expect(limiter.overdraw(500, at: .seconds(10)) == .microseconds(500_001))
        #expect(limiter.overdraw(0, at: .milliseconds(10_501)) == .zero)
        #expect(limiter.overdraw(1_000, at: .seconds(12)) == .zero)
    }

    @Test func averagesToTheRate() {
        var limiter = RateLimiter(perSecond: 10_000, burst: 10_000, now: .zero)
        var now: Duration = .zero
        var bytes = 0
        while now < .seconds(60) {
            bytes += 3_000
            now += limiter.overdraw(3_000, at: now) + .microseconds(1)
        }
        #expect(600_000...620_000 ~= bytes)
    }

    @Test func survivesLongSilence() {
        var limiter = RateLimiter(perSecond: Double(1 << 40), burst: Double(1 << 42), now: .zero)
        #expect(limiter.overdraw(1 << 42, at: .seconds(1 << 32)) == .zero)
        #expect(limiter.overdraw(1 << 40, at: .seconds(1 << 32)) > .milliseconds(999))
    }

    @Test func fillsAtItsRateAndNoFurtherThanItsBurst() {
        var limiter = RateLimiter(perSecond: 2, burst: 4, now: .zero)
        #expect(limiter.take(4, at: .zero) == nil)
        #expect(limiter.take(at: .zero) == .milliseconds(500))
        #expect(limiter.take(4, at: .zero) == .seconds(2))
        #expect(limiter.take(at: .milliseconds(500)) == nil)
        #expect(limiter.take(at: .milliseconds(500)) == .milliseconds(500))
        #expect(limiter.take(4, at: .seconds(3_600)) == nil)
        #expect(limiter.take(at: .seconds(3_600)) == .milliseconds(500))
    }
}
