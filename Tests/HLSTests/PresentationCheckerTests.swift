import HLSTesting
import MediaModel
import Testing

@testable import HLS

@Suite struct PresentationCheckerTests {
    private static func findings(
        _ files: [String: [UInt8]], options: PresentationChecker.Options = .init()
    ) -> [Finding] {
        PresentationChecker.findings(options: options) { files[$0] }
    }

    /// One fault put into a good show, and the rule that must name it.
    struct Fault: Sendable, CustomTestStringConvertible {
        let rule: Rule
        /// Whether the show has a subtitle track.
        var hasSubtitles = false
        /// Whether it has a playlist of images.
        var hasStoryboard = false
        /// Changes the tracks before the show is made.
        var tracks: @Sendable (inout [SyntheticShow.Track]) -> Void = { _ in }
        /// Changes the files after.
        var files: @Sendable (inout [String: [UInt8]]) -> Void = { _ in }

        var testDescription: String { rule.name }

        static func text(
            _ rule: Rule, in paths: String..., replacing old: String, with new: String, subtitles: Bool = false,
            storyboard: Bool = false
        ) -> Fault {
            Fault(
                rule: rule, hasSubtitles: subtitles, hasStoryboard: storyboard,
                files: { files in
                    for path in paths {
                        let text = String(decoding: files[path] ?? [], as: UTF8.self)
                        let changed = replaced(text, old, new)
                        if changed == text { Issue.record("\(path) has no \(old)") }
                        files[path] = Array(changed.utf8)
                    }
                })
        }
    }

    @Test func findsNothingInAGoodShow() {
        #expect(Self.findings(SyntheticShow().files()) == [])
        var show = SyntheticShow()
        show.hasSubtitles = true
        show.hasStoryboard = true
        #expect(Self.findings(show.files()) == [])
    }

    static let high = "v720x1280/playlist.m3u8"
    static let low = "v360x640/playlist.m3u8"
    static let scrub = "v720x1280/iframes.m3u8"
    static let multivariant = "master.m3u8"
    static let images = "storyboard/playlist.m3u8"
    static let words = "captions-en/playlist.m3u8"

    static let faults: [Fault] = [
        .text(.readablePlaylist, in: low, replacing: "#EXTINF:1.600000,", with: "#EXTINF:long,"),
        Fault(rule: .fileExists, files: { $0["audio/a-1.m4s"] = nil }),
        .text(.fileExists, in: high, replacing: "a-2.m4s", with: "../../a-2.m4s"),
        Fault(rule: .readableMedia, files: { $0["audio/a-1.m4s"]?.removeLast() }),
        Fault(rule: .readableMedia, files: { $0["v360x640/a-init.mp4"] = [0, 0, 0, 9] }),
        .text(.endList, in: "audio/playlist.m3u8", replacing: "#EXT-X-ENDLIST", with: "#"),
        .text(.playlistType, in: low, replacing: ":VOD", with: ":EVENT"),
        .text(.protocolVersion, in: high, replacing: "VERSION:6", with: "VERSION:4"),
        .text(
            .targetDuration, in: high, low, "audio/playlist.m3u8", "audio-64/playlist.m3u8",
            replacing: "TARGETDURATION:2", with: "TARGETDURATION:1"),
        .text(.sameTargetDuration, in: "audio/playlist.m3u8", replacing: "TARGETDURATION:2", with: "TARGETDURATION:3"),
        .text(.initialisationSection, in: low, replacing: "#EXT-X-MAP:URI=\"a-init.mp4\"", with: "#"),
        .text(.independentSegments, in: multivariant, low, replacing: "#EXT-X-INDEPENDENT-SEGMENTS", with: "#"),
        .text(.discontinuities, in: low, replacing: "#EXT-X-MAP", with: "#EXT-X-DISCONTINUITY\n#EXT-X-MAP"),
        .text(.programDateTime, in: "audio/playlist.m3u8", replacing: ":01.600Z", with: ":01.650Z"),
        .text(.programDateTime, in: scrub, replacing: ":01.600Z", with: ":01.650Z"),
        .text(.programDateTime, in: scrub, replacing: "#EXT-X-PROGRAM-DATE-TIME", with: "#"),
        Fault(
            rule: .timelineStart,
            tracks: { tracks in
                for index in tracks.indices { (tracks[index].start, tracks[index].delay) = (0, 0) }
            }),
        Fault(
            rule: .continuousTimeline,
            files: { files in
                // The second part of the first segment of every rendition, one tick late.
                for path in files.keys where path.hasSuffix("/a-0.m4s") { delaySecondFragment(&files[path]) }
            }),
        Fault(rule: .beginsWithSync, files: { $0["v720x1280/a-1.m4s"]?.clearSyncFlag() }),
        .text(.segmentDuration, in: "audio/playlist.m3u8", replacing: "#EXTINF:1.600000", with: "#EXTINF:1.601100"),
        Fault(rule: .sameCuts, tracks: { $0[1].cuts = [47, 49, 20] }),
        Fault(rule: .audioCuts, tracks: { $0[2].cuts = [73, 77, 32] }),
        Fault(rule: .sameDuration, tracks: { $0[3].cuts = [75, 75, 36] }),
        Fault(rule: .bandwidth, files: { changeNumber("BANDWIDTH=", by: 1.2, in: &$0[multivariant]) }),
        Fault(rule: .averageBandwidth, files: { changeNumber("AVERAGE-BANDWIDTH=", by: 0.8, in: &$0[multivariant]) }),
        .text(.averageBandwidth, in: multivariant, replacing: "AVERAGE-BANDWIDTH", with: "X-BANDWIDTH"),
        .text(.codecs, in: multivariant, replacing: "avc1.64001f,mp4a.40.2", with: "avc1.640020,mp4a.40.2"),
        .text(.codecs, in: multivariant, replacing: "avc1.64001f,mp4a.40.2", with: "avc1.64001f"),
        .text(.resolution, in: multivariant, replacing: "RESOLUTION=720x1280", with: "RESOLUTION=1280x720"),
        .text(.frameRate, in: multivariant, replacing: "FRAME-RATE=30.000", with: "FRAME-RATE=29.970"),
        Fault(
            rule: .videoProfile,
            files: { files in
                for size in [(720, 1280), (360, 640)] {
                    files["v\(size.0)x\(size.1)/a-init.mp4"] = BoxBuilder.video(
                        width: size.0, height: size.1, record: BoxBuilder.avcRecord(level: 51))
                }
                let text = replaced(String(decoding: files[multivariant] ?? [], as: UTF8.self), "64001f", "640033")
                files[multivariant] = Array(text.utf8)
            }),
        Fault(rule: .audioFormat, files: { $0["audio/a-init.mp4"] = BoxBuilder.audio(channels: 1) }),
        .text(.audioGroup, in: multivariant, replacing: "LANGUAGE=\"ja\",", with: ""),
        .text(.audioGroup, in: multivariant, replacing: "AUTOSELECT=YES", with: "AUTOSELECT=NO"),
        .text(.closedCaptions, in: multivariant, replacing: ",CLOSED-CAPTIONS=NONE", with: ""),
        .text(.closedCaptions, in: multivariant, replacing: "CLOSED-CAPTIONS=NONE", with: "CLOSED-CAPTIONS=\"cc\""),
        .text(
            .subtitleGroup, in: multivariant, replacing: "SUBTITLES=\"captions\"", with: "SUBTITLES=\"other\"",
            subtitles: true),
        .text(.subtitleGroup, in: multivariant, replacing: "LANGUAGE=\"en\",", with: "", subtitles: true),
        .text(.subtitleGroup, in: multivariant, replacing: "LANGUAGE=\"en\"", with: "LANGUAGE=\"xx\"", subtitles: true),
        .text(.subtitlePlaylist, in: words, replacing: "TARGETDURATION:2", with: "TARGETDURATION:3", subtitles: true),
        .text(
            .subtitlePlaylist, in: words, replacing: "\n#EXTINF:1.600000,\na-1",
            with: "\n#EXT-X-DISCONTINUITY\n#EXTINF:1.600000,\na-1", subtitles: true),
        .text(.webVTT, in: "captions-en/a-1.vtt", replacing: "WEBVTT", with: "WEBVT", subtitles: true),
        .text(.webVTT, in: "captions-en/a-1.vtt", replacing: "X-TIMESTAMP-MAP", with: "X-MAP", subtitles: true),
        .text(.webVTT, in: "captions-en/a-0.vtt", replacing: "00:00:01.900", with: "00:00:01.300", subtitles: true),
        .text(
            .subtitleTimes, in: "captions-en/a-0.vtt", "captions-en/a-1.vtt", "captions-en/a-2.vtt",
            replacing: "MPEGTS:900000",
            with: "MPEGTS:0", subtitles: true),
        .text(.subtitleTimes, in: "captions-en/a-1.vtt", replacing: "two", with: "other", subtitles: true),
        Fault(rule: .severalBitRates, tracks: { $0.remove(at: 1) }),
        Fault(rule: .cellularVariant, tracks: { $0[3].bytesPerFrame = 600 }),
        .text(.iFramePlaylist, in: multivariant, replacing: "#EXT-X-I-FRAME-STREAM-INF", with: "#EXT-X-OTHER"),
        .text(.iFrameRange, in: scrub, replacing: "@24", with: "@0"),
        .text(.iFrameRange, in: scrub, replacing: "a-init.mp4", with: "b-init.mp4"),
        .text(.imagePlaylist, in: images, replacing: "#EXT-X-IMAGES-ONLY", with: "#", storyboard: true),
        .text(.imagePlaylist, in: multivariant, replacing: ",CODECS=\"jpeg\"", with: "", storyboard: true),
        .text(
            .imagePlaylist, in: images, replacing: "#EXTINF:2.000000", with: "#EXT-X-DISCONTINUITY\n#EXTINF:2.000000",
            storyboard: true),
        .text(.imageTiles, in: images, replacing: "LAYOUT=6x3", with: "LAYOUT=5x3", storyboard: true),
        .text(
            .imageTiles, in: multivariant, replacing: "RESOLUTION=108x192", with: "RESOLUTION=90x160", storyboard: true),
        Fault(rule: .imageTiles, hasStoryboard: true, files: { $0["storyboard/a-1.jpg"]?[1] = 0xD9 }),
        Fault(rule: .fileExists, hasStoryboard: true, files: { $0["storyboard/a-1.jpg"] = nil }),
    ]

    @Test(arguments: faults) func namesExactlyTheRuleThatIsBroken(_ fault: Fault) {
        var show = SyntheticShow()
        show.hasSubtitles = fault.hasSubtitles
        show.hasStoryboard = fault.hasStoryboard
        fault.tracks(&show.tracks)
        var files = show.files()
        fault.files(&files)
        let findings = Self.findings(files)
        #expect(Set(findings.map(\.rule)) == [fault.rule], "\(findings.map(\.description))")
    }

    @Test func everyRuleHasAFault() {
        #expect(Set(Self.faults.map(\.rule)) == Set(Rule.ofPresentations))
    }

    @Test func namesTheFileAndTheFigures() {
        var files = SyntheticShow().files()
        files["audio/a-1.m4s"] = nil
        #expect(
            Self.findings(files).map(\.description) == [
                "audio/playlist.m3u8: error: audio/a-1.m4s isn't there; expected: every URI can be had [file-exists; "
                    + "RFC 8216bis 6.2.1]"
            ])
    }

    @Test func aTVAppNeedsNoCellularVariant() {
        var show = SyntheticShow()
        show.tracks[3].bytesPerFrame = 600
        #expect(Self.findings(show.files(), options: .init(needsCellularVariant: false)) == [])
    }

    @Test func countsWhatItDoesNotList() {
        var show = SyntheticShow()
        show.tracks[1].cuts = Array(repeating: 8, count: 14) + [4]
        show.tracks[0].cuts = Array(repeating: 7, count: 14) + [18]
        show.tracks[2].cuts = [12, 12, 12, 13, 12, 13, 12, 13, 12, 13, 12, 13, 12, 13, 8]
        show.tracks[3].cuts = show.tracks[2].cuts
        let cuts = Self.findings(show.files()).filter { $0.rule == .audioCuts && $0.place.hasPrefix("audio/") }
        #expect(cuts.count <= 15)
        var files = SyntheticShow().files()
        for path in files.keys where path.hasSuffix(".m4s") { files[path] = nil }
        let missing = Self.findings(files).filter { $0.place == Self.high }
        #expect(missing.count == 3)
        #expect(missing.last?.found == "v720x1280/a-2.m4s isn't there")
    }

    @Test func aShowWithoutAMasterIsOneFinding() {
        #expect(Self.findings([:]).map(\.rule) == [.fileExists])
        #expect(Self.findings(["master.m3u8": [0xff, 0xfe]]).map(\.rule) == [.readablePlaylist])
    }

    @Test func survivesEveryTruncationAndEveryFlippedByteOfASegment() {
        let good = SyntheticShow().files()
        let segment = good["v360x640/a-0.m4s"] ?? []
        for length in stride(from: 0, to: 700, by: 7) {
            var files = good
            files["v360x640/a-0.m4s"] = Array(segment.prefix(length))
            #expect(!Self.findings(files).isEmpty)
        }
        for offset in stride(from: 0, to: 700, by: 3) {
            var files = good
            files["v360x640/a-0.m4s"]?[offset] ^= 0x80
            _ = Self.findings(files)
        }
    }
}

// MARK: - Faults

private func replaced(_ text: String, _ old: String, _ new: String) -> String {
    var rest = Substring(text)
    var result = ""
    while let range = rest.firstRange(of: old) {
        result += rest[..<range.lowerBound] + new
        rest = rest[range.upperBound...]
    }
    return result + rest
}

/// Multiplies the numbers after `name`, where that is a whole attribute's name.
private func changeNumber(_ name: String, by factor: Double, in bytes: inout [UInt8]?) {
    var rest = Substring(String(decoding: bytes ?? [], as: UTF8.self))
    var result = ""
    while let range = rest.firstRange(of: name) {
        let isWhole = range.lowerBound == rest.startIndex || ":,".contains(rest[rest.index(before: range.lowerBound)])
        result += rest[..<range.upperBound]
        rest = rest[range.upperBound...]
        let digits = rest.prefix { $0.isNumber }
        guard isWhole, let value = Double(digits) else { continue }
        // The audio-only variant stays below the cellular limit.
        result += "\(value > 100_000 || factor < 1 ? Int(value * factor) : Int(digits) ?? 0)"
        rest = rest[digits.endIndex...]
    }
    bytes = Array((result + rest).utf8)
}

private func delaySecondFragment(_ bytes: inout [UInt8]?) {
    guard var segment = bytes else { return }
    let name = Array("tfdt".utf8)
    let places = segment.indices.filter { segment[$0...].starts(with: name) }
    guard places.count == 2 else {
        Issue.record("\(places.count) tfdt boxes")
        return
    }
    segment[places[1] + 15] ^= 1
    bytes = segment
}

extension [UInt8] {
    /// Turns the first sample's flags in `trun` into those of a non-sync sample.
    fileprivate mutating func clearSyncFlag() {
        guard let place = indices.first(where: { self[$0...].starts(with: Array("trun".utf8)) }) else { return }
        // Type, version and flags, count, data offset; then the flags' second byte.
        self[place + 17] |= 1
    }
}
