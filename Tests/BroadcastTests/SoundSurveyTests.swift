import FFmpegKit
import HLS
import Logging
import Loudness
import MediaModel
import MediaTesting
import Show
import Testing

@testable import Broadcast

@Suite(.timeLimit(.minutes(1))) struct SoundSurveyTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// What a survey says of a sound by FFmpeg's words for it.
    private func survey(
        _ sound: String, _ preset: SoundPreset = SoundPreset(), limit: MediaTime? = nil, stopped: Bool = false
    ) throws -> (result: SoundSurvey.Result?, warnings: [String]) {
        let path = try folder.makeMedia(
            "clip.mkv", "-f lavfi -i color=s=64x64:r=5:d=6 -f lavfi -i \(sound):d=6 -c:v mpeg4 -c:a pcm_s16le")
        let stop = Interrupt()
        if stopped { stop.request() }
        let diagnostics = Diagnostics(logger: .init(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let context = RenderContext(
            name: path, length: ProgrammeLength(frameRate: .fps30, limit: nil), progress: RenderProgress(),
            diagnostics: diagnostics, stop: stop, stopReading: stop)
        return (try SoundSurvey(path, preset: preset, limit: limit, context: context).run(), diagnostics.warnings)
    }

    /// A tone of -24 dBFS in both channels has -24 LUFS.
    private static let tone = "aevalsrc=0.0631*sin(6283*t)|0.0631*sin(6283*t):s=48000"

    private func gain(_ result: SoundSurvey.Result?) throws -> Double {
        guard case .fixed(let decibels) = try #require(result).setting.gain else { return .nan }
        return decibels
    }

    @Test func raisesAFileToItsLoudness() throws {
        let (result, warnings) = try survey(Self.tone)
        #expect(abs(try gain(result) - 8) < 0.1)
        #expect(result?.setting.ceiling == -2)
        let declared = try #require(result?.declared)
        #expect(abs(declared.loudness - -16) < 0.1)
        // The file ends in the middle of a wave: the curve behind it rises above the tone.
        #expect(-16.1 ... -14 ~= declared.truePeak, "\(declared)")
        #expect(declared.reliability == .measured && warnings.isEmpty)
    }

    /// What the limiter takes away of short loud bursts is added, as far as it goes.
    @Test func measuresBehindTheLimiter() throws {
        let bursts =
            "aevalsrc=(0.03+0.9*lt(mod(t\\,1)\\,0.05))*sin(6283*t)|(0.03+0.9*lt(mod(t\\,1)\\,0.05))*sin(6283*t):s=48000"
        let (result, _) = try survey(bursts)
        let declared = try #require(result?.declared)
        #expect(declared.truePeak <= -2 + 0.05)
        #expect(abs(declared.loudness - -16) < 0.5, "\(declared)")
    }

    @Test func leavesARoomAsItIs() throws {
        let (result, _) = try survey("anoisesrc=a=0.003:r=48000")
        #expect(try gain(result) == 0)
    }

    @Test func takesAFixedGainAsItIs() throws {
        let (result, _) = try survey(Self.tone, SoundPreset(gain: .decibels(3)))
        #expect(try gain(result) == 3)
        #expect(abs(try #require(result?.declared).loudness - -21) < 0.1)
    }

    @Test func saysWhatIsWrongWithTheSource() throws {
        let (result, warnings) = try survey("aevalsrc=clip(3*sin(1000*t)\\,-1\\,1)|0:s=48000")
        #expect(result?.lone == .left)
        #expect(warnings == [SoundWords.clipped, SoundWords.oneChannel])
    }

    @Test func endsWhenTheRenderDoes() throws {
        let result = try? survey(Self.tone, stopped: true).result
        #expect(result == nil)
    }
}
