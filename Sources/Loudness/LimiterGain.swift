import Foundation

/// The gain of a limiter that knows some milliseconds before what each sample may be multiplied by: it goes down evenly and is there in
/// time, and comes up again slowly.
struct LimiterGain: Sendable {
    /// By so many samples (4.5 ms) a sample comes out behind what is asked for it.
    static let lookAhead = 216
    /// How long a peak holds the gain down: until it has come out, with the sample behind it, which the curve between them needs.
    private static let holdLength = lookAhead + 2
    /// One-pole, 80 ms.
    private static let release = 1 - exp(-1 / (0.08 * 48_000))

    private var minimum = SlidingMinimum(length: holdLength)
    /// With the release, in Double: a step of it near 1 is less than Float knows. And the last ones of it, whose mean is the gain.
    private var held = 1.0
    private var gains = InlineArray<216, Float>(repeating: 1)
    private var oldest = 0
    private var sum = Double(lookAhead)
    /// So many more samples come out changed, at least.
    private var unrest = 0
    /// The lowest gain since it was asked for last.
    private var lowest: Float = 1

    /// Whether it is 1, and stays so until something else is wanted.
    var isAtRest: Bool { unrest == 0 }

    /// Takes what a sample may be multiplied by at most; returns the gain of the one ``lookAhead`` before.
    mutating func next(_ wanted: Float) -> Float {
        if wanted < 1 { unrest = Self.holdLength + Self.lookAhead }
        guard unrest > 0 else { return 1 }
        let least = Double(minimum.next(wanted))
        held = least < held ? least : held + (least - held) * Self.release
        // What is left of the release is a thousandth of a decibel, and would never end.
        if held > 0.9999, least == 1 { held = 1 }
        let newest = Float(held)
        sum += Double(newest) - Double(gains[oldest])
        gains[oldest] = newest
        oldest = oldest + 1 == Self.lookAhead ? 0 : oldest + 1
        unrest = held == 1 ? unrest - 1 : Self.holdLength + Self.lookAhead
        if unrest == 0 {
            // All of the mean's are 1 again.
            minimum.removeAll()
            sum = Double(Self.lookAhead)
            return 1
        }
        let gain = Float(sum / Double(Self.lookAhead))
        lowest = min(lowest, gain)
        return gain
    }

    /// How much was taken away at most since this was asked last, in dB: 0 or more.
    mutating func takeReduction() -> Double {
        defer { lowest = 1 }
        return max(0, -decibels(ofAmplitude: Double(lowest)))
    }
}
