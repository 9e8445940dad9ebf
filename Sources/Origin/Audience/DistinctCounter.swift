import Foundation

/// Counts different values by their hashes in 4 kB, however many they are (HyperLogLog; Flajolet et al. 2007).
///
/// Below some thousands it is exact but for a hash in a hundred that meets another; above, it is within 1.6 % two times in three. It keeps none of what it has
/// seen, so nobody can be found in it.
struct DistinctCounter: Sendable {
    private static let bits = 12
    private static let size = 1 << bits
    /// The bias of so many registers, from the paper.
    private static let alpha = 0.7213 / (1 + 1.079 / Double(size))

    /// Of each register: the longest run of zeros, and one.
    private var registers = [UInt8](repeating: 0, count: size)

    /// - Parameter hash: All of its bits as good as random.
    mutating func add(_ hash: UInt64) {
        let register = Int(hash >> (64 - Self.bits))
        let rank = UInt8(min(64 - Self.bits, (hash << Self.bits).leadingZeroBitCount) + 1)
        if rank > registers[register] { registers[register] = rank }
    }

    mutating func reset() {
        for index in registers.indices { registers[index] = 0 }
    }

    /// How many different hashes it has seen, about.
    var count: Int {
        let size = Double(Self.size)
        var (sum, empty) = (0.0, 0)
        for rank in registers {
            sum += Double(sign: .plus, exponent: -Int(rank), significand: 1)
            if rank == 0 { empty += 1 }
        }
        let raw = Self.alpha * size * size / sum
        // Few values: the registers that nothing has come to tell more.
        guard raw <= 2.5 * size, empty > 0 else { return Int(raw.rounded()) }
        return Int((size * log(size / Double(empty))).rounded())
    }
}
