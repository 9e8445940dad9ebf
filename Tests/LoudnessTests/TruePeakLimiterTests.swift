import Testing

@testable import Loudness

@Suite struct TruePeakLimiterTests {
    private func limited(_ sound: TestSound, ceiling: Double?) -> (sound: TestSound, reduction: Double) {
        var limiter = TruePeakLimiter()
        var (newLeft, newRight) = (sound.left, sound.right)
        var left = newLeft.mutableSpan
        var right = newRight.mutableSpan
        limiter.process(&left, &right, ceiling: ceiling.map { Float(amplitude(ofDecibels: $0)) })
        return (TestSound(left: newLeft, right: newRight), limiter.takeReduction())
    }

    @Test func leavesWhatIsUnderTheCeilingAsItIs() {
        let sound = TestSound.voice(2, loudness: -30)
        let (same, reduction) = limited(sound, ceiling: -1)
        #expect(same.left[TruePeakLimiter.delay...] == sound.left.dropLast(TruePeakLimiter.delay))
        #expect(same.left[..<TruePeakLimiter.delay].allSatisfy { $0 == 0 })
        #expect(reduction == 0)
        let loud = sound.louder(by: 30)
        #expect(limited(loud, ceiling: nil).sound.left[222...] == loud.left.dropLast(222))
    }

    /// Voices, noise and a clap far above it: none comes out above the ceiling, and it is reached.
    @Test(arguments: [-1.0, -6.0])
    func keepsPeaksUnderTheCeiling(ceiling: Double) throws {
        let voice = TestSound.voice(3, loudness: -8)
        var clap = TestSound.noise(0.02, decibels: 6) + .silence(0.98)
        clap.right = clap.right.map { $0 / 2 }
        let (sound, reduction) = limited(voice.over(clap), ceiling: ceiling)
        let peak = try #require(sound.truePeak)
        #expect(peak <= ceiling + 0.05 && peak > ceiling - 1, "\(peak) dBTP")
        #expect(reduction > 3)
    }

    /// The way down ends when the peak is there, and the way up takes its time.
    @Test func comesDownBeforeAPeakAndUpBehindIt() throws {
        var sound = TestSound.tone(2, 480, decibels: -20)
        sound.left[20_000] = 4
        let output = limited(sound, ceiling: -1).sound
        let place = 20_000 + TruePeakLimiter.delay
        #expect(abs(output.left[place]) <= 0.9)
        // 5 ms before, and a second and a half behind, it is as it was.
        #expect(output.right[place - 300] == sound.right[20_000 - 300])
        #expect(abs(output.right[place + 100]) < abs(sound.right[20_100]) / 2)
        #expect(output.right.last == sound.right[sound.count - 1 - TruePeakLimiter.delay])
    }
}
