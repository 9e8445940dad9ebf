/// Chance that is the same on every machine: SplitMix64.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    public init(seed: Int) {
        // Mixed as well: otherwise the next seed would begin one step further in the same row.
        state = Self.mixed(UInt64(truncatingIfNeeded: seed) &+ 0x1234_5678)
    }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Self.mixed(state)
    }

    private static func mixed(_ seed: UInt64) -> UInt64 {
        var value = seed
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    /// Evenly within 0..<1.
    public mutating func share() -> Double { Double(next() >> 11) / Double(1 << 53) }

    /// About normally distributed, around 0 with a deviation of 1: the sum of twelve even ones.
    public mutating func normal() -> Double { (0..<12).reduce(-6) { sum, _ in sum + share() } }
}
