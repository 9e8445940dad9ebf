import Testing

@testable import Broadcast

@Suite struct SourceScheduleTests {
    /// Plays packets as they are stored, by a reader that takes no time; returns when each was handed on, in milliseconds.
    private func play(_ times: [Int64], stalls: [Int: Int64] = [:]) -> [Int64] {
        var schedule = SourceSchedule()
        var now: Int64 = 0
        return times.enumerated().map { index, time in
            now += (stalls[index] ?? 0) * 1_000_000
            if let due = schedule.due(time * 1_000_000, at: now) { now = max(now, due) }
            return now / 1_000_000
        }
    }

    @Test func packetsComeAtTheirOwnSpeed() {
        let times = (0..<300).map { Int64($0) * 40 + 7_000 }
        #expect(play(times) == times.map { $0 - 7_000 })
    }

    /// As in MP4 files whose sound is stored a second ahead: each picture came overdue and set the pace anew, so that the file
    /// was played at a thirtieth of its speed.
    @Test func aTrackThatIsStoredAheadDoesNotHoldTheOtherUp() {
        let times = (0..<500).flatMap { [Int64($0) * 40 + 1_000, Int64($0) * 40] }
        let played = play(times)
        #expect(played[999] == 19_960)
        // The pictures come with the sound that is stored beside them, none later.
        #expect(stride(from: 0, to: played.count, by: 2).allSatisfy { played[$0] == played[$0 + 1] })
    }

    @Test func aJumpKeepsTheDistancesOfWhatFollows() {
        let jumps: [Int64] = [3_600_000, -3_600_000, 4_000_000_000_000, -9_000_000_000]
        for jump in jumps {
            let before = (0..<20).map { Int64($0) * 40 }
            let times = before + before.map { jump + $0 }
            let played = play(times)
            #expect(played[19] == 760 && played[20] == 760, "\(jump)")
            #expect(played[39] == 1_520, "\(jump)")
        }
    }

    /// A recording of a screen that stood still for half a minute, in a container that is believed.
    @Test func waitsAsLongAsTheContainerSays() {
        var schedule = SourceSchedule()
        let hour: Int64 = 3_600_000_000_000
        #expect(schedule.due(0, at: 0) == nil)
        #expect(schedule.due(30_000_000_000, at: 0, longestWait: hour) == 30_000_000_000)
        #expect(schedule.due(30_040_000_000, at: 30_000_000_000) == 30_040_000_000)
        // In others it is a jump.
        #expect(schedule.due(60_000_000_000, at: 30_040_000_000) == nil)
    }

    @Test func afterAStallTheRestComesAtItsSpeedToo() {
        let times = (0..<60).map { Int64($0) * 40 }
        // A short one is made up for.
        #expect(play(times, stalls: [20: 300])[59] == 2_360)
        // What came late after a long one isn't hurried through, as it is all there is in stock.
        let played = play(times, stalls: [20: 2_000])
        #expect(played[20] == 760 + 2_000)
        #expect(played[59] == played[20] + 1_560)
    }
}
