import Foundation

/// How loud a bed is, step by step: quieter while somebody is heard, and louder again some time after.
///
/// It goes down quickly, so that a word's beginning is heard, and stays down between sentences: what rises in every pause is heard as
/// pumping.
struct Ducking: Sendable {
    /// Time constants of the way down and up in dB, in seconds.
    private static let (attack, release) = (pace(0.1), pace(1.2))
    /// For how long a bed stays down behind the last word, in steps: 0.8 s.
    private static let hold = 80

    /// In LUFS; `nil` before the first step.
    private(set) var level: Double?
    private var held = 0
    /// Of the voice in this step.
    private var energy: Float = 0

    private static func pace(_ constant: Double) -> Double {
        1 - exp(-Double(BedMixer.stepLength) / 48_000 / constant)
    }

    /// Hears some samples of the voice.
    mutating func listen(_ left: Span<Float>, _ right: Span<Float>) {
        var sum = energy
        for index in left.indices { sum += left[index] * left[index] + right[index] * right[index] }
        energy = sum
    }

    /// Begins the next step.
    mutating func beginStep(_ order: BedOrder) {
        let threshold = energyRatio(ofDecibels: order.threshold)
        let mean = Double(energy) / Double(2 * BedMixer.stepLength)
        energy = 0
        held = mean > threshold ? Self.hold : max(0, held - 1)
        let wanted = held > 0 ? order.levels.under : order.levels.alone
        guard let level else {
            self.level = wanted
            return
        }
        self.level = level + (wanted - level) * (wanted < level ? Self.attack : Self.release)
    }
}
