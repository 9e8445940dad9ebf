import FFmpegKit
import Testing

@Suite struct TimeBaseTests {
    private typealias TimeBase = TrackDescription.TimeBase

    @Test(arguments: [
        (1, 1, 3, 3_000_000_000), (1, 15, 1, 66_666_666), (1, 10, -7, -700_000_000), (1, 90_000, 90_000, 1_000_000_000),
        (1001, 30_000, 30, 1_001_000_000), (1, 1_000, 33, 33_000_000), (1, 1_000_000_000, 5, 5),
    ])
    func tellsNanoseconds(numerator: Int64, denominator: Int64, ticks: Int64, expected: Int64) {
        #expect(TimeBase(numerator: numerator, denominator: denominator).nanoseconds(of: ticks) == expected)
    }

    @Test(
        arguments: [Int64.max, .min, .min + 1, 1 << 62],
        [(1, 1), (1, 15), (1, 90_000), (2_147_483_647, 1)] as [(Int64, Int64)])
    func refusesWhatNoClockShows(ticks: Int64, base: (Int64, Int64)) {
        #expect(TimeBase(numerator: base.0, denominator: base.1).nanoseconds(of: ticks) == nil)
    }

    @Test func isBoundedToThreeYears() {
        let seconds = TimeBase(numerator: 1, denominator: 1)
        let longest: Int64 = 99_999_999_000_000_000
        #expect(seconds.nanoseconds(of: 99_999_999) == longest)
        #expect(seconds.nanoseconds(of: 100_000_000) == nil)
        #expect(seconds.nanoseconds(of: -100_000_000) == nil)
    }

    @Test func neverTrapsNorLeavesItsBounds() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<20_000 {
            let base = TimeBase(
                numerator: Int64(Int32.random(in: 1 ... .max, using: &generator) >> Int32.random(in: 0..<31) | 1),
                denominator: Int64(Int32.random(in: 1 ... .max, using: &generator) >> Int32.random(in: 0..<31) | 1))
            let ticks = Int64.random(in: .min ... .max, using: &generator) >> Int64.random(in: 0..<63)
            if let time = base.nanoseconds(of: ticks) { #expect(time.magnitude <= 100_000_000 * 1_000_000_000) }
        }
    }
}
