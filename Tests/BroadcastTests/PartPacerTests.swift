import Testing

@testable import Broadcast

@Suite struct PartPacerTests {
    private static let part: Int64 = 533_333_333
    /// What PART-TARGET leaves beyond a part of sixteen frames at 30 fps.
    private static let slack: Int64 = 16_666_667

    /// When parts are released that are ready so long after their end, in nanoseconds.
    private func releases(_ lateness: [Int64]) -> [Int64] {
        var pacer = PartPacer(part: Self.part)
        return lateness.enumerated().map { index, late in
            let ready = Int64(index + 1) * Self.part + late
            pacer.note(index, readyAt: ready)
            return max(ready, pacer.due(index))
        }
    }

    @Test func aLeadIsPassedOnPartByPart() {
        let ms: Int64 = 1_000_000
        // It grows by 25 ms a part, and shrinks by 8.
        let grown: [Int64] = (0..<50).map { min(Int64($0), 4) * 25 * ms }
        let shrunk: [Int64] = (0..<50).map { max(0, 100 - Int64($0) * 8) * ms }
        var pacer = PartPacer(part: Self.part)
        var releases: [Int64] = []
        for (index, lead) in (grown + shrunk).enumerated() {
            let composed = Int64(index + 1) * Self.part - lead
            // Some encoders are quicker, and none is needed for longer than 110 ms.
            let slowest = (90 + Int64(index * 7 % 21)) * ms
            pacer.note(index, readyAt: composed + 60 * ms, lead: lead)
            pacer.note(index, readyAt: composed + slowest, lead: lead)
            releases.append(pacer.due(index))
            #expect(releases[index] <= composed + 110 * ms)
        }
        #expect(gaps(releases).dropFirst(20).allSatisfy { $0 <= Self.part + Self.slack })
    }

    private func gaps(_ releases: [Int64]) -> [Int64] { zip(releases, releases.dropFirst()).map { $1 - $0 } }

    @Test func jitterWithinWhatWasSeenIsEvenedOut() {
        // From 100 to 140 ms, in an order that repeats only after a long while.
        let lateness = (0..<400).map { Int64(100 + $0 * 29 % 41) * 1_000_000 }
        let gaps = gaps(releases(lateness)).dropFirst(40)
        #expect(gaps.allSatisfy { $0 <= Self.part + Self.slack })
        // As encoders deliver them they would break the rule.
        #expect(self.gaps(lateness.enumerated().map { Int64($0 + 1) * Self.part + $1 }).max()! > Self.part + Self.slack)
    }

    @Test func aLatePartMakesOneLongGap() {
        var lateness = [Int64](repeating: 110_000_000, count: 60)
        for index in 20..<26 { lateness[index] = 250_000_000 }
        let gaps = gaps(releases(lateness))
        #expect(gaps.count { $0 > Self.part + Self.slack } == 1)
        #expect(gaps[19] == Self.part + 140_000_000)
    }

    @Test func latencyComesBackEvenlyAndAllTheWay() {
        var lateness = [Int64](repeating: 100_000_000, count: 300)
        lateness[10] = 300_000_000
        let releases = releases(lateness)
        let delays = releases.enumerated().map { $1 - Int64($0 + 1) * Self.part }
        #expect(delays[25] > 250_000_000, "while the late one is remembered")
        #expect(delays[40] < 110_000_000)
        #expect(delays[299] == 100_000_000)
        #expect(gaps(releases).allSatisfy { $0 > Self.part * 90 / 100 || $0 == gaps(releases)[9] })
    }

    @Test func allTracksAreReleasedWithTheLatest() {
        var pacer = PartPacer(part: Self.part)
        for index in 0..<20 {
            let end = Int64(index + 1) * Self.part
            pacer.note(index, readyAt: end + 25_000_000)
            pacer.note(index, readyAt: end + 110_000_000)
        }
        let end = 21 * Self.part
        pacer.note(20, readyAt: end + 25_000_000)
        #expect(pacer.due(20) == end + 110_000_000)
    }

    @Test func aTrackThatBrokeDownHoldsNobodyUpForLong() {
        var pacer = PartPacer(part: Self.part)
        pacer.note(0, readyAt: Self.part + 10 * Self.part)
        #expect(pacer.delay == Self.part)
    }

    @Test func aComposerThatIsAheadIsNotHeldBack() {
        #expect(releases([-20_000_000, -20_000_000])[1] == 2 * Self.part - 20_000_000)
    }
}
