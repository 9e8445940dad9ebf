@testable import HLS
import MediaModel
import Testing

@Suite struct MediaPlaylistTests {
    private static let instant = ProgramDateTime(millisecondsSince1970: 1_795_348_800_000)

    private static func playlist(_ durations: [MediaTime], start: MediaTime = .zero) -> MediaPlaylist {
        MediaPlaylist(
            header: .init(targetDuration: 2, kind: .videoOnDemand), start: start,
            segments: durations.enumerated().map { index, duration in
                .init(uri: "r-\(index).m4s", duration: duration, map: .init(uri: "r-init.mp4"))
            }, isEnded: true)
    }

    @Test func writesAShow() {
        let playlist = MediaPlaylist(
            header: .init(targetDuration: 2, kind: .videoOnDemand), mediaSequence: 0,
            segments: [
                .init(
                    uri: "r-0.m4s", duration: MediaTime(48, timescale: 30), map: .init(uri: "r-init.mp4"),
                    programDateTime: Self.instant),
                .init(
                    uri: "r-1.m4s", duration: MediaTime(20, timescale: 30), map: .init(uri: "r-init.mp4"),
                    programDateTime: Self.instant.advanced(by: MediaTime(48, timescale: 30))),
            ], isEnded: true)
        #expect(
            playlist.text == """
                #EXTM3U
                #EXT-X-VERSION:6
                #EXT-X-TARGETDURATION:2
                #EXT-X-PLAYLIST-TYPE:VOD
                #EXT-X-INDEPENDENT-SEGMENTS
                #EXT-X-MEDIA-SEQUENCE:0
                #EXT-X-DISCONTINUITY-SEQUENCE:0
                #EXT-X-MAP:URI="r-init.mp4"
                #EXT-X-PROGRAM-DATE-TIME:2026-11-22T12:00:00.000Z
                #EXTINF:1.600000,
                r-0.m4s
                #EXT-X-PROGRAM-DATE-TIME:2026-11-22T12:00:01.600Z
                #EXTINF:0.666667,
                r-1.m4s
                #EXT-X-ENDLIST

                """)
    }

    /// Everything this type can say, in the order it says it.
    static let everything = """
        #EXTM3U
        #EXT-X-VERSION:6
        #EXT-X-TARGETDURATION:3
        #EXT-X-PLAYLIST-TYPE:EVENT
        #EXT-X-I-FRAMES-ONLY
        #EXT-X-INDEPENDENT-SEGMENTS
        #EXT-X-MEDIA-SEQUENCE:17
        #EXT-X-DISCONTINUITY-SEQUENCE:2
        #EXT-X-MAP:URI="a-init.mp4",BYTERANGE="700@0"
        #EXT-X-PROGRAM-DATE-TIME:2026-11-22T12:00:00.000Z
        #EXTINF:1.600000,
        #EXT-X-BYTERANGE:5000@24
        a-17.m4s
        #EXT-X-GAP
        #EXTINF:2.133334,
        a-18.m4s
        #EXT-X-DISCONTINUITY
        #EXT-X-MAP:URI="b-init.mp4"
        #EXT-X-PROGRAM-DATE-TIME:2026-11-22T12:00:09.001Z
        #EXTINF:0.000001,
        b-0.m4s

        """

    @Test func readsWhatItWrites() throws {
        let playlist = try MediaPlaylist(parsing: Self.everything)
        #expect(playlist.text == Self.everything)
        #expect(playlist.mediaSequence == 17)
        #expect(playlist.discontinuitySequence == 2)
        #expect(playlist.header.kind == .event)
        #expect(playlist.header.hasIFramesOnly)
        #expect(playlist.segments.map(\.isGap) == [false, true, false])
        #expect(playlist.segments.map(\.isDiscontinuous) == [false, false, true])
        #expect(playlist.segments.map(\.map?.uri) == ["a-init.mp4", "a-init.mp4", "b-init.mp4"])
        #expect(playlist.segments[0].byteRange?.range == 24..<5_024)
        #expect(playlist.segments[1].duration == .microseconds(2_133_334))
        #expect(!playlist.isEnded)
        #expect(try MediaPlaylist(parsing: playlist.text) == playlist)
    }

    @Test func sumsOfDurationsDoNotDrift() throws {
        // 64 frames at 30 fps need a third of a microsecond more than six decimals hold.
        let playlist = Self.playlist(Array(repeating: MediaTime(64, timescale: 30), count: 3_000))
        let read = try MediaPlaylist(parsing: playlist.text)
        #expect(read.duration == .seconds(6_400))
        #expect(read.segments.allSatisfy { [2_133_333, 2_133_334].map(MediaTime.microseconds).contains($0.duration) })
    }

    @Test func aSegmentKeepsItsTextWhenThoseBeforeItLeave() {
        let third = MediaTime(64, timescale: 30)
        let all = Self.playlist(Array(repeating: third, count: 9)).text.split(separator: "\n").filter {
            $0.hasPrefix("#EXTINF")
        }
        for removed in 1..<9 {
            let start = MediaTime(Int64(64 * removed), timescale: 30)
            let text = Self.playlist(Array(repeating: third, count: 9 - removed), start: start).text
            #expect(text.split(separator: "\n").filter { $0.hasPrefix("#EXTINF") } == Array(all[removed...]))
        }
    }

    @Test func writesTheLowestVersionThatWillDo() {
        #expect(MediaPlaylist.Header(targetDuration: 2, kind: nil).version == 6)
        #expect(MediaPlaylist.Header(targetDuration: 2, kind: nil, hasIFramesOnly: true).version == 5)
    }

    @Test func aByteRangeWithoutAnOffsetFollowsTheLast() throws {
        let text =
            "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n#EXT-X-BYTERANGE:10@5\na\n#EXTINF:1,\n#EXT-X-BYTERANGE:7\na\n"
        #expect(try MediaPlaylist(parsing: text).segments[1].byteRange?.range == 15..<22)
    }

    @Test func readsForeignLineEndsCommentsAndUnknownTags() throws {
        let text =
            "#EXTM3U\r\n\r\n# a comment\r\n#EXT-X-TARGETDURATION:4\r\n#EXT-X-FUTURE:A=1\r\n#EXTINF:4,a title, really\r\na.m4s"
        let playlist = try MediaPlaylist(parsing: text)
        #expect(playlist.segments.map(\.uri) == ["a.m4s"])
        #expect(playlist.header.version == 1)
    }

    @Test(arguments: [
        ("", 1), ("#EXTM3U8\n", 1), ("\u{feff}#EXTM3U\n", 1), ("#EXTM3U\n", 0),
        ("#EXTM3U\n#EXT-X-TARGETDURATION:0\n", 2),
        ("#EXTM3U\n#EXT-X-TARGETDURATION:1.5\n", 2), ("#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-TARGETDURATION:1\n", 3),
        ("#EXTM3U\n#EXT-X-TARGETDURATION:1\na.m4s\n", 3), ("#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:-1,\na\n", 3),
        ("#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1e9,\na\n", 3),
        ("#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n", 3),
        ("#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:86400.1,\na\n", 3),
        ("#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n#EXTINF:1,\na\n", 4),
        ("#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n#EXT-X-BYTERANGE:7\na\n", 5),
        ("#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-BYTERANGE:7@99999999999999999999\n", 3),
        ("#EXTM3U\n#EXT-X-PLAYLIST-TYPE:LIVE\n", 2), ("#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:-1\n", 2),
        ("#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:9223372036854775807\n", 2), ("#EXTM3U\n#EXT-X-MAP:BYTERANGE=\"1@2\"\n", 2),
        ("#EXTM3U\n#EXT-X-PROGRAM-DATE-TIME:yesterday\n", 2), ("#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n", 2),
        ("#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\na b\n", 4), ("#EXTM3U\na\u{0}b\n", 2),
        ("#EXTM3U\n\(String(repeating: "a", count: 20_000))\n", 2),
    ])
    func refusesAndNamesTheLine(text: String, line: Int) {
        let error = #expect(throws: PlaylistError.self) { try MediaPlaylist(parsing: text) }
        #expect(error?.line == line)
    }

    @Test func refusesMoreThanItCanHold() {
        let text = "#EXTM3U\n#EXT-X-TARGETDURATION:1\n" + String(repeating: "#EXTINF:1,\na\n", count: 100_001)
        #expect(throws: PlaylistError(line: 200_004, message: "too many segments")) { try MediaPlaylist(parsing: text) }
        let many = "#EXTM3U\n" + String(repeating: "#\n", count: 1 << 20)
        #expect(throws: PlaylistError(line: 1_048_577, message: "more than 1048576 lines")) {
            try MediaPlaylist(parsing: many)
        }
        let long = "#EXTM3U\n" + String(repeating: "#\n", count: 9 << 20)
        #expect(throws: PlaylistError.self) { try MediaPlaylist(parsing: long) }
    }
}
