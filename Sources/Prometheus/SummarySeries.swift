import CoreMetrics
import Synchronization

/// Holds how values were distributed since the start; of a timer, seconds.
///
/// Values are counted in 16 steps an octave from 2⁻²⁰ to 2⁴⁴, so a quantile is within 3 % of the value that it stands for; those
/// outside are counted with the nearest. Takes 8 kB, and never more.
final class SummarySeries: Series, RecorderHandler, TimerHandler {
    private static let quantiles = [0.5, 0.95, 0.99]
    private static let stepCount = 1_024
    /// An exponent and the first four bits after the point: the top of a number's bits.
    private static let firstStep = (1_023 - 20) << 4
    private static let shift = UInt64(48)

    private let counts = InlineArray<1_024, Atomic<Int>> { _ in Atomic(0) }
    private let sum = AtomicDouble()

    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        guard value.isFinite else { return }
        counts[Self.step(of: value)].wrappingAdd(1, ordering: .relaxed)
        sum.add(value)
    }

    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }

    private static func step(of value: Double) -> Int {
        // Less than nothing, too, is counted in the first.
        guard value > 0 else { return 0 }
        return min(max(0, Int(value.bitPattern >> shift) - firstStep), stepCount - 1)
    }

    /// The middle of a step.
    private static func value(of step: Int) -> Double {
        Double(bitPattern: UInt64(step + firstStep) << shift | 1 << (shift - 1))
    }

    func write(_ name: String, _ labels: Labels, to text: inout String) {
        // Once, so that the quantiles fit the number below them.
        let counts = (0..<Self.stepCount).map { self.counts[$0].load(ordering: .relaxed) }
        let total = counts.reduce(0, +)
        for quantile in Self.quantiles {
            let value = Self.quantile(quantile, counts, total)
            text += "\(name)\(labels.adding("quantile", "\(quantile)")) \(TextFormat.number(value))\n"
        }
        text += "\(name)_sum\(labels) \(TextFormat.number(sum.value))\n\(name)_count\(labels) \(total)\n"
    }

    /// What so much of all values was at most; no number before the first.
    private static func quantile(_ share: Double, _ counts: [Int], _ total: Int) -> Double {
        guard total > 0 else { return .nan }
        var left = Int((share * Double(total)).rounded(.up))
        let step = counts.firstIndex { count in
            left -= count
            return left <= 0
        }
        return value(of: step ?? stepCount - 1)
    }
}
