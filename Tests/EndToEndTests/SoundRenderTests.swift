import Foundation
import MediaTesting
import Testing

/// What a render makes of a film's sound, measured by FFmpeg behind AAC.
@Suite(.timeLimit(.minutes(2))) struct SoundRenderTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func render(_ sound: String) async throws -> (loudness: Double, sections: [[UInt8]], log: String) {
        // -24 LUFS.
        let tone = "0.0631*sin(6283*t)"
        let film = try folder.makeMedia(
            "film.mkv",
            "-f lavfi -i color=s=64x64:r=5:d=5 -f lavfi -i aevalsrc=\(tone)|\(tone):s=48000:d=5 -c:v mpeg4 -c:a pcm_s16le"
        )
        let movie = "\(folder.path)/film.mp4"
        let preset = """
            canvas: {width: 90, height: 160, frameRate: 25}
            ladder: [{width: 90, height: 160, bitRate: 100k}]
            \(sound)
            """
        let run = try await Tatecast.render(
            path: film, preset: preset, arguments: ["--mp4", movie, "--overwrite"])
        try #require(run.status == 0, "\(run.result.errors)")
        let measured = try await ToolProcess(
            "ffmpeg",
            ["-nostdin", "-hide_banner", "-i", movie, "-af", "ebur128=framelog=verbose", "-f", "null", "-"]
        ).run()
        let line = try #require(measured.errors.split(separator: "\n").last { $0.contains("I:") })
        let loudness = try #require(Double(line.split(separator: " ")[1]))
        let sections = try #require(run.files).filter { $0.hasPrefix("audio") && $0.hasSuffix("init.mp4") }
            .compactMap { run.read($0) }
        return (loudness, sections, run.result.errors)
    }

    @Test func bringsAFilmToItsLoudnessAndSaysSo() async throws {
        let (loudness, sections, log) = try await render("sound: {loudness: -18}")
        #expect(abs(loudness - -18) <= 0.2)
        #expect(log.contains("-24.0 LUFS, raised by 6.0 dB: -18.0 LUFS"), "\(log)")
        // -18 LUFS, measured, in each of the two tracks' loudness boxes.
        #expect(sections.count == 2 && sections.allSatisfy { $0.contains([1, 1, 159, 0x23]) })
    }

    @Test(arguments: ["", "sound: {loudness: off}"]) func leavesAFilmAsItIs(sound: String) async throws {
        let (loudness, sections, log) = try await render(sound)
        #expect(abs(loudness - -24) <= 0.2)
        #expect(!log.contains("LUFS"))
        #expect(sections.count == 2 && !sections.contains { $0.contains(Array("ludt".utf8)) })
    }
}
