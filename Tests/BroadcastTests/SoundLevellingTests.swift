import Foundation
import HLS
import Logging
import Loudness
import Show
import Synchronization
import Testing

@testable import Broadcast

@Suite struct SoundLevellingTests {
    private let status = LiveStatus()
    private let log = LineLog()
    private let controls = SourceControls(
        reframe: ReframePreset(), audioDelay: 0, isMuted: false, sound: SoundPreset())

    /// Hands on seconds of a tone in blocks, and calls `each` before each second.
    private func play(
        _ levelling: inout SoundLevelling, seconds: Int, amplitude: Float = 0.05, right: Float = 1,
        each: () -> Void = {}
    ) -> [Float] {
        var heard: [Float] = []
        for block in 0..<seconds * 47 {
            if block.isMultiple(of: 47) { each() }
            var left = (0..<1_024).map { amplitude * Float(sin(Double($0) * 2 * .pi / 64)) }
            var other = left.map { $0 * right }
            var leftSpan = left.mutableSpan
            var rightSpan = other.mutableSpan
            levelling.process(&leftSpan, &rightSpan)
            heard += left
        }
        return heard
    }

    private func levelling(speakers: @escaping @Sendable () -> Int = { 0 }) -> SoundLevelling {
        SoundLevelling(
            { [controls] in controls.settings.sound?.setting ?? SoundPreset.untouched.setting }, speakers: speakers,
            watch: SoundWatch(controls, context: .test(status: status, log: log)))
    }

    @Test func tellsWhatItMeasuresAndDoes() throws {
        var levelling = levelling()
        #expect(levelling.lookAhead == 222)
        _ = play(&levelling, seconds: 5)
        let sound = try #require(status.snapshot.sound)
        #expect(abs(try #require(sound.shortTerm) - -16) < 0.5)
        #expect(sound.gain > 5 && sound.limiting == 0)
        #expect(log.lines.isEmpty)
        controls.change { $0.sound = .untouched }
        let same = play(&levelling, seconds: 1)
        #expect(status.snapshot.sound == nil)
        #expect(abs((same.last ?? 0) - 0.05 * Float(sin(Double(1_023 - 222) * 2 * .pi / 64))) < 1e-6)
    }

    @Test func startsAnewWithAnotherSpeaker() throws {
        let speaker = Mutex(0)
        var levelling = levelling { speaker.withLock { $0 } }
        _ = play(&levelling, seconds: 5)
        let gain = try #require(status.snapshot.sound?.gain)
        speaker.withLock { $0 = 1 }
        // 12 dB louder: as nobody was heard yet, it is there within a second or two.
        _ = play(&levelling, seconds: 2, amplitude: 0.2)
        #expect(abs(try #require(status.snapshot.sound?.gain) - (gain - 12)) < 1)
    }

    /// A source that only listens, or is a picture that stands, may be silent.
    @Test func saysThatASourceIsSilentWhileItsPicturesMove() {
        var levelling = levelling()
        _ = play(&levelling, seconds: 25, amplitude: 0)
        #expect(log.lines.isEmpty)
        _ = play(&levelling, seconds: 35, amplitude: 0) { status.count(\.pictures, by: 30) }
        #expect(log.lines == ["the source has been silent for 10 s while its pictures move: is its microphone muted?"])
    }

    @Test func saysWhatIsWrongOnce() {
        var levelling = levelling()
        _ = play(&levelling, seconds: 8, amplitude: 1.5, right: 0)
        #expect(log.lines == [SoundWords.clipped, SoundWords.oneChannel])
    }

    @Test func promisesOnlyWhatItAimsAt() {
        #expect(SoundPreset(loudness: -14).promise?.loudness == -14)
        #expect(SoundPreset(gain: .decibels(3)).promise == nil)
        #expect(SoundPreset.untouched.promise == nil)
        #expect(SoundPreset(truePeak: -2, gain: .decibels(3)).setting == .init(.fixed(3), ceiling: -3))
    }
}
