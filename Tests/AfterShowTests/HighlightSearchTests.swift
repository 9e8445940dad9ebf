import AfterShow
import Foundation
import MediaModel
import Testing

/// Shows with planted peaks: all of them are to be found, and nothing beside them.
@Suite struct HighlightSearchTests {
    private typealias Acts = [(time: MediaTime, act: RecordedEvents.Act)]

    /// A show of an hour: so many hearts and comments a second come by chance, and more at the peaks.
    struct SyntheticShow: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// Hearts a second, of all viewers together; comments are a tenth.
        let rate: Double
        /// How many times as many come at a peak.
        let factor: Double
        /// Whether viewers come and go: the background doubles to the end, and swings by a third.
        var drifts = false
    }

    static let shows = [
        SyntheticShow(testDescription: "20 viewers", rate: 0.2, factor: 25),
        SyntheticShow(testDescription: "500 viewers", rate: 5, factor: 5),
        SyntheticShow(testDescription: "8,000 viewers", rate: 150, factor: 2.5),
        SyntheticShow(testDescription: "a background that moves", rate: 50, factor: 4, drifts: true),
    ]
    private static let peaks = [300, 900, 1_500, 2_345, 3_100]
    private static let whole = MediaTime.zero..<MediaTime.seconds(3_600)
    private static let length = MediaTime.seconds(15)...MediaTime.seconds(45)

    private struct Chance: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state ^ state >> 31) &* 0x9e37_79b9_7f4a_7c15
        }
    }

    /// By counting chances that happen (Knuth), in steps small enough for that.
    private static func poisson(_ mean: Double, _ chance: inout Chance) -> Int {
        var (count, left) = (0, mean)
        while left > 0 {
            let step = min(left, 20)
            var product = 1.0
            let limit = exp(-step)
            while true {
                product *= Double.random(in: 0..<1, using: &chance)
                if product <= limit { break }
                count += 1
            }
            left -= step
        }
        return count
    }

    private static func acts(_ show: SyntheticShow, peaks: [Int], seed: UInt64) -> Acts {
        var chance = Chance(state: seed)
        var acts: Acts = []
        for second in 0..<3_600 {
            var rate = show.rate
            if show.drifts { rate *= (1 + Double(second) / 3_600) * (second / 200 % 2 == 0 ? 1 : 1.33) }
            // Eight seconds up and down.
            if let peak = peaks.first(where: { abs($0 - second) <= 4 }) {
                rate *= 1 + (show.factor - 1) * (1 - Double(abs(peak - second)) / 8)
            }
            let hearts = poisson(rate, &chance)
            if hearts > 0 { acts.append((.milliseconds(Int64(second * 1_000 + 500)), .hearts(hearts))) }
            for _ in 0..<poisson(rate / 10, &chance) {
                acts.append((.milliseconds(Int64(second * 1_000 + 700)), .comment))
            }
        }
        return acts
    }

    @Test(arguments: shows, [1, 2] as [UInt64])
    func findsEveryPeakAndNoOther(show: SyntheticShow, seed: UInt64) {
        let activity = Activity(Self.acts(show, peaks: Self.peaks, seed: seed), in: Self.whole)
        let found = HighlightSearch(activity).moments(20, length: Self.length, in: Self.whole)
        let sorted = found.sorted { $0.peak < $1.peak }
        #expect(sorted.count == Self.peaks.count, "\(sorted.map(\.peak.seconds))")
        for (moment, peak) in zip(sorted, Self.peaks) {
            #expect(abs(moment.peak.seconds - Double(peak)) <= 4)
            #expect(moment.range.lowerBound <= moment.rise - .seconds(3))
            #expect(moment.range.contains(moment.peak))
            #expect(Self.length ~= moment.range.upperBound - moment.range.lowerBound)
            #expect(!moment.reasons.isEmpty)
        }
    }

    @Test(arguments: shows, [4] as [UInt64])
    func findsNothingWhereNothingHappens(show: SyntheticShow, seed: UInt64) {
        let activity = Activity(Self.acts(show, peaks: [], seed: seed), in: Self.whole)
        #expect(HighlightSearch(activity).moments(20, length: Self.length, in: Self.whole).isEmpty)
    }

    /// Two peaks so close that their clips would overlap.
    @Test func neverOverlap() {
        let show = SyntheticShow(testDescription: "", rate: 10, factor: 8)
        let activity = Activity(Self.acts(show, peaks: [1_000, 1_025, 1_050], seed: 7), in: Self.whole)
        let found = HighlightSearch(activity).moments(20, length: Self.length, in: Self.whole)
            .sorted { $0.range.lowerBound < $1.range.lowerBound }
        #expect(found.count >= 2)
        for (one, next) in zip(found, found.dropFirst()) { #expect(one.range.upperBound <= next.range.lowerBound) }
    }

    @Test func givesTheBestFirst() {
        let show = SyntheticShow(testDescription: "", rate: 10, factor: 6)
        var acts = Self.acts(show, peaks: [500, 2_000], seed: 9)
        for second in 1_996...2_004 { acts.append((.seconds(Int64(second)), .votes(100))) }
        acts.sort { $0.time < $1.time }
        let activity = Activity(acts, in: Self.whole)
        let best = HighlightSearch(activity).moments(1, length: Self.length, in: Self.whole)
        #expect(best.count == 1)
        #expect(best.first.map { abs($0.peak.seconds - 2_000) <= 4 } == true)
        #expect(best.first?.reasons.first?.kind == .votes)
        #expect(best.first?.reasons.first?.description.hasPrefix("votes: ") == true)
    }

    /// A peak at the very beginning or end has no more room than there is.
    @Test func staysWithinTheShow() {
        let show = SyntheticShow(testDescription: "", rate: 5, factor: 12)
        let activity = Activity(Self.acts(show, peaks: [2, 3_597], seed: 11), in: Self.whole)
        for moment in HighlightSearch(activity).moments(5, length: Self.length, in: Self.whole) {
            #expect(moment.range.lowerBound >= .zero && moment.range.upperBound <= .seconds(3_600))
        }
        // Nor does a show that is shorter than a clip have one.
        let short = MediaTime.zero..<MediaTime.seconds(10)
        #expect(HighlightSearch(Activity([], in: short)).moments(5, length: Self.length, in: short).isEmpty)
    }
}
