import CoreMetrics

/// Adds up what isn't whole, e.g. seconds.
final class SumSeries: Series, FloatingPointCounterHandler {
    private let sum = AtomicDouble()

    /// A counter only grows: less than nothing, and what is no number, isn't counted.
    func increment(by amount: Double) {
        if amount > 0, amount.isFinite { sum.add(amount) }
    }

    func reset() { sum.set(0) }

    func write(_ name: String, _ labels: Labels, to text: inout String) {
        text += "\(name)\(labels) \(TextFormat.number(sum.value))\n"
    }
}
