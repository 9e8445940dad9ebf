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

    /// Slow at first and towards the end. 0 to 0, 1 to 1.
    static func easeInOut(_ progress: Int) -> Int {
        progress < one / 2 ? easeIn(progress * 2) / 2 : one / 2 + easeOut(progress * 2 - one) / 2
    }

    /// Quick at first, a little beyond 1 (by 1/27, at two thirds of the way), then back to it. 0 to 0, 1 to 1.
    static func back(_ progress: Int) -> Int {
        let rest = one - progress
        let square = scale(rest, by: rest)
        return one + square - 2 * scale(square, by: rest)
    }

    /// The sine of an angle in turns, by Bhaskara's formula of the seventh century: within 0.002 of the truth, and smooth.
    static func sine(turns: Int) -> Int {
        let angle = turns & (one - 1)
        let half = angle & (one / 2 - 1)
        let arch = half * (one / 2 - half)
        let value = arch * 16 * one / (5 * (1 << 30) - 4 * arch)
        return angle < one / 2 ? value : -value
    }
}
