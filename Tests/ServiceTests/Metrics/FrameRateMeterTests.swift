import Testing

@testable import Service

@Suite struct FrameRateMeterTests {
    private let start = ContinuousClock.now

    @Test func tellsTicksASecondSinceItWasAskedLast() {
        var pace = FrameRateMeter(at: start)
        let rates = [(10, 0), (20, 300), (30, 590)].map { seconds, ticks in
            pace.rate(ticks: ticks, at: start + .seconds(seconds))
        }
        #expect(rates == [0, 30, 29])
    }

    @Test func tellsNothingTooEarly() {
        var pace = FrameRateMeter(at: start)
        let rate = pace.rate(ticks: 15, at: start + .milliseconds(500))
        #expect(rate == nil)
    }

    @Test func whoAsksOftenHearsOfASecondOrMore() {
        var pace = FrameRateMeter(at: start)
        var rates: [Double] = []
        for step in 11..<100 {
            guard let rate = pace.rate(ticks: 3 * step, at: start + .milliseconds(100 * step)) else { continue }
            rates.append(rate)
        }
        #expect(rates.count == 89)
        #expect(rates.allSatisfy { abs($0 - 30) < 0.001 }, "\(rates)")
    }
}
