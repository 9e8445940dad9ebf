import HLS
import HLSTesting
import MediaModel
import Testing

@testable import Verifier

/// A good show's files are broken in one way, and the verifier names the rule; without that rule, it says nothing.
@Suite(.timeLimit(.minutes(10))) struct ShowFaultTests {
    struct Fault: Sendable, CustomTestStringConvertible {
        let rule: String
        /// Whether the show has a subtitle track.
        var hasSubtitles = false
        /// Whether it has a playlist of images.
        var hasStoryboard = false
        /// Changes the tracks before the show is made.
        var tracks: @Sendable (inout [SyntheticShow.Track]) -> Void = { _ in }
        /// Changes the files after.
        var files: @Sendable (inout [String: [UInt8]]) -> Void = { _ in }

        var testDescription: String { rule }

        static func text(
            _ rule: String, in paths: String..., replacing old: String, with new: String, subtitles: Bool = false,
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

    static func report(_ files: [String: [UInt8]], exceptions: Set<String> = []) async throws -> Report {
        // There are no pictures in it to decode.
        try await Verifier.verify(
            "master.m3u8", MemoryFetcher(files), options: .init(exceptions: exceptions, decodes: false), isFolder: true)
    }

    @Test func findsNothingInAGoodShow() async throws {
        let report = try await Self.report(SyntheticShow().files())
        #expect(report.findings.map(\.description) == [])
        #expect(report.summary.renditions == 6 && report.summary.segments == 12 && !report.summary.isLive)
        #expect(abs(report.summary.seconds - 3.8827) < 0.02)
    }

    @Test(arguments: faults) func isFoundByItsRuleAlone(_ fault: Fault) async throws {
        var show = SyntheticShow()
        show.hasSubtitles = fault.hasSubtitles
        show.hasStoryboard = fault.hasStoryboard
        fault.tracks(&show.tracks)
        var files = show.files()
        fault.files(&files)
        let all = try await Self.report(files)
        #expect(Set(all.findings.map(\.rule.name)) == [fault.rule], "\(all.findings.map(\.description))")
        #expect(try await Self.report(files, exceptions: [fault.rule]).findings == [])
        let others = Set(Verifier.ruleNames).subtracting([fault.rule])
        #expect(try await Self.report(files, exceptions: others).findings == all.findings)
    }

    @Test func everyRuleHasAFault() {
        #expect(Set(Rule.ofPresentations.map(\.name)).subtracting(Self.faults.map(\.rule)) == [])
    }

    @Test func namesFileLineAndSegment() async throws {
        var files = SyntheticShow().files()
        files["audio/a-1.m4s"] = nil
        let report = try await Self.report(files)
        #expect(
            report.findings.map(\.description) == [
                "audio/playlist.m3u8:14: error: segment 1: audio/a-1.m4s isn't there; expected: every URI can be had "
                    + "[file-exists; RFC 8216bis 6.2.1]"
            ])
    }

    /// A good show whose second segment is missing in the first rung, and in its I-frames, or in the sound.
    private static func showWithGap(sound: Bool) -> [String: [UInt8]] {
        var files = SyntheticShow().files()
        for path in sound ? [audio] : [high, scrub] {
            let text = String(decoding: files[path] ?? [], as: UTF8.self)
            let changed = replaced(text, "\na-1.m4s", "\n#EXT-X-GAP\na-1.m4s")
            #expect(changed != text)
            files[path] = Array(changed.utf8)
        }
        files[sound ? "audio/a-1.m4s" : "v720x1280/a-1.m4s"] = nil
        return files
    }

    @Test(arguments: [false, true]) func aGapIsNotAskedForAndTimingGoesOnAroundIt(sound: Bool) async throws {
        let report = try await Self.report(Self.showWithGap(sound: sound))
        #expect(report.findings.map(\.description) == [])
        #expect(report.summary.segments == 11 && report.summary.renditions == 6)
        #expect(abs(report.summary.seconds - 3.8827) < 0.02)
    }

    @Test func aGapAtTheStartTakesItsTime() async throws {
        var files = SyntheticShow().files()
        let text = String(decoding: files[Self.audio] ?? [], as: UTF8.self)
        files[Self.audio] = Array(replaced(text, "\na-0.m4s", "\n#EXT-X-GAP\na-0.m4s").utf8)
        #expect(try await Self.report(files).findings.map(\.description) == [])
    }

    @Test func whatStandsAroundAGapIsJudged() async throws {
        var files = Self.showWithGap(sound: false)
        let text = String(decoding: files[Self.high] ?? [], as: UTF8.self)
        files[Self.high] = Array(replaced(text, "#EXTINF:1.600000,\n#EXT-X-GAP", "#EXTINF:1.300000,\n#EXT-X-GAP").utf8)
        #expect(files[Self.high] != Array(text.utf8))
        var rules = Set(try await Self.report(files).findings.map(\.rule.name))
        #expect(rules == ["continuous-timeline", "same-duration"])

        files = Self.showWithGap(sound: false)
        files["v720x1280/a-2.m4s"] = nil
        rules = Set(try await Self.report(files).findings.map(\.rule.name))
        #expect(rules == ["file-exists"])
    }

    @Test func aRenditionOfGapsAloneIsNotJudged() async throws {
        var files = SyntheticShow().files()
        for path in [Self.high, Self.scrub] {
            let text = String(decoding: files[path] ?? [], as: UTF8.self)
            files[path] = Array(replaced(text, "\na-", "\n#EXT-X-GAP\na-").utf8)
        }
        for name in files.keys where name.hasPrefix("v720x1280/") && name.hasSuffix(".m4s") { files[name] = nil }
        #expect(try await Self.report(files).findings.map(\.description) == [])
    }

    @Test func aRateIsCountedOnceHoweverItsAddressIsWritten() async throws {
        var files = SyntheticShow().files()
        let text = String(decoding: files[Self.multivariant] ?? [], as: UTF8.self)
        files[Self.multivariant] = Array(replaced(text, "\naudio-64/", "\n./audio-64/").utf8)
        #expect(files[Self.multivariant] != Array(text.utf8))
        #expect(try await Self.report(files).findings.map(\.description) == [])
    }

    /// With the other kind of line ends that RFC 8216bis 4.1 allows.
    private static func withCarriageReturns(_ files: [String: [UInt8]]) -> [String: [UInt8]] {
        var files = files
        for path in files.keys where path.hasSuffix(".m3u8") {
            files[path] = files[path]?.flatMap { $0 == UInt8(ascii: "\n") ? [UInt8(ascii: "\r"), $0] : [$0] }
        }
        return files
    }

    @Test func linesMayEndWithCarriageReturns() async throws {
        var files = Self.withCarriageReturns(SyntheticShow().files())
        #expect(try await Self.report(files).findings.map(\.description) == [])
        files["audio/a-1.m4s"] = nil
        let findings = try await Self.report(files).findings
        #expect(findings.map(\.line) == [14] && findings.map(\.sequence) == [1])

        // A rendition's playlist alone is known as such.
        let text = files[Self.high]
        files["v720x1280/master.m3u8"] = text
        let report = try await Verifier.verify(
            "v720x1280/master.m3u8", MemoryFetcher(files), options: .init(decodes: false), isFolder: true)
        #expect(report.findings.map(\.description) == [] && report.summary.segments == 3)
    }

    @Test func appleAloneMayBeAdvice() async throws {
        var show = SyntheticShow()
        show.tracks.remove(at: 1)
        let fetcher = MemoryFetcher(show.files())
        let report = try await Verifier.verify(
            "master.m3u8", fetcher, options: .init(isLenientWithApple: true, decodes: false), isFolder: true)
        #expect(report.errorCount == 0 && report.warningCount == 1)
    }

    @Test func whatIsNotThereIsNoFinding() async {
        await #expect(throws: Verifier.Failure.notFound("master.m3u8 isn't there")) { try await Self.report([:]) }
    }

    // MARK: - Ways to break it

    static let high = "v720x1280/playlist.m3u8"
    static let low = "v360x640/playlist.m3u8"
    static let scrub = "v720x1280/iframes.m3u8"
    static let audio = "audio/playlist.m3u8"
    static let multivariant = "master.m3u8"
    static let images = "storyboard/playlist.m3u8"
    static let words = "captions-en/playlist.m3u8"

    static let faults: [Fault] = [
        .text("readable-playlist", in: low, replacing: "#EXTINF:1.600000,", with: "#EXTINF:long,"),
        Fault(rule: "file-exists", files: { $0["audio/a-1.m4s"] = nil }),
        .text("file-exists", in: high, replacing: "a-2.m4s", with: "../../a-2.m4s"),
        .text("file-exists", in: high, replacing: "a-2.m4s", with: "file:///etc/passwd"),
        Fault(rule: "readable-media", files: { $0["audio/a-1.m4s"]?.removeLast() }),
        .text("end-list", in: audio, replacing: "#EXT-X-ENDLIST", with: "#"),
        .text("playlist-type", in: low, replacing: ":VOD", with: ":EVENT"),
        .text("protocol-version", in: high, replacing: "VERSION:6", with: "VERSION:4"),
        .text(
            "target-duration", in: high, low, audio, "audio-64/playlist.m3u8", replacing: "TARGETDURATION:2",
            with: "TARGETDURATION:1"),
        .text("same-target-duration", in: audio, replacing: "TARGETDURATION:2", with: "TARGETDURATION:3"),
        .text("initialisation-section", in: low, replacing: "#EXT-X-MAP:URI=\"a-init.mp4\"", with: "#"),
        .text("independent-segments", in: multivariant, low, replacing: "#EXT-X-INDEPENDENT-SEGMENTS", with: "#"),
        .text("discontinuities", in: low, replacing: "#EXT-X-MAP", with: "#EXT-X-DISCONTINUITY\n#EXT-X-MAP"),
        .text("program-date-time", in: audio, replacing: ":01.600Z", with: ":01.700Z"),
        .text("program-date-time", in: audio, replacing: "#EXT-X-PROGRAM-DATE-TIME", with: "#"),
        Fault(rule: "timeline-start", tracks: { $0[2].start += 9_600 }),
        Fault(
            rule: "continuous-timeline",
            files: { files in
                // The second part of the first segment of every rendition.
                for path in files.keys where path.hasSuffix("/a-0.m4s") { files[path]?.delay(fragments: [1], by: 300) }
            }),
        Fault(rule: "begins-with-sync", files: { $0["v720x1280/a-1.m4s"]?.clearSyncFlag() }),
        .text("segment-duration", in: audio, replacing: "#EXTINF:1.600000", with: "#EXTINF:1.650000"),
        Fault(rule: "same-cuts", tracks: { $0[1].cuts = [47, 49, 20] }),
        Fault(rule: "audio-cuts", tracks: { $0[2].cuts = [68, 82, 32] }),
        Fault(rule: "same-duration", tracks: { $0[3].cuts = [75, 75, 40] }),
        .text("bandwidth", in: multivariant, replacing: ":BANDWIDTH=3", with: ":BANDWIDTH=9"),
        .text("average-bandwidth", in: multivariant, replacing: "AVERAGE-BANDWIDTH", with: "X-BANDWIDTH"),
        .text("codecs", in: multivariant, replacing: "avc1.64001f,mp4a.40.2", with: "avc1.640020,mp4a.40.2"),
        .text("resolution", in: multivariant, replacing: "RESOLUTION=720x1280", with: "RESOLUTION=1280x720"),
        .text("frame-rate", in: multivariant, replacing: "FRAME-RATE=30.000", with: "FRAME-RATE=25.000"),
        Fault(
            rule: "video-profile",
            files: { files in
                for size in [(720, 1280), (360, 640)] {
                    files["v\(size.0)x\(size.1)/a-init.mp4"] = BoxBuilder.video(
                        width: size.0, height: size.1, record: BoxBuilder.avcRecord(level: 51))
                }
                let text = replaced(String(decoding: files[multivariant] ?? [], as: UTF8.self), "64001f", "640033")
                files[multivariant] = Array(text.utf8)
            }),
        Fault(rule: "audio-format", files: { $0["audio/a-init.mp4"] = BoxBuilder.audio(channels: 1) }),
        .text("audio-group", in: multivariant, replacing: "LANGUAGE=\"ja\",", with: ""),
        .text("closed-captions", in: multivariant, replacing: ",CLOSED-CAPTIONS=NONE", with: ""),
        .text("closed-captions", in: multivariant, replacing: "CLOSED-CAPTIONS=NONE", with: "CLOSED-CAPTIONS=\"cc\""),
        .text(
            "subtitle-group", in: multivariant, replacing: "SUBTITLES=\"captions\"", with: "SUBTITLES=\"other\"",
            subtitles: true),
        .text("subtitle-group", in: multivariant, replacing: "LANGUAGE=\"en\",", with: "", subtitles: true),
        .text(
            "subtitle-group", in: multivariant, replacing: "LANGUAGE=\"en\"", with: "LANGUAGE=\"xx\"", subtitles: true),
        .text("subtitle-playlist", in: words, replacing: "TARGETDURATION:2", with: "TARGETDURATION:3", subtitles: true),
        .text(
            "subtitle-playlist", in: words, replacing: "\n#EXTINF:1.600000,\na-1",
            with: "\n#EXT-X-DISCONTINUITY\n#EXTINF:1.600000,\na-1", subtitles: true),
        .text("web-vtt", in: "captions-en/a-1.vtt", replacing: "WEBVTT", with: "WEBVT", subtitles: true),
        .text("web-vtt", in: "captions-en/a-1.vtt", replacing: "X-TIMESTAMP-MAP", with: "X-MAP", subtitles: true),
        .text("web-vtt", in: "captions-en/a-0.vtt", replacing: "00:00:01.900", with: "00:00:01.300", subtitles: true),
        .text(
            "subtitle-times", in: "captions-en/a-0.vtt", "captions-en/a-1.vtt", "captions-en/a-2.vtt",
            replacing: "MPEGTS:900000",
            with: "MPEGTS:0", subtitles: true),
        .text("subtitle-times", in: "captions-en/a-1.vtt", replacing: "two", with: "other", subtitles: true),
        Fault(rule: "several-bit-rates", tracks: { $0.remove(at: 1) }),
        Fault(rule: "cellular-variant", tracks: { $0[3].bytesPerFrame = 600 }),
        .text("i-frame-playlist", in: multivariant, replacing: "#EXT-X-I-FRAME-STREAM-INF", with: "#EXT-X-OTHER"),
        .text("i-frame-range", in: scrub, replacing: "@24", with: "@0"),
        .text("i-frame-range", in: scrub, replacing: "a-init.mp4", with: "b-init.mp4"),
        .text("image-playlist", in: images, replacing: "#EXT-X-IMAGES-ONLY", with: "#", storyboard: true),
        .text("image-playlist", in: multivariant, replacing: ",CODECS=\"jpeg\"", with: "", storyboard: true),
        .text(
            "image-playlist", in: images, replacing: "#EXTINF:2.000000", with: "#EXT-X-DISCONTINUITY\n#EXTINF:2.000000",
            storyboard: true),
        .text("image-tiles", in: images, replacing: "LAYOUT=6x3", with: "LAYOUT=5x3", storyboard: true),
        .text(
            "image-tiles", in: multivariant, replacing: "RESOLUTION=108x192", with: "RESOLUTION=90x160",
            storyboard: true),
        Fault(rule: "image-tiles", hasStoryboard: true, files: { $0["storyboard/a-1.jpg"]?[1] = 0xD9 }),
        Fault(rule: "file-exists", hasStoryboard: true, files: { $0["storyboard/a-1.jpg"] = nil }),
    ]
}
