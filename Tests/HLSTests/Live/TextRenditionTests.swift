import HLSTesting
import MediaModel
import Testing

@testable import HLS

/// A subtitle track of a broadcast: whole segments of text beside a rung's parts.
@Suite struct TextRenditionTests {
    private let grid = PartGrid(frameRate: .fps30, latency: .low)
    private var timeline: LiveTimeline<String>

    init() {
        timeline = Self.timeline()
    }

    private static func timeline(
        run: String = "a", continuing: BroadcastContinuation? = nil, isRecording: Bool = false
    ) -> LiveTimeline<String> {
        var timeline = LiveTimeline<String>(
            constants: BroadcastConstants(grid: PartGrid(frameRate: .fps30, latency: .low)),
            renditions: [Rendition(id: "v720x1280", codec: .avc), Rendition(id: "captions-ja", codec: .webVTTText)],
            run: run,
            start: BroadcastTimeline.start, retention: Retention(isRecording: isRecording), continuing: continuing)
        timeline.setInitialisation("init", byteCount: 800, of: 0)
        return timeline
    }

    /// A whole segment: the pictures part by part, and the text with the last of them.
    private static func addSegments(_ count: Int, to timeline: inout LiveTimeline<String>) {
        let grid = timeline.constants.grid
        for _ in 0..<count {
            for part in 0..<grid.partsPerSegment {
                timeline.add(
                    LivePart(
                        duration: grid.partDuration, isIndependent: part == 0, byteCount: 1_000, payload: "p",
                        iFrameRange: part == 0 ? 24..<500 : nil), to: 0)
            }
            for part in 0..<grid.partsPerSegment {
                timeline.add(
                    LivePart(
                        duration: grid.partDuration, isIndependent: true, byteCount: part == 0 ? 50 : 0,
                        payload: part == 0 ? "text" : ""), to: 1)
            }
        }
    }

    @Test mutating func listsWholeSegmentsAlone() throws {
        Self.addSegments(2, to: &timeline)
        let text = "\(timeline.livePlaylist(of: 1))"
        #expect(
            text == """
                #EXTM3U
                #EXT-X-VERSION:3
                #EXT-X-TARGETDURATION:2
                #EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,CAN-SKIP-UNTIL=12.000000,HOLD-BACK=6.000000,PART-HOLD-BACK=1.650000
                #EXT-X-INDEPENDENT-SEGMENTS
                #EXT-X-MEDIA-SEQUENCE:0
                #EXT-X-DISCONTINUITY-SEQUENCE:0
                #EXT-X-PROGRAM-DATE-TIME:2026-11-22T12:00:00.000Z
                #EXTINF:1.600000,
                a-0.vtt
                #EXT-X-PROGRAM-DATE-TIME:2026-11-22T12:00:01.600Z
                #EXTINF:1.600000,
                a-1.vtt
                #EXT-X-RENDITION-REPORT:URI="../v720x1280/playlist.m3u8",LAST-MSN=1,LAST-PART=2

                """)
        #expect(
            "\(timeline.livePlaylist(of: 0))".contains(
                "#EXT-X-RENDITION-REPORT:URI=\"../captions-ja/playlist.m3u8\",LAST-MSN=1\n"))
        #expect(!"\(timeline.plainPlaylist(of: 1))".contains("EXT-X-MAP"))
    }

    @Test mutating func isHeldBackUntilASegmentIsWhole() {
        Self.addSegments(2, to: &timeline)
        let wait = ReloadDecision.wait(until: PartPosition(mediaSequence: 2, part: 2), isDelta: false)
        #expect(timeline.edge(of: 1).answer(query: "_HLS_msn=2") == wait)
        #expect(timeline.edge(of: 1).answer(query: "_HLS_msn=2&_HLS_part=0") == wait)
        #expect(timeline.edge(of: 1).answer(query: "_HLS_msn=1") == .now(isDelta: false))
    }

    @Test mutating func isFetchedWhole() {
        Self.addSegments(1, to: &timeline)
        guard case .available(let pieces, let count) = timeline.media("a-0.vtt", of: 1) else {
            Issue.record("no segment")
            return
        }
        #expect(pieces.joined() == "text" && count == 50)
        for name in ["a-0.m4s", "a-0.0.m4s", "a-0.0.vtt", "a-1.vtt", "a-init.mp4"] {
            guard case .notFound = timeline.media(name, of: 1) else {
                Issue.record("\(name) is there")
                continue
            }
        }
    }

    @Test mutating func goesOnAfterARestart() throws {
        var first = Self.timeline(isRecording: true)
        Self.addSegments(3, to: &first)
        let playlists = try [0, 1].map { index in
            (first.renditions[index].id, try MediaPlaylist(parsing: "\(first.unfinishedRecording(of: index))"))
        }
        let continuation = try BroadcastContinuation(
            playlists: Dictionary(uniqueKeysWithValues: playlists), constants: first.constants)
        var second = Self.timeline(run: "b", continuing: continuation, isRecording: true)
        Self.addSegments(1, to: &second)
        second.end()
        let text = "\(second.recording(of: 1))"
        #expect(text.contains("a-2.vtt\n") && text.contains("#EXT-X-GAP\n") && text.contains("\nb-5.vtt\n"))
        #expect(text.contains("#EXT-X-DISCONTINUITY\n") && !text.contains("EXT-X-MAP"))
        let numbers = try [0, 1].map { try MediaPlaylist(parsing: "\(second.recording(of: $0))").segments.count }
        #expect(numbers[0] == numbers[1])
    }

    @Test mutating func keepsTheRulesOfBroadcasts() {
        var checker = LiveChecker()
        for round in 0..<4 {
            Self.addSegments(1, to: &timeline)
            for index in [0, 1] {
                let time = MediaTime.milliseconds(Int64(1_600 * (round + 1)))
                checker.receive(
                    LiveFetch(
                        path: "\(timeline.renditions[index].id)/playlist.m3u8", query: "", sent: time, arrival: time,
                        status: 200, text: "\(timeline.livePlaylist(of: index))"))
            }
        }
        #expect(checker.findings.map(\.description) == [])
    }
}
