import Testing

@testable import Origin

@Suite struct DistinctCounterTests {
    /// Values as good as random, the same each time (SplitMix64).
    private func hash(_ number: UInt64) -> UInt64 {
        var value = number &* 0x9E37_79B9_7F4A_7C15
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }

    @Test(arguments: [0, 1, 10, 300, 4_000, 20_000, 200_000])
    func isWithinAFewPercent(_ count: Int) {
        var counter = DistinctCounter()
        for round in 0..<2 {
            for number in 0..<count { counter.add(hash(UInt64(number + 1))) }
            #expect(
                abs(counter.count - count) <= max(count / 20, count < 100 ? 0 : 1), "\(counter.count), round \(round)")
        }
    }

    @Test func beginsAnew() {
        var counter = DistinctCounter()
        counter.add(hash(1))
        counter.reset()
        #expect(counter.count == 0)
    }
}
