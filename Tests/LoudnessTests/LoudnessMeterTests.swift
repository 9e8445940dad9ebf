import Foundation
import Loudness
import MediaTesting
import Testing

@Suite struct LoudnessMeterTests {
    /// EBU Tech 3341, table 1: cases 1 and 2, and one channel of the first.
    @Test(arguments: [(-23.0, -23.0), (-33.0, -33.0)])
    func measuresTones(level: Double, loudness: Double) throws {
        let tone = TestSound.tone(6, 1_000, decibels: level)
        #expect(abs(try #require(tone.loudness) - loudness) < 0.1)
        let one = TestSound(left: tone.left, right: .init(repeating: 0, count: tone.count))
        #expect(abs(try #require(one.loudness) - (loudness - 3.01)) < 0.1)
    }

    /// Case 3: what is 13 LU quieter than the rest doesn't count.
    @Test func leavesOutWhatIsFarQuieter() throws {
        let sound =
            TestSound.tone(5, 1_000, decibels: -36) + .tone(30, 1_000, decibels: -23) + .tone(5, 1_000, decibels: -36)
        #expect(abs(try #require(sound.loudness) - -23) < 0.1)
    }

    @Test func silenceHasNoLoudness() {
        var meter = LoudnessMeter()
        let silence = TestSound.silence(5)
        meter.measure(silence.left.span, silence.right.span)
        #expect(meter.integrated == nil && meter.shortTerm == nil && meter.truePeak == nil)
    }

    @Test func shortTermForgetsWhatIsLongerAgo() throws {
        var meter = LoudnessMeter()
        let sound = TestSound.tone(4, 1_000, decibels: -10) + .tone(3, 1_000, decibels: -30)
        meter.measure(sound.left.span, sound.right.span)
        #expect(abs(try #require(meter.shortTerm) - -30) < 0.2)
    }

    /// The curve of a tone at a quarter of the rate rises 3 dB above its samples.
    @Test func findsPeaksBetweenSamples() throws {
        let tone = TestSound.tone(1, 6_000, decibels: -3, phase: .pi / 8)
        #expect(abs(try #require(tone.truePeak) - -3) < 0.1)
        let hidden = TestSound.tone(1, 12_000, decibels: -3, phase: .pi / 4)
        #expect(abs(try #require(hidden.truePeak) - -3) < 0.7)
        #expect(abs(decibels(ofAmplitude: Double(hidden.left.max() ?? 0)) - -6) < 0.1)
    }

    /// FFmpeg's `ebur128`, which others wrote, says the same of sound with pauses, tones and noise.
    @Test(.timeLimit(.minutes(1))) func agreesWithFFmpeg() async throws {
        let sound =
            TestSound.voice(9, loudness: -20) + .tone(2, 440, decibels: -6) + .silence(1)
            + .noise(2, decibels: -24)
        let folder = try TemporaryFolder()
        var interleaved: [Float] = []
        for index in sound.left.indices { interleaved += [sound.left[index], sound.right[index] * 0.5] }
        let path = try folder.write(interleaved.flatMap { withUnsafeBytes(of: $0) { Array($0) } }, to: "sound.f32")
        let result = try await ToolProcess(
            "ffmpeg",
            [
                "-nostdin", "-hide_banner", "-f", "f32le", "-ar", "48000", "-ac", "2", "-i", path, "-af",
                "ebur128=peak=true:framelog=verbose", "-f", "null", "-",
            ]
        ).run()
        #expect(result.status == 0, "\(result.errors)")
        /// The number behind a word of the summary.
        func figure(_ word: String) throws -> Double {
            let line = try #require(result.errors.split(separator: "\n").last { $0.contains("\(word):") })
            return try #require(Double(line.split(separator: " ")[1]))
        }
        var meter = LoudnessMeter()
        let right = sound.right.map { $0 * 0.5 }
        meter.measure(sound.left.span, right.span)
        #expect(abs(try #require(meter.integrated) - figure("I")) <= 0.1)
        #expect(abs(try #require(meter.truePeak) - figure("Peak")) <= 0.3)
    }
}
