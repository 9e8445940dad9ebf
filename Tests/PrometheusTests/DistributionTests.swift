import Testing

@testable import Prometheus

@Suite struct DistributionTests {
    @Test(arguments: [0.5, 0.95, 0.99])
    func quantilesAreWithinThreePercent(share: Double) {
        var values = Distribution()
        #expect(values.quantile(share).isNaN)
        for milliseconds in 1...1_000 { values.add(Double(milliseconds) / 1_000) }
        #expect(abs(values.quantile(share) / share - 1) < 0.035, "\(values.quantile(share))")
        #expect(values.count == 1_000)
        #expect(abs(values.sum - 500.5) < 1e-6)
    }

    @Test func takesWhateverIsAdded() {
        var values = Distribution()
        for value in [-5, 0, 1e-300, 1e300, .nan, .infinity] { values.add(value) }
        #expect(values.count == 4)
        #expect(0..<1e-6 ~= values.quantile(0.5))
    }
}
