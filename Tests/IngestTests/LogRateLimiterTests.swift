import Testing

@testable import Ingest

@Suite struct LogRateLimiterTests {
    @Test func letsAFewLinesThroughEachSecondAndCountsTheOthers() {
        var quota = LogRateLimiter()
        #expect((0..<8).map { quota.take(at: .milliseconds(7_000 + $0)) } == [0, 0, 0, 0, 0, nil, nil, nil])
        #expect(quota.take(at: .milliseconds(8_000)) == 3)
        #expect(quota.take(at: .milliseconds(8_001)) == 0)
    }
}
