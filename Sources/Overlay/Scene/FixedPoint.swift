/// Arithmetic for motion, in 65536ths: the same on every machine, which no library's `sin` promises.
enum FixedPoint {
    /// The number 1.
    static let one = 65_536

    /// `value * factor`, to the nearest.
    static func scale(_ value: Int, by factor: Int) -> Int { (value * factor + one / 2) >> 16 }

    /// Quick at first, then slower and slower. 0 to 0, 1 to 1.
    static func easeOut(_ progress: Int) -> Int {
        let rest = one - progress
        return one - scale(scale(rest, by: rest), by: rest)
    }

    /// Slow at first, then faster and faster. 0 to 0, 1 to 1.
    static func easeIn(_ progress: Int) -> Int { one - easeOut(one - progress) }

    /// The sine of an angle in turns, by Bhaskara's formula of the seventh century: within 0.002 of the truth, and smooth.
    static func sine(turns: Int) -> Int {
        let angle = turns & (one - 1)
        let half = angle & (one / 2 - 1)
        let arch = half * (one / 2 - half)
        let value = arch * 16 * one / (5 * (1 << 30) - 4 * arch)
        return angle < one / 2 ? value : -value
    }
}
