import Foundation
import Loudness

/// Made sound whose levels are known: stereo at 48 kHz.
struct TestSound {
    var left: [Float] = []
    var right: [Float] = []

    var count: Int { left.count }

    static func silence(_ seconds: Double) -> TestSound { tone(seconds, 1_000, decibels: -.infinity) }

    /// A sine of this peak level in both channels.
    static func tone(_ seconds: Double, _ frequency: Double, decibels: Double, phase: Double = 0) -> TestSound {
        let peak = amplitude(ofDecibels: decibels)
        let samples = (0..<Int(seconds * 48_000)).map {
            Float(peak * sin(2 * .pi * frequency * Double($0) / 48_000 + phase))
        }
        return TestSound(left: samples, right: samples)
    }

    /// Steady noise, as of a room or a fan: the same in both channels, of this RMS level.
    static func noise(_ seconds: Double, decibels: Double, seed: UInt64 = 1) -> TestSound {
        var state = seed
        let scale = amplitude(ofDecibels: decibels) * 3.0.squareRoot()
        let samples = (0..<Int(seconds * 48_000)).map { _ -> Float in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Float(scale * (Double(state >> 40) / Double(1 << 23) - 1))
        }
        return TestSound(left: samples, right: samples)
    }

    /// Something like a voice: noise in syllables, four a second, with a breath every three seconds; over a room 40 dB below. Its loudness
    /// is about `loudness`.
    static func voice(_ seconds: Double, loudness: Double, seed: UInt64 = 7) -> TestSound {
        var sound = noise(seconds, decibels: -30, seed: seed)
        for index in sound.left.indices {
            let time = Double(index) / 48_000
            let syllable = pow(max(0, sin(2 * .pi * 4 * time)), 2)
            let isBreath = time.truncatingRemainder(dividingBy: 3) > 2.6
            sound.left[index] *= Float(isBreath ? 0.01 : max(0.01, syllable))
        }
        sound.right = sound.left
        var meter = LoudnessMeter()
        meter.measure(sound.left.span, sound.right.span)
        return sound.louder(by: loudness - (meter.integrated ?? 0))
    }

    func louder(by decibels: Double) -> TestSound {
        let factor = Float(amplitude(ofDecibels: decibels))
        return TestSound(left: left.map { $0 * factor }, right: right.map { $0 * factor })
    }

    static func + (one: TestSound, two: TestSound) -> TestSound {
        TestSound(left: one.left + two.left, right: one.right + two.right)
    }

    /// Both at once; the second is repeated where it is shorter.
    func over(_ other: TestSound) -> TestSound {
        var sum = self
        for index in left.indices {
            sum.left[index] += other.left[index % other.count]
            sum.right[index] += other.right[index % other.count]
        }
        return sum
    }

    subscript(seconds: Range<Double>) -> TestSound {
        let range = Int(seconds.lowerBound * 48_000)..<min(count, Int(seconds.upperBound * 48_000))
        return TestSound(left: Array(left[range]), right: Array(right[range]))
    }

    /// In LUFS; `nil` for silence.
    var loudness: Double? { measured.integrated }
    var truePeak: Double? { measured.truePeak }

    private var measured: LoudnessMeter {
        var meter = LoudnessMeter()
        meter.measure(left.span, right.span)
        return meter
    }

    /// What a leveller makes of it, in blocks of so many samples.
    func processed(by leveller: inout SoundLeveller, block: Int = 1_024, each: (SoundLeveller) -> Void = { _ in })
        -> TestSound
    {
        var (newLeft, newRight) = (left, right)
        var start = 0
        while start < count {
            let range = start..<min(count, start + block)
            var left = newLeft.mutableSpan
            var right = newRight.mutableSpan
            var partLeft = left._mutatingExtracting(range)
            var partRight = right._mutatingExtracting(range)
            leveller.process(&partLeft, &partRight)
            each(leveller)
            start = range.upperBound
        }
        return TestSound(left: newLeft, right: newRight)
    }
}
