import HLSTesting
import MediaModel
import Testing

@testable import HLS

@Suite struct RenditionTests {
    @Test(arguments: [
        ("audio-64", true), ("v720x1280", true), ("v720x1280-hevc", true), ("", false), (".", false), ("..", false),
        ("a/b", false), ("a\"b", false), ("a b", false),
    ])
    func anIdentifierIsOnePathComponent(name: String, isOne: Bool) {
        #expect(RenditionID(name)?.description == (isOne ? name : nil))
    }

    @Test(arguments: [
        ("avc1.64001f", Rendition.Codec.avc), ("avc3.640028", .avc), ("mp4a.40.2", .aac), ("wvtt", .webVTT),
        ("hvc1.1.6.L93.B0", nil), ("ec-3", nil), ("", nil),
    ])
    func codecsAreKnownByTheirNames(entry: String, codec: Rendition.Codec?) {
        #expect(Rendition.Codec(naming: entry) == codec)
    }

    // MARK: - Subtitles in fragmented MP4, that nobody makes yet

    private static let renditions = [
        Rendition(id: "v720x1280", codec: .avc), Rendition(id: "audio", codec: .aac),
        Rendition(id: "subtitles-ja", codec: .webVTT),
    ]
    private static let constants = BroadcastConstants(grid: PartGrid(frameRate: .fps30, latency: .low))

    private static func addPart(to timeline: inout LiveTimeline<String>) {
        for (index, rendition) in renditions.enumerated() {
            let name = timeline.next(of: index)
            timeline.add(
                LivePart(
                    duration: constants.grid.partDuration, isIndependent: rendition.kind != .video || name.part == 0,
                    byteCount: 100, payload: "\(rendition.id) \(name)",
                    iFrameRange: rendition.kind == .video && name.part == 0 ? 24..<90 : nil),
                to: index)
        }
    }

    @Test func aBroadcastHasSubtitlesLikeAnyOtherRendition() throws {
        var timeline = LiveTimeline<String>(
            constants: Self.constants, renditions: Self.renditions, run: "a", start: BroadcastTimeline.start,
            retention: Retention(window: .seconds(10)))
        var checker = LiveChecker()
        for step in 0..<60 {
            Self.addPart(to: &timeline)
            let time = Self.constants.grid.partDuration.times(step)
            for (index, rendition) in Self.renditions.enumerated() {
                let text = "\(timeline.livePlaylist(of: index))"
                checker.receive(
                    LiveFetch(path: "\(rendition.id)/playlist.m3u8", sent: time, arrival: time, text: text))
            }
        }
        #expect(checker.findings == [])

        let video = try MediaPlaylist(parsing: "\(timeline.livePlaylist(of: 0))")
        #expect(video.renditionReports.map(\.uri) == ["../audio/playlist.m3u8", "../subtitles-ja/playlist.m3u8"])
        guard case .available(let pieces, _) = timeline.media("a-19.m4s", of: 2) else {
            Issue.record("no subtitles")
            return
        }
        #expect(pieces == ["subtitles-ja 19.0", "subtitles-ja 19.1", "subtitles-ja 19.2"])

        timeline.end()
        var continuing: [RenditionID: MediaPlaylist] = [:]
        for (index, rendition) in Self.renditions.enumerated() {
            let plain = try MediaPlaylist(parsing: "\(timeline.plainPlaylist(of: index))")
            #expect(plain.segments.count == 7 && plain.isEnded)
            continuing[rendition.id] = plain
            continuing[rendition.id]?.isEnded = false
        }
        let earlier = try BroadcastContinuation(playlists: continuing, constants: Self.constants)
        #expect(earlier.has("subtitles-ja") && earlier.firstSequence == 22)
    }

    @Test func aFinishedShowMayHaveSubtitlesWhichMustBeThere() {
        var show = SyntheticShow()
        show.hasSubtitles = true
        var files = show.files()
        #expect(PresentationChecker.findings { files[$0] } == [])
        files["captions-en/playlist.m3u8"] = nil
        #expect(PresentationChecker.findings { files[$0] }.map(\.rule) == [.fileExists])
    }
}
