import MediaModel
import Testing

@testable import HLS

@Suite struct LowLatencyTagTests {
    /// Every tag of low latency, in the order it is written.
    static let everything = """
        #EXTM3U
        #EXT-X-VERSION:10
        #EXT-X-TARGETDURATION:2
        #EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,CAN-SKIP-UNTIL=12.000000,CAN-SKIP-DATERANGES=YES,HOLD-BACK=6.000000,PART-HOLD-BACK=1.650000
        #EXT-X-PART-INF:PART-TARGET=0.550000
        #EXT-X-INDEPENDENT-SEGMENTS
        #EXT-X-MEDIA-SEQUENCE:17
        #EXT-X-DISCONTINUITY-SEQUENCE:2
        #EXT-X-DATERANGE:ID="d-1",CLASS="com.example",START-DATE="2026-11-22T12:00:00.000Z",DURATION=5.000000,X-A="b"
        #EXT-X-SKIP:SKIPPED-SEGMENTS=3,RECENTLY-REMOVED-DATERANGES="d-0\td-7"
        #EXT-X-MAP:URI="a-init.mp4"
        #EXT-X-PROGRAM-DATE-TIME:2026-11-22T12:00:00.000Z
        #EXTINF:1.600000,
        a-20.m4s
        #EXT-X-DISCONTINUITY
        #EXT-X-MAP:URI="b-init.mp4",BYTERANGE="700@0"
        #EXT-X-PROGRAM-DATE-TIME:2026-11-22T12:00:01.600Z
        #EXT-X-PART:DURATION=0.533333,URI="b-21.0.m4s",INDEPENDENT=YES
        #EXT-X-PART:DURATION=0.533334,URI="b-21.m4s",BYTERANGE="900@1000"
        #EXT-X-PART:DURATION=0.533333,URI="b-21.2.m4s",GAP=YES
        #EXT-X-GAP
        #EXTINF:1.600000,
        b-21.m4s
        #EXT-X-PROGRAM-DATE-TIME:2026-11-22T12:00:03.200Z
        #EXT-X-PART:DURATION=0.533333,URI="b-22.0.m4s",INDEPENDENT=YES
        #EXT-X-PRELOAD-HINT:TYPE=PART,URI="b-22.1.m4s"
        #EXT-X-PRELOAD-HINT:TYPE=MAP,URI="c.mp4",BYTERANGE-START=5,BYTERANGE-LENGTH=7
        #EXT-X-RENDITION-REPORT:URI="../audio/playlist.m3u8",LAST-MSN=22,LAST-PART=0
        #EXT-X-RENDITION-REPORT:URI="../plain/playlist.m3u8"

        """

    @Test func readsWhatItWrites() throws {
        let playlist = try MediaPlaylist(parsing: Self.everything)
        #expect(playlist.text == Self.everything)
        #expect(playlist.header.serverControl?.partHoldBack == .milliseconds(1_650))
        #expect(playlist.header.serverControl?.canSkipDateRanges == true)
        #expect(playlist.header.partTarget == .milliseconds(550))
        #expect(playlist.skip == .init(segmentCount: 3, recentlyRemovedDateRanges: ["d-0", "d-7"]))
        #expect(playlist.firstListedSequence == 20)
        #expect(playlist.segments.map(\.parts.count) == [0, 3])
        #expect(playlist.segments[1].parts.map(\.isGap) == [false, false, true])
        #expect(playlist.segments[1].parts[1].byteRange?.range == 1_000..<1_900)
        #expect(playlist.unfinished?.parts.map(\.uri) == ["b-22.0.m4s"])
        #expect(playlist.unfinished?.map?.uri == "b-init.mp4")
        #expect(playlist.preloadHints[1] == .init(kind: .map, uri: "c.mp4", start: 5, length: 7))
        #expect(playlist.renditionReports[0].lastPart == 0)
        #expect(playlist.renditionReports[1].lastMediaSequence == nil)
        #expect(playlist.dateRanges[0]["X-A"] == .text("b"))
    }

    @Test func whatComesAfterTheSegmentsMayComeBeforeThem() throws {
        let lines = Self.everything.split(separator: "\n")
        let tail = lines.suffix(4)
        let moved = (lines.prefix(7) + tail + lines.dropFirst(7).dropLast(4)).joined(separator: "\n") + "\n"
        #expect(try MediaPlaylist(parsing: moved) == MediaPlaylist(parsing: Self.everything))
    }

    private static func withLine(_ line: String) -> String {
        "#EXTM3U\n#EXT-X-TARGETDURATION:2\n\(line)\n#EXTINF:1,\na.m4s\n"
    }

    @Test(arguments: [
        "#EXT-X-PART-INF:PART-TARGET=0", "#EXT-X-PART-INF:", "#EXT-X-PART-INF:PART-TARGET=\"1\"",
        "#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=MAYBE", "#EXT-X-SERVER-CONTROL:HOLD-BACK=-6",
        "#EXT-X-SERVER-CONTROL:CAN-SKIP-UNTIL=86401", "#EXT-X-SKIP:SKIPPED-SEGMENTS=0", "#EXT-X-SKIP:",
        "#EXT-X-SKIP:SKIPPED-SEGMENTS=100001", "#EXT-X-PART:URI=\"a\"", "#EXT-X-PART:DURATION=1",
        "#EXT-X-PART:DURATION=1,URI=\"\"", "#EXT-X-PART:DURATION=1,URI=\"a\",BYTERANGE=\"1\"",
        "#EXT-X-PART:DURATION=1,URI=\"a\",BYTERANGE=\"1@2@3\"", "#EXT-X-PART:DURATION=1,URI=\"a\",GAP=1",
        "#EXT-X-PRELOAD-HINT:TYPE=PART", "#EXT-X-PRELOAD-HINT:URI=\"a\"",
        "#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"a\",BYTERANGE-START=9223372036854775807",
        "#EXT-X-RENDITION-REPORT:LAST-MSN=1", "#EXT-X-RENDITION-REPORT:URI=\"a\",LAST-MSN=x",
        "#EXT-X-DATERANGE:ID=\"a\"", "#EXT-X-DATERANGE:START-DATE=\"2026-11-22T12:00:00Z\"",
    ])
    func refusesAndNamesTheLine(line: String) {
        let error = #expect(throws: PlaylistError.self) { try MediaPlaylist(parsing: Self.withLine(line)) }
        #expect(error?.line == 3)
        #expect(error?.message.hasPrefix("EXT-X-") == true)
    }

    @Test func someTagsComeOnceOnly() {
        for line in [
            "#EXT-X-PART-INF:PART-TARGET=1", "#EXT-X-SERVER-CONTROL:HOLD-BACK=6", "#EXT-X-SKIP:SKIPPED-SEGMENTS=1",
        ] {
            let error = #expect(throws: PlaylistError.self) {
                try MediaPlaylist(parsing: Self.withLine("\(line)\n\(line)"))
            }
            #expect(error?.line == 4)
        }
    }

    @Test func aSkipStandsBeforeTheSegments() {
        let text = Self.withLine("#") + "#EXT-X-SKIP:SKIPPED-SEGMENTS=1\n"
        #expect(throws: PlaylistError.self) { try MediaPlaylist(parsing: text) }
    }

    @Test func aHintOfAnUnknownKindIsPassedOver() throws {
        let text = Self.withLine("#EXT-X-PRELOAD-HINT:TYPE=FUTURE,URI=\"a\"")
        #expect(try MediaPlaylist(parsing: text).preloadHints.isEmpty)
    }

    @Test func tabsAreForSkipsAlone() {
        let text = Self.withLine("#EXT-X-PART:DURATION=1,URI=\"a\tb\"")
        #expect(throws: PlaylistError(line: 3, message: "a control character")) { try MediaPlaylist(parsing: text) }
    }

    @Test func holdsNoMoreTagsThanEntries() {
        let line = "#EXT-X-PART:DURATION=1,URI=\"a\"\n"
        let text = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n" + String(repeating: line, count: 100_001)
        #expect(throws: PlaylistError(line: 100_003, message: "too many tags")) { try MediaPlaylist(parsing: text) }
    }

    @Test(arguments: 0..<200) func anyPlaylistRoundTrips(seed: UInt64) throws {
        var numbers = RepeatableNumbers(state: seed)
        let playlist = Self.randomPlaylist(&numbers)
        let read = try MediaPlaylist(parsing: playlist.text)
        #expect(read == playlist)
        #expect(read.text == playlist.text)
    }

    @Test(arguments: 0..<300) func damagedTextIsRefusedOrReadButNeverTraps(seed: UInt64) {
        var numbers = RepeatableNumbers(state: seed)
        var bytes = Array(Self.everything.utf8)
        for _ in 0..<Int.random(in: 1...4, using: &numbers) {
            let place = Int.random(in: 8..<bytes.count, using: &numbers)
            switch Int.random(in: 0..<3, using: &numbers) {
            case 0: bytes[place] = UInt8.random(in: 0x20...0x7e, using: &numbers)
            case 1: bytes.remove(at: place)
            default: bytes.insert(UInt8(ascii: "9"), at: place)
            }
        }
        if let playlist = try? MediaPlaylist(parsing: String(decoding: bytes, as: UTF8.self)) {
            #expect(!playlist.text.isEmpty)
        }
    }
}

// MARK: - Any playlist

extension LowLatencyTagTests {
    private static func randomPlaylist(_ numbers: inout RepeatableNumbers) -> MediaPlaylist {
        func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &numbers) < percent }
        func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &numbers) }
        func duration() -> MediaTime { .microseconds(Int64(number(1...4_000_000))) }
        func word() -> String {
            String((0..<number(1...8)).map { _ in "abcXYZ0129-_/.?=é,縦".randomElement(using: &numbers) ?? "a" })
        }
        func uri() -> String { "u" + word() }
        func date() -> ProgramDateTime { ProgramDateTime(millisecondsSince1970: Int64(number(0...4_000_000_000_000))) }
        func range() -> MediaPlaylist.ByteRange? {
            chance(20) ? .init(offset: number(0...1_000_000), length: number(0...1_000_000)) : nil
        }
        func part() -> MediaPlaylist.Part {
            .init(uri: uri(), duration: duration(), isIndependent: chance(30), isGap: chance(10), byteRange: range())
        }
        func dateRange(_ index: Int) -> DateRange {
            let start = date()
            let ends: [DateRange.End] = [
                .onNext, .after(duration()), .at(start.advanced(by: .milliseconds(Int64(number(0...9_999))))), .unknown,
            ]
            let values: [DateRange.Value] = [
                .text(word()), .bytes((0..<number(0...9)).map { _ in UInt8(number(0...255)) }),
                .number(DecimalNumber(Int64(number(0...999_999_999)), decimals: number(0...9))),
            ]
            return DateRange(
                id: "\(index)\(word())", category: word(), start: start, end: ends[number(0...3)],
                plannedDuration: chance(30) ? duration() : nil,
                attributes: values.shuffled(using: &numbers).enumerated().map { .init("X-A\($0)", $1) })
        }
        var map: MediaPlaylist.Map? = chance(80) ? .init(uri: uri(), byteRange: range()) : nil
        let segments = (0..<number(0...12)).map { _ in
            if chance(20) { map = .init(uri: uri()) }
            var segment = MediaPlaylist.Segment(
                uri: uri(), duration: duration(), byteRange: range(), map: map,
                programDateTime: chance(70) ? date() : nil, isDiscontinuous: chance(10), isGap: chance(10))
            segment.parts = (0..<number(0...4)).map { _ in part() }
            return segment
        }
        let control = ServerControl(
            canBlockReload: chance(50), canSkipUntil: chance(50) ? duration() : nil, canSkipDateRanges: chance(50),
            holdBack: chance(50) ? duration() : nil, partHoldBack: duration())
        return MediaPlaylist(
            header: .init(
                targetDuration: number(1...10), kind: chance(30) ? .event : nil, hasIndependentSegments: chance(50),
                hasIFramesOnly: chance(20), serverControl: chance(80) ? control : nil,
                partTarget: chance(80) ? duration() : nil, version: number(1...12)),
            mediaSequence: number(0...1 << 50), discontinuitySequence: number(0...9), segments: segments,
            isEnded: chance(20),
            unfinished: chance(60)
                ? .init(
                    parts: (0..<number(1...4)).map { _ in part() }, map: map,
                    programDateTime: chance(50) ? date() : nil, isDiscontinuous: chance(10)) : nil,
            dateRanges: (0..<number(0...4)).map { dateRange($0) },
            preloadHints: chance(60) ? [.init(kind: .part, uri: uri(), start: number(0...9))] : [],
            renditionReports: (0..<number(0...3)).map { _ in
                .init(uri: uri(), lastMediaSequence: number(0...99), lastPart: chance(70) ? number(0...9) : nil)
            },
            skip: chance(30)
                ? .init(segmentCount: number(1...99), recentlyRemovedDateRanges: chance(50) ? [word(), word()] : nil)
                : nil)
    }
}
