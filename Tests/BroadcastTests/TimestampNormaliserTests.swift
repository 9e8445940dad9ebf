import Testing

@testable import Broadcast

@Suite struct TimestampNormaliserTests {
    private static let second: Int64 = 1_000_000_000
    private static let picture: Int64 = 40_000_000

    /// Packets of one track, `picture` apart, from the given starts on; and the mended times.
    private static func mend(_ times: [Int64], starts: [Int: Int64?] = [0: 0], duration: Int64 = picture) -> [Int64] {
        var mender = TimestampNormaliser(starts: starts)
        return times.map { $0 + mender.offset(track: 0, time: $0, duration: duration) }
    }

    @Test func startsTheProgrammeWithTheEarlierTrack() {
        var mender = TimestampNormaliser(starts: [0: 5 * Self.second, 1: 5 * Self.second - 21_000_000])
        #expect(
            mender.offset(track: 1, time: 5 * Self.second - 21_000_000, duration: 0) == -5 * Self.second + 21_000_000)
        #expect(mender.offset(track: 0, time: 5 * Self.second, duration: 0) == -5 * Self.second + 21_000_000)
        #expect(mender.jumps == 0)
    }

    @Test(arguments: [nil, 3 * second, 60 * second] as [Int64?])
    func keepsATrackThatBeginsLateWhereItIs(start: Int64?) {
        var mender = TimestampNormaliser(starts: [0: 0, 1: start])
        #expect(mender.offset(track: 0, time: 0, duration: Self.picture) == 0)
        #expect(mender.offset(track: 1, time: start ?? 50 * Self.second, duration: 0) == 0)
        #expect(mender.jumps == 0)
    }

    @Test func leavesOrdinaryTimesAlone() {
        // B pictures' decoding times begin before 0, coarse clocks step back a little, a camera waits for nine seconds.
        let times = [
            -80_000_000, -40_000_000, 0, 40_000_000, 39_000_000, 120_000_000, 9 * Self.second, 9 * Self.second + 1,
        ]
        #expect(Self.mend(times) == times)
    }

    @Test func ignoresTracksThatNobodyNamed() {
        var mender = TimestampNormaliser(starts: [0: Self.second])
        #expect(mender.offset(track: 7, time: 99 * Self.second, duration: 0) == 0)
    }

    @Test(arguments: [3600 * second, -3600 * second, 95_443 * second, -second])
    func goesOnAfterAJump(jump: Int64) {
        let before = (0..<10).map { Int64($0) * Self.picture + 4000 * Self.second }
        let after = (10..<20).map { Int64($0) * Self.picture + 4000 * Self.second + jump }
        let mended = Self.mend(before + after, starts: [0: 4000 * Self.second])
        #expect(mended == (0..<20).map { Int64($0) * Self.picture })
    }

    /// Whichever track comes over first, the other follows it, and they stay together to the nanosecond.
    @Test(arguments: [7200 * second, -7200 * second], [0, 1])
    func bothTracksJumpTogether(jump: Int64, first: Int) {
        let base = 10_000 * Self.second
        var mender = TimestampNormaliser(starts: [0: base, 1: base])
        for index in 0..<25 {
            let time = base + Int64(index) * Self.picture
            #expect(mender.offset(track: 0, time: time, duration: Self.picture) == -base)
            #expect(mender.offset(track: 1, time: time, duration: Self.picture) == -base)
        }
        // The second track's packets before the jump still come after the first one's behind it.
        let jumped = base + jump + 25 * Self.picture
        let offset = mender.offset(track: first, time: jumped, duration: Self.picture)
        #expect(jumped + offset == 25 * Self.picture)
        #expect(mender.offset(track: 1 - first, time: base + 25 * Self.picture, duration: Self.picture) == -base)
        #expect(mender.offset(track: 1 - first, time: jumped + Self.picture + 7, duration: Self.picture) == offset)
        #expect(mender.offset(track: first, time: jumped + Self.picture, duration: Self.picture) == offset)
        #expect(mender.jumps == 1)
    }

    /// The limit between a gap and a jump runs through the same step of both tracks.
    @Test func tracksAgreeOnWhatIsAGap() {
        var mender = TimestampNormaliser(starts: [0: 0, 1: 0])
        #expect(mender.offset(track: 0, time: 0, duration: Self.picture) == 0)
        #expect(mender.offset(track: 1, time: 0, duration: 20_000_000) == 0)
        let after = 10 * Self.second + 30_000_000
        #expect(mender.offset(track: 0, time: after, duration: Self.picture) == 0)
        #expect(mender.offset(track: 1, time: after, duration: 20_000_000) == 0)
        #expect(mender.jumps == 0)
    }

    @Test func tracksAgreeOnWhatIsAJump() {
        var mender = TimestampNormaliser(starts: [0: 0, 1: 0])
        #expect(mender.offset(track: 0, time: 0, duration: Self.picture) == 0)
        #expect(mender.offset(track: 1, time: 0, duration: 20_000_000) == 0)
        let after = 10 * Self.second + 30_000_000
        let offset = mender.offset(track: 1, time: after, duration: 20_000_000)
        #expect(offset == 20_000_000 - after)
        #expect(mender.offset(track: 0, time: after, duration: Self.picture) == offset)
        #expect(mender.jumps == 1)
    }

    /// Years of silence would fill the memory; years before the start would swallow all sound.
    @Test(arguments: [95_443 * second, 90_000_000 * second, -95_443 * second])
    func aFirstTimeThatCannotBeStartsWhereTheOthersAre(time: Int64) {
        var mender = TimestampNormaliser(starts: [0: 0, 1: nil])
        for index in 0..<100 { _ = mender.offset(track: 0, time: Int64(index) * Self.picture, duration: Self.picture) }
        #expect(time + mender.offset(track: 1, time: time, duration: 20_000_000) == 100 * Self.picture)
        let next = time + 20_000_000
        #expect(next + mender.offset(track: 1, time: next, duration: 20_000_000) == 100 * Self.picture + 20_000_000)
    }

    /// Whatever a file claims, times go on by no more than a gap, and nothing traps.
    @Test func staysWithinBoundsWhateverComes() {
        var generator = SystemRandomNumberGenerator()
        let limit: Int64 = 100_000_000 * Self.second
        for _ in 0..<200 {
            var mender = TimestampNormaliser(starts: [0: Int64.random(in: -limit...limit, using: &generator), 1: nil])
            var furthest: Int64 = TimestampNormaliser.latestStart
            for _ in 0..<50 {
                let track = Int.random(in: 0...1, using: &generator)
                let time =
                    Int64.random(in: -limit...limit, using: &generator) >> Int64.random(in: 0...40, using: &generator)
                let duration = Int64.random(in: 0...limit, using: &generator)
                let mended = time + mender.offset(track: track, time: time, duration: duration)
                #expect(mended <= furthest + 2 * TimestampNormaliser.longestGap)
                #expect(mended >= -TimestampNormaliser.latestStart - 60 * TimestampNormaliser.longestStepBack)
                furthest = max(furthest, mended + min(duration, TimestampNormaliser.longestGap))
            }
        }
    }
}
