import CoreMetrics
import Synchronization

/// Counts whole things.
final class CounterSeries: Series, CounterHandler {
    private let count = Atomic<UInt64>(0)

    /// A counter only grows: less than nothing isn't counted.
    func increment(by amount: Int64) {
        if amount > 0 { count.wrappingAdd(UInt64(amount), ordering: .relaxed) }
    }

    func reset() { count.store(0, ordering: .relaxed) }

    func write(_ name: String, _ labels: Labels, to text: inout String) {
        text += "\(name)\(labels) \(count.load(ordering: .relaxed))\n"
    }
}
