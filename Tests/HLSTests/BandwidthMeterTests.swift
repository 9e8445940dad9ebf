import HLS
import MediaModel
import Testing

@Suite struct BandwidthMeterTests {
    private static func meter(_ segments: [(bytes: Int, milliseconds: Int64)], target: Int = 2) -> BandwidthMeter {
        var meter = BandwidthMeter(targetDuration: target)
        for segment in segments { meter.add(bytes: segment.bytes, duration: .milliseconds(segment.milliseconds)) }
        return meter
    }

    @Test func averagesBytesOverTime() {
        let meter = Self.meter([(1_000, 1_600), (3_000, 1_600), (500, 800)])
        #expect(meter.average == 9_000)
    }

    @Test func theFastestSegmentIsThePeak() {
        #expect(Self.meter([(1_000, 1_600), (3_000, 1_600), (2_000, 1_600)]).peak == 15_000)
    }

    @Test func aSetShorterThanHalfATargetCountsOnlyWithNeighbours() {
        // 0.4 s at 40 kbit/s alone is too short; with 1.6 s at 5 kbit/s it is 12 kbit/s.
        #expect(Self.meter([(1_000, 1_600), (2_000, 400)]).peak == 12_000)
    }

    @Test func aSetLongerThanOneAndAHalfTargetsIsNone() {
        // Both 1.6 s segments together last 3.2 s; the 1.5 s ones together 3 s, which is just in.
        #expect(Self.meter([(1_000, 1_600), (1_000, 1_600)]).peak == 5_000)
        var slow = Self.meter([(0, 900), (3_000, 1_050), (3_000, 1_050), (0, 900)])
        #expect(slow.peak == 22_858)
        slow.add(bytes: 30_000, duration: .milliseconds(3_001))
        #expect(slow.peak == 22_858)
    }

    @Test func aShowTooShortForASetHasItsAverage() {
        #expect(Self.meter([(1_000, 500)]).peak == 16_000)
        #expect(BandwidthMeter(targetDuration: 2).peak == 0)
    }

    @Test func roundsUpSoThatItNeverPromisesTooLittle() {
        var meter = BandwidthMeter(targetDuration: 2)
        meter.add(bytes: 1, duration: MediaTime(64, timescale: 30))
        #expect(meter.average == 4)
    }

    @Test func aVariantNeedsItsMostDemandingRendition() {
        let video = Self.meter([(10_000, 1_600), (20_000, 1_600)])
        let (low, high) = (Self.meter([(1_000, 1_600), (1_000, 1_600)]), Self.meter([(1_500, 1_600), (3_000, 1_600)]))
        #expect(
            VariantBandwidth(variant: video, audioGroup: [high, low])
                == VariantBandwidth(peak: 115_000, average: 86_250))
        #expect(VariantBandwidth(variant: low) == VariantBandwidth(peak: 5_000, average: 5_000))
    }

    @Test func impossibleFiguresDoNotTrap() {
        var meter = BandwidthMeter(targetDuration: 1)
        for _ in 0..<100 { meter.add(bytes: 1 << 40, duration: .microseconds(1)) }
        #expect(meter.average > 1 << 50)
        #expect(VariantBandwidth(variant: meter, audioGroup: [meter]).peak > meter.peak)
    }
}
