/// The loudness of all that was heard, gated so that pauses don't count (ITU-R BS.1770-4, formulas 4 to 7): of hours in the same
/// memory as of seconds.
struct IntegratedLoudness: Sendable {
    /// What the blocks of one tenth of a LU have. The sums keep their exact energies, so only the gate is rounded.
    private struct Bin: Sendable {
        var count = 0.0
        var energy = 0.0
    }

    private static let binsPerUnit = 10.0
    /// From −70 to +10 LUFS.
    private static let binCount = 800

    private var bins = [Bin](repeating: Bin(), count: binCount)

    /// Adds a block of 400 ms; one comes every 100 ms.
    mutating func add(blockEnergy energy: Double) {
        guard energy > SoundHop.silenceEnergy else { return }
        let index = Int((loudness(ofEnergy: energy) - SoundHop.silence) * Self.binsPerUnit)
        bins[max(0, min(Self.binCount - 1, index))].count += 1
        bins[max(0, min(Self.binCount - 1, index))].energy += energy
    }

    /// In LUFS; `nil` if nothing was heard.
    var value: Double? {
        guard let ungated = mean(from: 0) else { return nil }
        let gate = loudness(ofEnergy: ungated) - 10
        let first = Int(((gate - SoundHop.silence) * Self.binsPerUnit).rounded(.up))
        return mean(from: max(0, first)).map(loudness(ofEnergy:))
    }

    private func mean(from first: Int) -> Double? {
        var (count, energy) = (0.0, 0.0)
        for bin in bins[min(first, Self.binCount)...] {
            count += bin.count
            energy += bin.energy
        }
        return count > 0 ? energy / count : nil
    }
}
