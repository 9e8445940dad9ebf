/// What a family of series is, as Prometheus names it in a `# TYPE` line.
enum MetricKind: String, Sendable {
    /// Only ever grows.
    case counter
    case gauge
    /// How values are distributed: quantiles, their sum and their number.
    case summary
}
