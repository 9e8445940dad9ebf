import FFmpegKit
import Foundation
import HLS
import Logging
import MediaModel
import MediaTesting
import Show
import Testing

@testable import Broadcast

/// A bed from its file to what viewers hear.
@Suite(.timeLimit(.minutes(1))) struct BedRenderTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Renders a clip, and returns what is heard: the bytes of the AAC segments, and its level in dB, second by second.
    private func render(_ clip: String, _ sound: SoundPreset, _ events: String = "", to name: String) async throws
        -> (coded: Data, levels: [Double])
    {
        var preset = Preset(
            canvas: CanvasPreset(size: PixelSize(width: 96, height: 160), frameRate: .fps25),
            ladder: .rungs([Rung(size: PixelSize(width: 96, height: 160), bitRate: 100_000)]))
        preset.sound = sound
        var options = RenderOptions(
            input: clip, preset: preset, timeline: try EventTimeline(ndjson: Data(events.utf8)),
            output: "\(folder.path)/\(name)", start: ProgramDateTime(millisecondsSince1970: 0))
        options.movie = "\(folder.path)/\(name).mp4"
        let job = RenderJob(options, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let (claim, stop) = (OutputClaim(), Interrupt())
        try await job.claim(claim, stop: stop)
        _ = try await job.run(stop: stop)
        let samples = try await Decoded.sound("\(folder.path)/\(name).mp4").samples
        let levels = stride(from: 0, to: samples.count - 48_000, by: 48_000).map { start in
            let energy = samples[start..<start + 48_000].reduce(0.0) { $0 + Double($1 * $1) }
            return 10 * log10(energy / 48_000 + 1e-12)
        }
        let coded = try await ToolProcess(
            "ffmpeg",
            ["-v", "error", "-i", "\(folder.path)/\(name).mp4", "-map", "0:a", "-c", "copy", "-f", "adts", "-"]
        ).run().output
        return (Data(coded), levels)
    }

    private func bed() throws -> BedPreset {
        BedPreset(files: [try folder.makeMedia("music.wav", "-f lavfi -i sine=440:r=44100 -t 3")])
    }

    @Test func playsUnderAFilmThatHasNoSound() async throws {
        let clip = try folder.makeMedia("mute.mkv", "-f lavfi -i color=s=96x160:r=25 -t 7 -c:v mpeg4")
        let events = """
            {"at": 3, "type": "bed", "action": "stop"}
            {"at": 5, "type": "bed", "action": "play"}
            """
        let (coded, levels) = try await render(clip, SoundPreset(bed: try bed()), events, to: "first")
        // -24 LUFS of a tone at 440 Hz in both channels.
        guard levels.count == 7 else {
            Issue.record("\(levels)")
            return
        }
        #expect(abs(levels[1] - -26.3) < 1 && abs(levels[6] - levels[1]) < 0.5, "\(levels)")
        // It fades in, out, and in again.
        for second in [0, 3, 5] { #expect(abs(levels[second] - levels[1] - -4.8) < 1, "\(levels)") }
        #expect(levels[4] < -60, "\(levels)")
        let again = try await render(clip, SoundPreset(bed: try bed()), events, to: "second")
        #expect(again.coded == coded, "two renders have the same bed")
    }

    /// Whatever is wrong with a bed, the voice is what it is without one.
    @Test func aFileThatIsGoneCostsTheVoiceNothing() async throws {
        let clip = try folder.makeMedia(
            "voice.mkv",
            "-f lavfi -i color=s=96x160:r=25 -f lavfi -i aevalsrc=0.05*sin(6283*t):s=48000 -t 4 -c:v mpeg4 -c:a pcm_s16le"
        )
        let without = try await render(clip, SoundPreset(), to: "without")
        let gone = SoundPreset(bed: BedPreset(files: ["\(folder.path)/gone.ogg"]))
        let with = try await render(clip, gone, to: "with")
        #expect(with.coded == without.coded && !with.coded.isEmpty)
    }
}
