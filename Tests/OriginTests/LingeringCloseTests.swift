import Testing

@testable import Origin

@Suite struct LingeringCloseTests {
    private let start = ContinuousClock.now

    private var limits: LingeringClose.Limits {
        var limits = LingeringClose.Limits()
        (limits.silence, limits.total, limits.byteCount) = (.seconds(2), .seconds(5), 1_000)
        return limits
    }

    @Test func lastsAsLongAsSomethingComes() {
        var linger = LingeringClose(limits, at: start)
        #expect(linger.deadline == start + .seconds(2))
        let mayGoOn = linger.drop(10, at: start + .seconds(1))
        #expect(mayGoOn)
        #expect(linger.deadline == start + .seconds(3))
    }

    @Test func lastsNoLongerThanItsTime() {
        var linger = LingeringClose(limits, at: start)
        _ = linger.drop(10, at: start + .seconds(4))
        #expect(linger.deadline == start + .seconds(5))
    }

    @Test func takesSoManyBytesAndNoMore() {
        var linger = LingeringClose(limits, at: start)
        let answers = [999, 1, 1].map { linger.drop($0, at: start) }
        #expect(answers == [true, true, false])
    }
}
