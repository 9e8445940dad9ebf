import Testing

@testable import Ingest

@Suite struct AuthFailureThrottleTests {
    @Test func slowsDownWhoGoesOn() {
        var offenders = AuthFailureThrottle()
        let delays = (0..<9).map { offenders.fail("192.0.2.1", at: .seconds($0)).delay }
        #expect(delays == [0, 0, 250, 500, 1_000, 2_000, 4_000, 4_000, 4_000].map { .milliseconds($0) })
        #expect(offenders.fail("192.0.2.2", at: .seconds(9)) == (1, .zero))
    }

    @Test func forgivesAndForgets() {
        var offenders = AuthFailureThrottle()
        for second in 0..<5 { _ = offenders.fail("a", at: .seconds(second)) }
        offenders.forgive("a")
        #expect(offenders.fail("a", at: .seconds(6)).failures == 1)
        #expect(offenders.fail("a", at: .seconds(606)).failures == 2)
        #expect(offenders.fail("a", at: .seconds(1_207)).failures == 1)
    }

    @Test func remembersABoundedNumberOfAddresses() {
        var offenders = AuthFailureThrottle()
        for host in 0..<5_000 { _ = offenders.fail("\(host)", at: .milliseconds(host)) }
        #expect(offenders.count == AuthFailureThrottle.maximumCount)
        #expect(offenders.fail("4999", at: .seconds(5)).failures == 2, "the latest are remembered")
        #expect(offenders.fail("0", at: .seconds(5)).failures == 1)
    }

    @Test func countsWithoutOverflow() {
        var offenders = AuthFailureThrottle()
        for _ in 0..<1_000 { _ = offenders.fail("a", at: .seconds(1)) }
        #expect(offenders.fail("a", at: .seconds(1)) == (1_001, .seconds(4)))
    }
}
