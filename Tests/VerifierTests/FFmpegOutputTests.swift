import Foundation
import HLS
import MediaTesting
import Testing

@testable import Verifier

/// What FFmpeg's own `-f hls` writes, judged by hand once: each finding below was compared with the files and with the
/// standards' words, and is right.
@Suite(.timeLimit(.minutes(10))) struct FFmpegOutputTests {
    private static let sources = [
        "-v", "error", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=30", "-f", "lavfi", "-i", "sine=440:r=48000", "-t",
        "9",
    ]
    private static let coding = [
        "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "60", "-keyint_min", "60",
        "-sc_threshold", "0", "-c:a", "aac", "-ac", "2", "-f", "hls", "-hls_time", "2",
    ]

    /// Has FFmpeg write a show.
    private static func folder(_ arguments: [String], name: String) async throws -> String {
        let folder = Tatecast.newPath("ffmpeg")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let result = try await ToolProcess("ffmpeg", sources + arguments + ["\(folder)/\(name)"]).run()
        try #require(result.status == 0, "\(result.errors)")
        return folder
    }

    private static func lines(_ report: Report) -> [String] {
        report.findings.map { "\($0.severity.rawValue) \($0.rule.name) \($0.place): \($0.found)" }.sorted()
    }

    /// Two rungs and audio in fragmented MP4, as FFmpeg's documentation has it.
    @Test func aLadder() async throws {
        let folder = try await Self.folder(
            ["-map", "0:v", "-map", "0:v", "-map", "1:a"] + Self.coding + [
                "-b:v:0", "600k", "-b:v:1", "250k", "-s:v:1", "160x90", "-hls_playlist_type", "vod",
                "-hls_segment_type", "fmp4", "-hls_flags", "independent_segments", "-master_pl_name", "master.m3u8",
                "-var_stream_map", "v:0,agroup:a v:1,agroup:a a:0,agroup:a",
            ], name: "s%v.m3u8")
        let report = try await Verifier.verify(.folder(path: folder))
        let rules = Set(report.findings.filter { $0.severity == .error }.map(\.rule.name))
        // FFmpeg declares the encoder's rate and a tenth more, whatever comes out: how far off that is depends on x264.
        // 5.1 writes neither AVERAGE-BANDWIDTH nor FRAME-RATE (Apple 9.14, 9.15); later versions may.
        let perhaps: Set<String> = ["bandwidth", "average-bandwidth", "frame-rate"]
        #expect(
            rules.subtracting(perhaps) == [
                // No LANGUAGE unless its map says one: Apple 8.10.
                "audio-group",
                // I-frames have playlists only with an option of their own: Apple 6.1.
                "i-frame-playlist",
            ])
        // No CLOSED-CAPTIONS: 4.4.6.2 has none of it as MUST.
        #expect(Set(report.findings.filter { $0.severity == .warning }.map(\.rule.name)) == ["closed-captions"])
        // The media itself is without fault.
        let media = ["segment-duration", "continuous-timeline", "begins-with-sync", "same-cuts", "codecs", "decodes"]
        #expect(!report.findings.contains { media.contains($0.rule.name) })
        #expect(report.summary.renditions == 3 && report.summary.segments == 15)
        // By the standard's words alone, bit rates apart, it conforms.
        let lenient = try await Verifier.verify(
            .folder(path: folder), options: .init(exceptions: ["bandwidth", "audio-group"], isLenientWithApple: true))
        #expect(lenient.errorCount == 0, "\(Self.lines(lenient))")
    }

    /// Its defaults: one transport stream after the other, no type.
    @Test func transportStreams() async throws {
        let folder = try await Self.folder(Self.coding + ["-hls_list_size", "0"], name: "show.m3u8")
        let report = try await Verifier.verify(.folder(path: folder))
        // It ended and says no type: whoever opens it can't know that nothing ever left (Apple 8.6).
        #expect(Self.lines(report) == ["warning playlist-type show.m3u8: EXT-X-PLAYLIST-TYPE is missing"])
        #expect(report.summary.segments == 5 && abs(report.summary.seconds - 9) < 0.1)
    }

    /// Sound and pictures in one file, by byte ranges.
    @Test func byteRanges() async throws {
        let folder = try await Self.folder(
            Self.coding + ["-hls_playlist_type", "vod", "-hls_segment_type", "fmp4", "-hls_flags", "single_file"],
            name: "show.m3u8")
        let report = try await Verifier.verify(.folder(path: folder))
        #expect(Self.lines(report) == [])
        #expect(report.summary.segments == 5)

        // Damage in the coded pictures that no box shows.
        let path = "\(folder)/show.m4s"
        var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        let start = bytes.count / 3
        for place in stride(from: start, to: start + 60_000, by: 97) { bytes[place] ^= 0xff }
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        let damaged = try await Verifier.verify(.folder(path: folder))
        #expect(damaged.findings.contains { $0.rule.name == "decodes" && $0.severity == .error })
        let without = try await Verifier.verify(.folder(path: folder), options: .init(exceptions: ["decodes"]))
        #expect(!without.findings.contains { $0.rule.name == "decodes" })
    }

    @Test func aFolderWithoutAPlaylistIsNotFound() async throws {
        let folder = Tatecast.newPath("empty")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        await #expect(throws: Verifier.Failure.notFound("there is no playlist in \(folder)")) {
            try await Verifier.verify(.folder(path: folder))
        }
        await #expect(throws: Verifier.Failure.notFound("\(folder)/none isn't there")) {
            try await Verifier.verify(.folder(path: "\(folder)/none"))
        }
    }
}
