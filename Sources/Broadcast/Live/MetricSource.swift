import Synchronization

/// Something to measure a broadcast by, read when somebody asks: it costs nothing in between.
public struct MetricSource: Sendable {
    /// How its value moves.
    public enum Kind: Sendable {
        /// It goes up and down.
        case gauge
        /// It only ever grows.
        case counter
    }

    public let kind: Kind
    /// Of Prometheus' kind, e.g. `queue_depth`, without the program's own before it.
    public let name: String
    /// One sentence.
    public let help: String
    /// By name, e.g. `queue` and `canvas`.
    public let labels: [(name: String, value: String)]
    public let value: @Sendable () -> Double

    package init(
        _ kind: Kind, _ name: String, _ help: String, _ labels: [(name: String, value: String)] = [],
        _ value: @escaping @Sendable () -> Double
    ) {
        (self.kind, self.name, self.help, self.labels, self.value) = (kind, name, help, labels, value)
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
