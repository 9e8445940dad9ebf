import CoreMetrics

/// Holds what was measured last.
final class GaugeSeries: Series, RecorderHandler, MeterHandler {
    private let number = AtomicDouble()

    func record(_ value: Int64) { number.set(Double(value)) }
    func record(_ value: Double) { number.set(value) }
    func set(_ value: Int64) { number.set(Double(value)) }
    func set(_ value: Double) { number.set(value) }
    func increment(by amount: Double) { number.add(amount) }
    func decrement(by amount: Double) { number.add(-amount) }

    func write(_ name: String, _ labels: Labels, to text: inout String) {
        text += "\(name)\(labels) \(TextFormat.number(number.value))\n"
    }
}
