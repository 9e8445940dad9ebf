import Foundation
import HLS
import MediaModel
import MediaTesting
import Testing

/// Rendered shows keep the rules of HLS (docs/hls-rules.md, the rows marked R), and what `ffprobe` sees agrees.
@Suite(.timeLimit(.minutes(10))) struct RenderedShowRulesTests {
    struct Show: Sendable, CustomTestStringConvertible {
        var rate: Int
        var latency: String
        var ticks: Int
        var hasAudioOnly = true
        var testDescription: String { "\(ticks) ticks at \(rate), \(latency)\(hasAudioOnly ? "" : ", no audio only")" }
    }

    /// Every grid, with lengths of: a segment; a tick more (less than an AAC frame at 50 and 60); a part and a bit; one tick.
    static let shows: [Show] = {
        var shows = [Show(rate: 30, latency: "normal", ticks: 170)]
        for rate in [25, 30, 50, 60] {
            for latency in ["normal", "low", "ultra"] {
                let segment = rate * (latency == "ultra" ? (rate % 25 == 0 ? 192 : 0) : 160) / 100
                let ticks = segment > 0 ? segment : rate * 32 / 15
                // `low` is cut as `normal` is.
                for count in latency == "low" ? [ticks * 3 / 2 + 5] : [ticks, ticks + 1, ticks * 3 / 2 + 5, 1] {
                    shows.append(Show(rate: rate, latency: latency, ticks: count, hasAudioOnly: count != ticks))
                }
            }
        }
        return shows
    }()

    private static let source = Clip(
        "rules", "mp4", Clip.pattern("160x90", rate: "60", seconds: 6) + Clip.tone(6) + Clip.h264 + Clip.aac)

    @Test(arguments: shows)
    func keepTheRules(_ show: Show) async throws {
        let seconds = Double(show.ticks) / Double(show.rate)
        let run = try await Tatecast.render(
            Self.source, preset: Tatecast.preset(width: 180, height: 320, rate: show.rate, latency: show.latency),
            arguments: ["--duration", "\(seconds - 0.0005)", "--quiet"] + (show.hasAudioOnly ? [] : ["--no-audio-only"])
        )
        #expect(run.status == 0, "\(run.result.errors)")
        #expect(run.result.output.isEmpty && run.result.errors.isEmpty, "quiet")
        let findings = PresentationChecker.findings(options: .init(needsCellularVariant: show.hasAudioOnly)) {
            run.read($0)
        }
        #expect(findings == [])
        #expect((run.files ?? []).contains("audio-64") == show.hasAudioOnly)

        for video in ["v180x320"] {
            let playlist = "\(run.output)/\(video)/playlist.m3u8"
            let packets = try await Decoded.list(
                "packet", ["pts", "dts", "duration", "flags"], stream: "v:0", of: playlist)
            #expect(packets.count == show.ticks)
            let times = packets.compactMap { Int($0[1]) }
            #expect(times.count == show.ticks && zip(times, times.dropFirst()).allSatisfy(<), "decoding times rise")
            let shown = packets.compactMap { Int($0[0]) }.sorted()
            #expect(Set(zip(shown, shown.dropFirst()).map { $1 - $0 }).count <= 1, "pictures last equally long")
            #expect(packets.first?[3].hasPrefix("K") == true)
        }
        let length = MediaTime.microseconds(Int64(seconds * 1_000_000)).seconds
        for audio in show.hasAudioOnly ? ["audio", "audio-64"] : ["audio"] {
            let packets = try await Decoded.list(
                "packet", ["pts"], stream: "a:0", of: "\(run.output)/\(audio)/playlist.m3u8")
            #expect(abs(Double(packets.count) * 1024 / 48_000 - length) <= 1024.0 / 48_000 + 0.0001)
        }
    }

    /// A packet of FLAC holds four AAC frames: the sound must still end with the pictures.
    @Test(arguments: [1.0, 1.63, 2.7])
    func aLimitCutsLongPacketsToo(seconds: Double) async throws {
        let run = try await Tatecast.render(.longPackets, arguments: ["--duration", "\(seconds)"])
        #expect(run.status == 0, "\(run.result.errors)")
        #expect(PresentationChecker.findings { run.read($0) } == [])
    }

    @Test func everySegmentAndEveryIFrameRangeDecodesAlone() async throws {
        let run = try await Tatecast.render(Self.source, arguments: ["--duration", "5"])
        for video in ["v360x640", "v180x320"] {
            let size = video == "v360x640" ? PixelSize(width: 360, height: 640) : PixelSize(width: 180, height: 320)
            let folder = "\(run.output)/\(video)"
            let segments = try MediaPlaylist(
                parsing: try String(contentsOfFile: folder + "/playlist.m3u8", encoding: .utf8))
            let ranges = try MediaPlaylist(
                parsing: try String(contentsOfFile: folder + "/iframes.m3u8", encoding: .utf8))
            #expect(segments.segments.count == 4 && ranges.segments.count == 4)
            let initial = try #require(segments.segments[0].map.flatMap { run.read("\(video)/\($0.uri)") })
            for segment in segments.segments {
                let alone = try write(initial + (run.read("\(video)/\(segment.uri)") ?? []))
                let packets = try await Decoded.list("packet", ["flags"], stream: "v:0", of: alone)
                #expect(packets.first?[0].hasPrefix("K") == true)
                let pictures = try await Decoded.pictures(alone, size: size).count
                #expect(pictures == packets.count)
            }
            for segment in ranges.segments {
                let bytes = try #require(run.read("\(video)/\(segment.uri)"))
                let range = try #require(segment.byteRange)
                let cut = bytes[Int(range.offset)..<Int(range.offset) + Int(range.length)]
                #expect(try await Decoded.pictures(try write(initial + cut), size: size).count == 1)
            }
        }
    }

    private func write(_ bytes: [UInt8]) throws -> String {
        let path = Tatecast.newPath("alone") + ".mp4"
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        return path
    }
}
