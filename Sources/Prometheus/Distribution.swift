/// How values were distributed since the start, in 8 kB.
///
/// Values are counted in 16 steps an octave from 2⁻²⁰ to 2⁴⁴, so a quantile is within 3 % of the value that it stands for; those
/// outside are counted with the nearest.
public struct Distribution: Sendable {
    private static let stepCount = 1_024
    /// An exponent and the first four bits after the point: the top of a number's bits.
    private static let firstStep = (1_023 - 20) << 4
    private static let shift = UInt64(48)

    private var counts = [Int](repeating: 0, count: stepCount)
    public private(set) var count = 0
    public private(set) var sum = 0.0

    public init() {}

    /// Adds a value; what is no number isn't counted.
    public mutating func add(_ value: Double) {
        guard value.isFinite else { return }
        counts[Self.step(of: value)] += 1
        count += 1
        sum += value
    }

    /// What so much of all values was at most; no number before the first.
    ///
    /// - Parameter share: From 0 to 1.
    public func quantile(_ share: Double) -> Double {
        guard count > 0 else { return .nan }
        var left = Int((share * Double(count)).rounded(.up))
        let step = counts.firstIndex { count in
            left -= count
            return left <= 0
        }
        return Self.middle(ofStep: step ?? Self.stepCount - 1)
    }

    private static func step(of value: Double) -> Int {
        // Less than nothing, too, is counted in the first.
        guard value > 0 else { return 0 }
        return min(max(0, Int(value.bitPattern >> shift) - firstStep), stepCount - 1)
    }

    private static func middle(ofStep step: Int) -> Double {
        Double(bitPattern: UInt64(step + firstStep) << shift | 1 << (shift - 1))
    }
}
