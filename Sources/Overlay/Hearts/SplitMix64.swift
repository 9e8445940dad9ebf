/// A stream of numbers that follow from a seed: the generator of Steele, Lea and Flood (2014).
///
/// Swift's own generators don't promise the same numbers in their next release; recordings must be drawn alike for ever.
struct SplitMix64 {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    /// From 0 up to, not including, 65536.
    mutating func nextPart() -> Int { Int(next() >> 48) }

    /// From `low` up to `high`, both in 65536ths.
    mutating func next(from low: Int, to high: Int) -> Int { low + FixedPoint.scale(high - low, by: nextPart()) }

    /// From 0 up to, not including, `count`.
    mutating func next(below count: Int) -> Int { (nextPart() * count) >> 16 }
}
