import HLS
import MediaModel
import Testing

@Suite struct RecordedTimelineTests {
    private static let start = ProgramDateTime(millisecondsSince1970: 1_800_000_000_000)

    private static func playlist(_ count: Int) -> MediaPlaylist {
        var playlist = MediaPlaylist(header: .init(targetDuration: 2, kind: nil))
        for number in 0..<count {
            playlist.segments.append(
                .init(
                    uri: "a-\(number).m4s", duration: .milliseconds(1_600),
                    map: number == 0 ? .init(uri: "a-init.mp4") : nil,
                    programDateTime: start.advanced(by: .milliseconds(Int64(1_600 * number)))))
        }
        return playlist
    }

    @Test(arguments: [
        (0, 1_600, ["a-0.m4s"]), (0, 1_601, ["a-0.m4s", "a-1.m4s"]), (1_599, 1_601, ["a-0.m4s", "a-1.m4s"]),
        (1_600, 1_601, ["a-1.m4s"]), (4_000, 9_000, ["a-2.m4s", "a-3.m4s"]), (6_400, 9_000, []), (700, 700, []),
    ]) func findsTheSegmentsOfARange(from: Int, to: Int, expected: [String]) {
        let timeline = RecordedTimeline(Self.playlist(4))
        let range = MediaTime.milliseconds(Int64(from))..<MediaTime.milliseconds(Int64(to))
        #expect(timeline.segments(in: range).map(\.uri) == expected)
        #expect(timeline.segments.allSatisfy { $0.map == "a-init.mp4" })
    }

    @Test func countsFromWhereItsMediaBegin() {
        let timeline = RecordedTimeline(Self.playlist(3), start: .seconds(3_600))
        #expect(timeline.start == .seconds(3_600))
        #expect(timeline.end == .milliseconds(3_604_800))
        #expect(timeline.date(of: .seconds(3_601)) == Self.start.advanced(by: .seconds(1)))
        #expect(timeline.time(of: Self.start.advanced(by: .seconds(2))) == .seconds(3_602))
        #expect(timeline.time(of: Self.start.advanced(by: .seconds(5))) == nil)
        #expect(timeline.time(of: Self.start.advanced(by: .seconds(-1))) == nil)
    }

    /// Two runs: what was missing between them is in the second's numbers, and the second has dates and a section of its own.
    @Test func putsRunsOneAfterTheOther() {
        var playlist = Self.playlist(2)
        playlist.segments.append(
            .init(uri: "a-2.m4s", duration: .milliseconds(1_600), isDiscontinuous: true, isGap: true))
        let later = Self.start.advanced(by: .seconds(60))
        playlist.segments.append(
            .init(
                uri: "b-3.m4s", duration: .milliseconds(1_600), map: .init(uri: "b-init.mp4"), programDateTime: later,
                isDiscontinuous: true))
        let timeline = RecordedTimeline(playlist)
        #expect(timeline.segments.map(\.run) == [0, 0, 1, 2])
        #expect(timeline.segments.map(\.isMissing) == [false, false, true, false])
        #expect(timeline.segments.last?.map == "b-init.mp4")
        #expect(timeline.segments.last?.start == .milliseconds(4_800))
        #expect(timeline.date(of: .milliseconds(5_000)) == later.advanced(by: .milliseconds(200)))
        #expect(timeline.time(of: later.advanced(by: .seconds(1))) == .milliseconds(5_800))
        // Between the runs nothing was recorded.
        #expect(timeline.time(of: Self.start.advanced(by: .seconds(30))) == nil)
    }
}
