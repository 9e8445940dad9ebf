import FFmpegKit
import HLS
import MediaModel
import Show
import Testing

@testable import Broadcast

@Suite struct SourceHealthTests {
    @Test func freezesAfterASecondAndShowsTheSlateAfterTwo() {
        var watch = SourceHealth()
        #expect(watch.update(hasNewPicture: false, time: 0) == .waiting)
        #expect(watch.update(hasNewPicture: true, time: 5_000_000_000) == .live)
        #expect(watch.update(hasNewPicture: false, time: 6_000_000_000) == .live)
        #expect(watch.update(hasNewPicture: false, time: 6_000_000_001) == .frozen)
        #expect(watch.update(hasNewPicture: false, time: 7_000_000_000) == .frozen)
        #expect(watch.update(hasNewPicture: false, time: 7_000_000_001) == .slate)
        #expect(watch.update(hasNewPicture: true, time: 9_000_000_000) == .live)
    }

    private static let second: Int64 = 1_000_000_000

    /// A screen that stands still while its owner speaks.
    @Test func thePictureStaysWhileTheSourceIsHeard() {
        var watch = SourceHealth()
        #expect(watch.update(hasNewPicture: true, pulse: 0, time: 0) == .live)
        for time in 1...600 {
            #expect(
                watch.update(hasNewPicture: false, pulse: Int64(time) * Self.second, time: Int64(time) * Self.second)
                    == .live)
        }
        // Then it is gone.
        let last = 600 * Self.second
        #expect(watch.update(hasNewPicture: false, pulse: last, time: last + Self.second) == .live)
        #expect(watch.update(hasNewPicture: false, pulse: last, time: last + 2 * Self.second) == .frozen)
        #expect(watch.update(hasNewPicture: false, pulse: last, time: last + 2 * Self.second + 1) == .slate)
        #expect(!watch.lacksPictures)
        // Heard again, it is there again, with the picture that it had if no other comes.
        let back = last + 10 * Self.second
        #expect(watch.update(hasNewPicture: false, pulse: back, time: back) == .slate)
        #expect(watch.update(hasNewPicture: false, pulse: back + Self.second, time: back + Self.second) == .slate)
        #expect(
            watch.update(hasNewPicture: false, pulse: back + 2 * Self.second, time: back + 2 * Self.second) == .live)
    }

    @Test func picturesAlonePauseNoLongerThanTheyMay() {
        var watch = SourceHealth(longestPicturePause: 5 * Self.second)
        #expect(watch.update(hasNewPicture: true, pulse: 0, time: 0) == .live)
        #expect(watch.update(hasNewPicture: false, pulse: 5 * Self.second, time: 5 * Self.second) == .live)
        #expect(watch.update(hasNewPicture: false, pulse: 6 * Self.second, time: 6 * Self.second) == .slate)
        #expect(watch.lacksPictures)
        #expect(watch.update(hasNewPicture: true, pulse: 7 * Self.second, time: 7 * Self.second) == .live)
        #expect(!watch.lacksPictures)
    }

    /// A radio: there is no picture that could stay.
    @Test func soundAloneIsWaitedFor() {
        var watch = SourceHealth()
        #expect(watch.update(hasNewPicture: false, pulse: Self.second, time: Self.second) == .waiting)
    }

    /// Sound is decoded at its time, pictures before it: a pulse may lie ahead.
    @Test func aPulseFromAheadIsNow() {
        var watch = SourceHealth()
        #expect(watch.update(hasNewPicture: true, pulse: 500_000_000, time: 0) == .live)
        #expect(watch.update(hasNewPicture: false, pulse: .max, time: Self.second) == .live)
    }
}

@Suite struct OverloadGovernorTests {
    private static let tick: Int64 = 33_333_333

    /// Runs ticks and returns the step of the last.
    private func run(_ governor: inout OverloadGovernor, from: Int, to: Int, lateness: Int64, depth: Int = 0)
        -> OverloadStep
    {
        var step = governor.step
        for tick in from..<to {
            step = governor.update(lateness: lateness, depth: depth, now: Int64(tick) * Self.tick)
        }
        return step
    }

    @Test func takesAStepASecondWhileItIsLateAndGoesBackAfterTenOfCalm() {
        var governor = OverloadGovernor()
        #expect(run(&governor, from: 0, to: 150, lateness: 0) == .none)
        #expect(run(&governor, from: 150, to: 156, lateness: 150_000_000) == .skipDisposablePictures)
        #expect(run(&governor, from: 156, to: 180, lateness: 150_000_000) == .skipDisposablePictures)
        #expect(run(&governor, from: 180, to: 190, lateness: 150_000_000) == .encodeCheaply)
        #expect(run(&governor, from: 190, to: 300, lateness: 150_000_000) == .freezeLowestRung)
        #expect(run(&governor, from: 300, to: 590, lateness: 0) == .freezeLowestRung)
        #expect(run(&governor, from: 590, to: 610, lateness: 0) == .composeEverySecondTick)
        #expect(run(&governor, from: 610, to: 1_600, lateness: 0) == .none)
    }

    @Test func isCalmAboutAHiccupAndTheStart() {
        var governor = OverloadGovernor()
        #expect(run(&governor, from: 0, to: 80, lateness: 500_000_000) == .none)
        #expect(run(&governor, from: 80, to: 150, lateness: 0) == .none)
        #expect(run(&governor, from: 150, to: 154, lateness: 500_000_000) == .none)
        #expect(run(&governor, from: 154, to: 155, lateness: 0) == .none)
    }

    @Test func hearsOfEncodersThatLagBehind() {
        var governor = OverloadGovernor()
        _ = run(&governor, from: 0, to: 100, lateness: 0)
        #expect(run(&governor, from: 100, to: 106, lateness: 0, depth: 7) == .skipDisposablePictures)
    }
}

@Suite struct EncoderReliefTests {
    /// Players have one init segment for all of a broadcast.
    @Test(arguments: LatencyMode.allCases, [PixelSize(width: 720, height: 1280), PixelSize(width: 360, height: 640)])
    func theReducedFormHasTheSameParameterSets(latency: LatencyMode, size: PixelSize) throws {
        let (rung, profile) = (Rung(size: size, bitRate: 1_500_000), EncoderProfile.x264)
        let (mode, grid) = (profile.mode(latency), PartGrid(frameRate: .fps30, latency: latency))
        let encoding = profile.encoding(of: rung, mode, grid)
        let reduced = try #require(encoding.reduced)
        #expect(reduced != encoding.usual)
        #expect(try VideoEncoder(reduced).parameterSets == VideoEncoder(encoding.usual).parameterSets)
    }
}

@Suite struct RecentCountTests {
    @Test func countsTheLastMinuteHoweverOftenItIsLookedAt() {
        for pause in [1, 10, 20] {
            var hearts = RecentCount(window: .seconds(60))
            // Five a second for two minutes, then none.
            for second in stride(from: 0, through: 240, by: pause) {
                hearts.note(5 * min(120, second), at: .seconds(second))
                switch second {
                case ...60: #expect(hearts.count == 5 * second)
                case ...120: #expect(hearts.count == 300)
                case ...180: #expect(hearts.count == 5 * (180 - second))
                default: #expect(hearts.count == 0)
                }
            }
        }
    }

    @Test func aBurstCountsForAMinute() {
        var hearts = RecentCount(window: .seconds(60))
        hearts.note(0, at: .seconds(10))
        hearts.note(100, at: .seconds(20))
        hearts.note(100, at: .seconds(79))
        #expect(hearts.count == 100)
        hearts.note(100, at: .seconds(81))
        #expect(hearts.count == 0)
    }
}

@Suite struct EventLogTests {
    /// What is kept beside the show has no word that viewers mustn't read, and gives the same pictures when it is drawn again.
    @Test func keepsCommentsWithoutMaskedWords() throws {
        let reducer = ShowReducer(frameRate: .fps30, layers: [], maskedWords: ["fuck"])
        let json = #"{"id":"c","type":"comment","at":3,"author":"f\u00aduck","text":"a f\u200buck \"b\"","pin":true}"#
        let event = LiveEvent(try EventDecoder().decode(json.utf8), json: json).masked(by: reducer)
        let line = try #require(EventLog.line(event, time: MediaTime(90, timescale: 30)))
        #expect(
            line == #"{"at":3.000000,"author":"****","id":"c","pin":true,"text":"a **** \"b\"","type":"comment"}"#
                + "\n")
        let again = try EventDecoder().decode(line.utf8)
        #expect(again.action == event.event.action && reducer.maskedComment(of: again) == nil)

        let clean = LiveEvent(try EventDecoder().decode(#"{"type":"comment","text":"hi"}"#.utf8), json: "as it came")
        #expect(clean.masked(by: reducer).json == "as it came")
    }

    private func line(_ json: String, start: WallTime? = nil) throws -> String? {
        let event = try EventDecoder().decode(json.utf8).resolved(startedAt: start)
        return EventLog.line(LiveEvent(event, json: json), time: MediaTime(100, timescale: 30))
    }

    @Test func putsTheTimeFirst() throws {
        let json = #"{"type":"comment","text":"a/b","id":"c-1"}"#
        #expect(try line(json) == #"{"at":3.333333,"type":"comment","text":"a/b","id":"c-1"}"# + "\n")
    }

    @Test func replacesTheTimeThatItCameWith() throws {
        let start = WallTime(microseconds: 1_795_377_600_000_000)
        let json = #"{"type":"comment","text":"a/b","at":3.3,"id":"c-1"}"#
        #expect(
            try line(json, start: start) == #"{"at":3.333333,"id":"c-1","text":"a/b","type":"comment"}"# + "\n")
    }

    @Test func isOneLineHoweverItCame() throws {
        let json = "{\n  \"type\": \"hearts\",\r\n  \"count\": 3\n}\n"
        let line = try #require(try line(json))
        #expect(line.filter(\.isNewline).count == 1)
        #expect(try EventDecoder().decode(line.utf8).action == .hearts(count: 3))
    }
}
