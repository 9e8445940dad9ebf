import Testing

@testable import Broadcast

@Suite struct TimeTrustTests {
    private static let second: Int64 = 1_000_000_000

    /// The mended times of one track's packets, each of 40 ms, and how often they jumped.
    private static func mend(_ times: [Int64], _ trust: TimeTrust) -> (times: [Int64], jumps: Int) {
        var mender = TimestampNormaliser(starts: [0: 0], trust: trust)
        let mended = times.map { $0 + mender.offset(track: 0, time: $0, duration: 40_000_000) }
        return (mended, mender.jumps)
    }

    /// A screen that stands still for half a minute, and for half an hour.
    @Test(arguments: [25, 1_800] as [Int64]) func believesAContainerWithinItsLength(seconds: Int64) {
        let times = [0, 40_000_000, seconds * Self.second, seconds * Self.second + 40_000_000]
        let trust = TimeTrust(isIndexed: true, end: seconds * Self.second + 80_000_000)
        #expect(Self.mend(times, trust).times == times)
        #expect(Self.mend(times, trust).jumps == 0)
        #expect(Self.mend(times, .none).times == [0, 40_000_000, 80_000_000, 120_000_000])
    }

    @Test func doesNotBelieveWhatLiesBehindItsEnd() {
        let trust = TimeTrust(isIndexed: true, end: 4 * Self.second)
        let (times, jumps) = Self.mend([0, 40_000_000, 100 * Self.second], trust)
        #expect(times == [0, 40_000_000, 80_000_000] && jumps == 1)
        // As any source's.
        #expect(Self.mend([0, 9 * Self.second], trust).jumps == 0)
    }

    /// Whatever it declares: years of one picture are nobody's.
    @Test func doesNotBelieveHours() {
        let trust = TimeTrust(isIndexed: true, end: 95_443 * Self.second)
        let (times, jumps) = Self.mend([0, 40_000_000, 95_440 * Self.second], trust)
        #expect(times == [0, 40_000_000, 80_000_000] && jumps == 1)
    }

    /// A browser's recorder doesn't know how long it will be.
    @Test func believesMinutesWhereNoLengthIsDeclared() {
        let trust = TimeTrust(isIndexed: true, end: nil)
        #expect(Self.mend([0, 300 * Self.second], trust).jumps == 0)
        #expect(Self.mend([0, 900 * Self.second], trust).jumps == 1)
    }

    @Test func aTrackMayBeginLateInIt() {
        let trust = TimeTrust(isIndexed: true, end: 200 * Self.second)
        var mender = TimestampNormaliser(starts: [0: 0, 1: 90 * Self.second], trust: trust)
        #expect(mender.offset(track: 0, time: 0, duration: 40_000_000) == 0)
        #expect(mender.offset(track: 1, time: 90 * Self.second, duration: 20_000_000) == 0)
        #expect(mender.jumps == 0)
    }

    /// What an edit list hides lies anywhere, and says nothing of what is seen.
    @Test func hiddenPacketsTakeTheirTracksOffset() {
        var mender = TimestampNormaliser(starts: [0: 2 * Self.second])
        #expect(mender.offset(hiddenOn: 0) == -2 * Self.second)
        #expect(mender.offset(track: 0, time: 2 * Self.second, duration: 40_000_000) == -2 * Self.second)
        #expect(mender.offset(hiddenOn: 0) == -2 * Self.second)
        #expect(mender.offset(track: 0, time: 2 * Self.second + 40_000_000, duration: 0) == -2 * Self.second)
        #expect(mender.jumps == 0)
    }
}

@Suite struct LongSilenceTests {
    /// An hour of silence, of which no more than a second is ever there.
    @Test func keepsALongSilenceAsANumber() {
        var buffer = SoundBuffer()
        let ones = [Float](repeating: 1, count: 500)
        buffer.append(ones.span, ones.span)
        buffer.appendSilence(48_000 * 3_600)
        buffer.append(ones.span, ones.span)
        #expect(buffer.count == 172_801_000)
        var (loud, taken) = (0, 0)
        for size in [1_000, 100_000, 2_400_000] {
            buffer.take(size) { left, _ in loud += left.indices.count { left[$0] != 0 } }
            taken += size
        }
        #expect(loud == 500)
        #expect(buffer.count == 172_801_000 - taken)
    }

    @Test func theSilenceEndsWhereItIsTo() {
        var buffer = SoundBuffer()
        buffer.appendSilence(100_000)
        let ones = [Float](repeating: 1, count: 700)
        buffer.append(ones.span, ones.span)
        var heard: [Float] = []
        while buffer.count > 0 {
            buffer.take(min(1_024, buffer.count)) { left, right in
                heard += left.indices.map { left[$0] }
                #expect(left.indices.allSatisfy { left[$0] == right[$0] })
            }
        }
        #expect(heard.count == 100_700)
        #expect(heard.firstIndex(of: 1) == 100_000 && heard.count { $0 == 1 } == 700)
    }
}
