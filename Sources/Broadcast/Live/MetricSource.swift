import Synchronization

/// Something to measure a broadcast by, read when somebody asks: it costs nothing in between.
public struct MetricSource: Sendable {
    /// Of Prometheus' kind, e.g. `queue_depth`, without the program's own before it.
    public let name: String
    /// One sentence.
    public let help: String
    /// Whether it only ever grows.
    public let isCounter: Bool
    /// By name, e.g. `queue` and `canvas`.
    public let labels: [(name: String, value: String)]
    public let value: @Sendable () -> Double

    init(
        _ name: String, _ help: String, isCounter: Bool = false, _ labels: [(name: String, value: String)] = [],
        _ value: @escaping @Sendable () -> Double
    ) {
        (self.name, self.help, self.isCounter, self.labels, self.value) = (name, help, isCounter, labels, value)
    }
}

/// Counts how long something takes, each time. One writer, any reader.
final class DurationMeter: Sendable {
    let count = Atomic(0)
    /// In all, in nanoseconds.
    let nanoseconds = Atomic(Int64(0))

    func note(_ duration: Duration) {
        let parts = duration.components
        count.add(1, ordering: .relaxed)
        nanoseconds.add(parts.seconds * 1_000_000_000 + parts.attoseconds / 1_000_000_000, ordering: .relaxed)
    }
}
