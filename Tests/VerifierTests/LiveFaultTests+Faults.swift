import HLS
import MediaModel

@testable import Verifier

extension LiveFaultTests {
    static let faults: [Fault] = playlistFaults + lowLatencyFaults + mediaFaults + answerFaults

    private static let high = Fault.high
    private static let audio = Fault.audio
    private static let iFrames = "v720x1280/iframes.m3u8"

    private static let playlistFaults: [Fault] = [
        .text("readable-playlist", "a duration in words", in: high, at: 12, ("#EXTINF:1.6", "#EXTINF:long")),
        .text("constant-target-duration", "for once", in: high, at: 15, ("TARGETDURATION:2", "TARGETDURATION:3")),
        .text(
            "playlist-type", "for once", in: high, at: 12, ("#EXT-X-INDEP", "#EXT-X-PLAYLIST-TYPE:EVENT\n#EXT-X-INDEP")),
        .text("protocol-version", "too low for a map", ("VERSION:6", "VERSION:4")),
        .text(
            "protocol-version", "too low for variables", in: high,
            ("#EXT-X-TARGETDURATION", "#EXT-X-DEFINE:NAME=\"x\",VALUE=\"y\"\n#EXT-X-TARGETDURATION")),
        .text(
            "readable-playlist", "a variable that isn't defined", in: high, at: 12,
            ("#EXT-X-MAP:URI=\"a-", "#EXT-X-MAP:URI=\"{$run}-")),
        .text("target-duration", "too low", ("TARGETDURATION:2", "TARGETDURATION:1")),
        .text("initialisation-section", "none", in: high, ("#EXT-X-MAP:URI=\"a-init.mp4\"", "#")),
        .text("program-date-time", "jumps", in: high, ("12:00:28.800Z", "12:00:28.900Z")),
        .text(
            "program-date-time", "of one rendition", in: high, hasParts: false,
            ("PROGRAM-DATE-TIME:2026-11-22T12", "PROGRAM-DATE-TIME:2026-11-22T11")),
        .text("same-discontinuities", "one ahead", in: audio, ("DISCONTINUITY-SEQUENCE:0", "DISCONTINUITY-SEQUENCE:1")),
        .text(
            "end-list", "an end that wasn't one", in: high, at: 12,
            ("#EXT-X-RENDITION-REPORT:URI=\"../v360", "#EXT-X-ENDLIST\n#EXT-X-RENDITION-REPORT:URI=\"../v360")),
        .edit("media-sequence", "goes back") { $0.mediaSequence -= 2 },
        .edit("segment-identity", "another file") { playlist in
            let old = playlist.segments[3]
            playlist.segments[3] = MediaPlaylist.Segment(
                uri: "a-999.m4s", duration: old.duration, map: old.map, programDateTime: old.programDateTime)
        },
        .edit("discontinuity-sequence", "counts what wasn't there") { $0.discontinuitySequence += 1 },
        .edit("date-ranges", "one vanishes") { $0.dateRanges.removeLast() },
        Fault(rule: "window", name: "five segments stay") {
            { exchange in
                guard exchange.isPlaylist else { return }
                exchange.text = replaced(exchange.text, "CAN-SKIP-UNTIL=12.000000,", "")
                guard exchange.path == high, exchange.count >= 12 else { return }
                var playlist = try MediaPlaylist(parsing: exchange.text)
                let count = playlist.segments.count - 5
                playlist.segments.removeFirst(count)
                playlist.mediaSequence += count
                exchange.text = playlist.text
            }
        },
        Fault(
            rule: "update-interval", name: "nothing new", hasParts: false, lateness: { $0 >= 10 ? .seconds(60) : .zero }
        ) { { _ in } },
    ]

    private static let lowLatencyFaults: [Fault] = [
        .text("constant-part-target", "for once", in: high, at: 12, ("PART-TARGET=0.550000", "PART-TARGET=0.549000")),
        .text("constant-server-control", "for once", in: high, at: 12, ("HOLD-BACK=1.650000", "HOLD-BACK=1.651000")),
        .text("same-constants", "in one rendition", in: audio, (",HOLD-BACK=6.000000", ",HOLD-BACK=7.000000")),
        .text("server-control", "skip boundary", ("CAN-SKIP-UNTIL=12.000000", "CAN-SKIP-UNTIL=11.000000")),
        .text("server-control", "hold-back of parts", ("PART-HOLD-BACK=1.650000", "PART-HOLD-BACK=1.649000")),
        .text("part-information", "none", ("#EXT-X-PART-INF", "#")),
        .text("part-duration", "longer than the target", ("PART-TARGET=0.550000", "PART-TARGET=0.520000")),
        .text(
            "part-duration", "shorter than 85 % of it", ("PART-TARGET=0.550000", "PART-TARGET=0.640000"),
            ("PART-HOLD-BACK=1.650000", "PART-HOLD-BACK=1.920000")),
        .text(
            "parts-make-segment", "less", in: high, ("#EXTINF:1.600000,\na-18.m4s", "#EXTINF:1.590000,\na-18.m4s")),
        .text(
            "independent-part", "of a segment's first", in: high, ("\"a-18.0.m4s\",INDEPENDENT=YES", "\"a-18.0.m4s\"")),
        .text("gap", "in parts alone", in: high, ("\"a-18.1.m4s\"", "\"a-18.1.m4s\",GAP=YES")),
        .edit("parts-vanish", "too early") { playlist in
            let index = playlist.segments.count - 3
            let old = playlist.segments[index]
            playlist.segments[index] = MediaPlaylist.Segment(
                uri: old.uri, duration: old.duration, map: old.map, programDateTime: old.programDateTime)
        },
        .edit("preload-hint", "none") { $0.preloadHints = [] },
        .edit("hint-kept", "another came") { $0.preloadHints = [.init(kind: .part, uri: "a-99.0.m4s")] },
        .edit("rendition-report", "one too few") { $0.renditionReports.removeLast() },
        .edit("report-behind", "by more than a segment") { playlist in
            let old = playlist.renditionReports[1]
            playlist.renditionReports[1] = .init(
                uri: old.uri, lastMediaSequence: (old.lastMediaSequence ?? 2) - 2, lastPart: 2)
        },
        .edit("report-ahead", "by fifty segments") { playlist in
            let old = playlist.renditionReports[1]
            playlist.renditionReports[1] = .init(
                uri: old.uri, lastMediaSequence: (old.lastMediaSequence ?? 0) + 50, lastPart: old.lastPart)
        },
        .edit("delta", "one too many", isDelta: true) {
            $0.skip = .init(segmentCount: ($0.skip?.segmentCount ?? 0) + 1)
        },
        .edit("skip-boundary", "too near", isDelta: true) { playlist in
            playlist.segments.removeFirst(2)
            playlist.skip = .init(segmentCount: (playlist.skip?.segmentCount ?? 0) + 2)
        },
        Fault(
            rule: "update-interval", name: "a part that comes late",
            lateness: { $0 == 10 ? .milliseconds(1_500) : .zero }
        ) { { _ in } },
        Fault(rule: "blocking-reload", name: "answered a part too early") {
            var isDone = false
            return { exchange in
                guard exchange.path == high, exchange.count >= 10, !isDone else { return }
                var playlist = try MediaPlaylist(parsing: exchange.text)
                guard let growing = playlist.unfinished, growing.parts.count == 2 else { return }
                isDone = true
                playlist.preloadHints = [.init(kind: .part, uri: growing.parts[1].uri)]
                playlist.unfinished = MediaPlaylist.UnfinishedSegment(
                    parts: [growing.parts[0]], map: growing.map, programDateTime: growing.programDateTime)
                exchange.text = playlist.text
            }
        },
        .answer("bad-request", "a part of no segment", to: "playlist.m3u8?_HLS_part=0") { exchange in
            exchange.response.status = 200
            exchange.text = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n"
        },
        .answer("bad-request", "no answer", to: "playlist.m3u8?_HLS_part=0") { $0.failure = .timedOut(.seconds(15)) },
        Fault(rule: "answer-status", name: "late, it says") {
            { exchange in
                guard exchange.path == high, exchange.count == 12 else { return }
                exchange.response.status = 503
                exchange.text = ""
            }
        },
        .answer("hint-answer", "not found", to: "v720x1280/a-18.1.m4s") { $0.response.status = 404 },
        .text("part-media", "no key frame in it", in: high, ("\"a-18.1.m4s\"", "\"a-18.1.m4s\",INDEPENDENT=YES")),
        .answer("part-content", "another sample", to: "audio/a-18.m4s") { $0.response.body.clearSyncFlag() },
    ]

    private static let mediaFaults: [Fault] = [
        .answer("file-exists", "a segment", to: "v720x1280/a-18.m4s") { $0.response.status = 404 },
        .answer("readable-media", "a part cut off", to: "audio/a-18.1.m4s") { $0.response.body.removeLast() },
        .text(
            "segment-duration", "more than it lasts", in: high, hasParts: false,
            ("#EXTINF:1.600000,\na-18.m4s", "#EXTINF:1.640000,\na-18.m4s")),
        .answer("begins-with-sync", "none", to: "v720x1280/a-18.m4s", hasParts: false) {
            $0.response.body.clearSyncFlag()
        },
        .answer("continuous-timeline", "a leap", to: "v720x1280/a-18.m4s", hasParts: false) {
            $0.response.body.delay(fragments: [1], by: 300)
        },
        .answer("same-cuts", "two frames apart", to: "v360x640/a-", hasParts: false) {
            $0.response.body.delay(fragments: 0..<9, by: 2_000)
        },
        .text("codecs", "another level", in: "master.m3u8", ("avc1.64001f", "avc1.640020")),
        .text("resolution", "turned", in: "master.m3u8", ("RESOLUTION=720x1280", "RESOLUTION=1280x720")),
        .text("bandwidth", "half of it", in: "master.m3u8", ("BANDWIDTH=400000", "BANDWIDTH=200000")),
        .text("frame-rate", "another", in: "master.m3u8", ("FRAME-RATE=30.000", "FRAME-RATE=25.000")),
        .text("frame-rate", "none", in: "master.m3u8", (",FRAME-RATE=30.000", "")),
        .text("frame-rate", "more than any", in: "master.m3u8", ("FRAME-RATE=30.000", "FRAME-RATE=120.000")),
        .text("independent-segments", "nowhere", ("#EXT-X-INDEPENDENT-SEGMENTS", "#")),
        .text(
            "i-frame-playlist", "doesn't say so", in: iFrames, hasParts: false, ("#EXT-X-I-FRAMES-ONLY", "#"),
            ("VERSION:5", "VERSION:6")),
        .text("i-frame-range", "longer than the picture", in: iFrames, ("#EXT-X-BYTERANGE:", "#EXT-X-BYTERANGE:1")),
        .text("i-frame-range", "another place", in: iFrames, ("@0\n", "@100\n"), ("@24\n", "@100\n")),
        .text("i-frame-range", "no range", in: iFrames, ("#EXT-X-BYTERANGE:", "#:")),
        .text("i-frame-range", "another map", in: iFrames, ("\"a-init.mp4\"", "\"b-init.mp4\"")),
        .text("i-frame-range", "of other files", in: iFrames, ("\na-", "\nx-")),
    ]

    private static let answerFaults: [Fault] = [
        .answer("content-type", "a web page's", to: "audio/playlist.m3u8") {
            $0.response.headers["content-type"] = "text/html"
        },
        .answer("content-type", "none of media", to: "v720x1280/a-18.m4s") {
            $0.response.headers["content-type"] = nil
        },
        .answer("compression", "none", to: "audio/playlist.m3u8") { $0.response.headers["content-encoding"] = nil },
        .answer("cache-control", "a minute", to: "audio/playlist.m3u8") {
            // A blocked answer may be kept.
            if $0.query.isEmpty { $0.response.headers["cache-control"] = "public, max-age=60" }
        },
        .answer("cache-control", "none", to: "audio/playlist.m3u8") { $0.response.headers["cache-control"] = nil },
        Fault(rule: "byte-range", name: "all of it") {
            { exchange in
                guard exchange.request.range != nil else { return }
                exchange.response.status = 200
                exchange.response.body += [1, 2, 3]
            }
        },
        .answer("not-found", "a page instead", to: "no-such") { $0.response.status = 200 },
        .answer("not-found", "forbidden", to: "no-such") { $0.response.status = 403 },
        .answer("redirect", "of a segment", to: "v720x1280/a-18.m4s") { $0.response.redirectCount = 1 },
        .answer("bounded-answer", "no end", to: "v720x1280/a-18.m4s") { $0.failure = .tooLong(byteLimit: 1) },
        .answer("bounded-answer", "damaged gzip", to: "audio/playlist.m3u8?_HLS_msn=18&_HLS_part=1") {
            $0.failure = .badEncoding("damaged gzip")
        },
    ]
}
