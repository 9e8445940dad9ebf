import CAllocationCounter
import Foundation
import Loudness
import Testing

@Suite struct BedTests {
    private static let setting = SoundLeveller.Setting(.fixed(0), ceiling: -2)

    private static func piece(_ sound: TestSound) -> BedPiece? {
        var maker = BedPieceMaker()
        maker.append(sound.left.span, sound.right.span)
        guard case .piece(let piece) = maker.finish() else { return nil }
        return piece
    }

    private static func music(_ frequencies: [Double], seconds: Double = 3) throws -> BedMusic {
        BedMusic(
            try frequencies.map { try #require(piece(.tone(seconds, $0, decibels: -20))) })
    }

    private static func order(
        _ music: BedMusic?, isPlaying: Bool = true, first: Int = 0, begin: Int = 0
    ) -> BedOrder {
        BedOrder(
            music, isPlaying: isPlaying, first: first, begin: begin, levels: (alone: -24, under: -34), threshold: -38)
    }

    /// What comes of a sound with a bed under it, in step with what went in.
    private static func play(
        _ sound: TestSound, _ order: BedOrder, block: Int = 1_024
    ) -> TestSound {
        var leveller = SoundLeveller(setting)
        leveller.bed = order
        let output = (sound + .silence(0.1)).processed(by: &leveller, block: block)
        return TestSound(
            left: Array(output.left[SoundLeveller.delay..<SoundLeveller.delay + sound.count]),
            right: Array(output.right[SoundLeveller.delay..<SoundLeveller.delay + sound.count]))
    }

    /// How much of a frequency there is, in dB of its peak.
    private static func level(of frequency: Double, in sound: TestSound) -> Double {
        var (cosine, sine) = (0.0, 0.0)
        for (index, sample) in sound.left.enumerated() {
            let angle = 2 * .pi * frequency * Double(index) / 48_000
            cosine += Double(sample) * cos(angle)
            sine += Double(sample) * sin(angle)
        }
        return decibels(ofAmplitude: 2 * (cosine * cosine + sine * sine).squareRoot() / Double(sound.count))
    }

    @Test func isAsLoudAsItIsToBe() throws {
        let music = try Self.music([440, 1_000], seconds: 20)
        let output = Self.play(.silence(10), Self.order(music))
        #expect(abs(try #require(output[2..<10].loudness) - -24) < 0.3)
        #expect(output.left[0] == 0 && Self.level(of: 440, in: output[0..<0.2]) < -35, "it fades in")
    }

    @Test func goesDownUnderAVoiceAndUpBehindIt() throws {
        let music = try Self.music([440], seconds: 30)
        let voice = TestSound.tone(3, 2_000, decibels: -20)
        let output = Self.play(.silence(3) + voice + .silence(5), Self.order(music))
        let loud = Self.level(of: 440, in: output[2..<3])
        #expect(Self.level(of: 440, in: output[3.4..<4]) - loud < -9.5)
        // It waits: no pumping between words.
        #expect(Self.level(of: 440, in: output[6.2..<6.7]) - loud < -9)
        #expect(Self.level(of: 440, in: output[9.5..<10.5]) - loud > -1)
    }

    @Test func fadesOverToTheNextPieceAndRoundAgain() throws {
        let music = try Self.music([440, 1_000])
        let output = Self.play(.silence(8), Self.order(music))
        for (range, heard, silent) in [(1.5..<2.3, 440.0, 1_000.0), (3.2..<4.8, 1_000, 440), (5.7..<7.3, 440, 1_000)] {
            #expect(Self.level(of: heard, in: output[range]) - Self.level(of: silent, in: output[range]) > 30)
        }
        let rest = output[1.2..<8]
        for start in stride(from: 0, to: rest.count - 9_600, by: 9_600) {
            let energy = rest.left[start..<start + 9_600].reduce(0) { $0 + $1 * $1 }
            #expect(energy > 0.2, "no hole at a seam")
        }
    }

    @Test func makesTheSameOfAnyBlocks() throws {
        let music = try Self.music([440, 1_000])
        let sound = TestSound.silence(1) + .voice(4, loudness: -16)
        let expected = Self.play(sound, Self.order(music), block: 480)
        for block in [1, 1_024, 4_801] {
            let output = Self.play(sound, Self.order(music), block: block)
            #expect(output.left == expected.left && output.right == expected.right)
        }
    }

    /// Where it is in its music follows from the clock, whenever it comes in.
    @Test func isWhereItWouldBeHadItPlayedOn() throws {
        let music = try Self.music([440, 1_000])
        var early = SoundLeveller(Self.setting)
        var late = SoundLeveller(Self.setting)
        early.bed = Self.order(music)
        late.bed = Self.order(nil)
        _ = TestSound.silence(3.5).processed(by: &early)
        _ = TestSound.silence(3.5).processed(by: &late)
        late.bed = Self.order(music)
        let one = TestSound.silence(3).processed(by: &early)
        let other = TestSound.silence(3).processed(by: &late)
        #expect(zip(one[1.2..<3].left, other[1.2..<3].left).allSatisfy { abs($0 - $1) < 1e-6 })
    }

    @Test func stopsAndGoesToTheNext() throws {
        let music = try Self.music([440, 1_000], seconds: 10)
        var leveller = SoundLeveller(Self.setting)
        leveller.bed = Self.order(music)
        _ = TestSound.silence(2).processed(by: &leveller)
        #expect(leveller.levels?.bed == BedReport(isPlaying: true, piece: 0, level: -24))
        leveller.bed = Self.order(music, isPlaying: false)
        let stopping = TestSound.silence(2).processed(by: &leveller)
        #expect(stopping[1.2..<2].left.allSatisfy { $0 == 0 })
        #expect(leveller.levels?.bed?.isPlaying == false)
        leveller.bed = Self.order(music, first: 1, begin: 400)
        let next = TestSound.silence(2).processed(by: &leveller)
        #expect(Self.level(of: 1_000, in: next[1.2..<2]) - Self.level(of: 440, in: next[1.2..<2]) > 30)
    }

    /// Another preset without a bed, over a source that is left as it is: what comes is heard again, to the bit.
    @Test func leavesNothingBehind() throws {
        let music = try Self.music([440])
        var leveller = SoundLeveller(Self.setting)
        leveller.bed = Self.order(music)
        _ = TestSound.silence(2).processed(by: &leveller)
        leveller.bed = nil
        leveller.setting = .init(.none, ceiling: nil)
        let fading = TestSound.silence(2).processed(by: &leveller)
        #expect(Self.level(of: 440, in: fading[0..<0.2]) > -30, "it fades out")
        let voice = TestSound.voice(1, loudness: -16)
        let output = voice.processed(by: &leveller)
        #expect(output.left[SoundLeveller.delay...] == voice.left.dropLast(SoundLeveller.delay))
    }

    @Test func theLimiterIsBehindIt() throws {
        let music = try Self.music([440])
        let output = Self.play(
            .tone(4, 440, decibels: -2.5),
            BedOrder(music, isPlaying: true, first: 0, begin: 0, levels: (-10, -10), threshold: 0))
        #expect(try #require(output.truePeak) <= -1.95)
    }

    @Test func refusesWhatIsNoBed() {
        var short = BedPieceMaker()
        let tone = TestSound.tone(0.9, 440, decibels: -20)
        short.append(tone.left.span, tone.right.span)
        guard case .tooShort = short.finish() else {
            Issue.record("expected too short")
            return
        }
        var silent = BedPieceMaker()
        let silence = TestSound.silence(2)
        silent.append(silence.left.span, silence.right.span)
        guard case .silent = silent.finish() else {
            Issue.record("expected silence")
            return
        }
        #expect(Self.piece(.tone(1, 440, decibels: -20)) != nil)
    }

    @Test func allocatesNothing() throws {
        guard allocation_counter_is_available() else { return }
        let music = try Self.music([440, 1_000])
        var leveller = SoundLeveller(.init(.riding(-16), ceiling: -2))
        leveller.bed = Self.order(music)
        let sound = TestSound.voice(4, loudness: -26)
        var (newLeft, newRight) = (sound.left, sound.right)
        var left = newLeft.mutableSpan
        var right = newRight.mutableSpan
        allocation_counter_arm()
        leveller.process(&left, &right)
        #expect(allocation_counter_disarm() == 0)
    }
}
