public import CoreMetrics
import Synchronization

/// A backend of swift-metrics that keeps what is measured in memory, and writes it as Prometheus reads it.
///
/// Handles are made under a lock, and then used without one: counting never waits. Whatever libraries measure besides, there is
/// room for so many series and no more: what comes later is counted as refused, and measured by nobody.
///
/// A `Counter`'s label should end in `_total`, and a `Timer`'s in `_seconds`, which is what it is shown in.
public final class PrometheusRegistry: MetricsFactory {
    /// Of the content that ``text()`` is.
    public static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// Of all families together.
    private let seriesLimit: Int

    private struct Family {
        let kind: MetricKind
        var series: [Labels: any Series] = [:]
    }

    private struct Contents {
        var families: [String: Family] = [:]
        var helps: [String: String] = [:]
        var seriesCount = 0
        /// Handles that were asked for, and measure nothing.
        var refusals = 0
    }

    private let contents = Mutex(Contents())

    /// - Parameter seriesLimit: A summary counts as one, and takes the most memory: 8 kB.
    public init(seriesLimit: Int = 1_000) { self.seriesLimit = seriesLimit }

    /// Says in a sentence what the metric with this label is.
    public func describe(_ label: String, _ help: String) {
        contents.withLock { $0.helps[TextFormat.name(label, mayHaveColons: true)] = help }
    }

    /// All series, in the order of their names and labels.
    public func text() -> String {
        // What is measured meanwhile may be in it or not.
        let (families, helps, refusals) = contents.withLock { ($0.families, $0.helps, $0.refusals) }
        var text = ""
        for (name, family) in families.sorted(by: { $0.key < $1.key }) {
            if let help = helps[name] { text += "# HELP \(name) \(TextFormat.escapedHelp(help))\n" }
            text += "# TYPE \(name) \(family.kind.rawValue)\n"
            for (labels, series) in family.series.sorted(by: { $0.key < $1.key }) {
                series.write(name, labels, to: &text)
            }
        }
        guard refusals > 0 else { return text }
        let name = "prometheus_refused_series_total"
        return text
            + "# HELP \(name) Series that there was no room or no name for\n# TYPE \(name) counter\n\(name) \(refusals)\n"
    }

    /// The series with this label and these dimensions: that which there is, or a new one.
    ///
    /// - Returns: One that isn't shown where there is no room, or where the label is that of another kind.
    private func series<Made: Series>(
        _ kind: MetricKind, _ label: String, _ dimensions: [(String, String)], make: () -> Made
    ) -> Made {
        let name = TextFormat.name(label, mayHaveColons: true)
        let labels = Labels(dimensions)
        return contents.withLock { contents in
            var family = contents.families[name] ?? Family(kind: kind)
            if let known = family.series[labels] as? Made { return known }
            guard family.kind == kind, family.series[labels] == nil, contents.seriesCount < seriesLimit else {
                contents.refusals += 1
                return make()
            }
            let made = make()
            family.series[labels] = made
            contents.families[name] = family
            contents.seriesCount += 1
            return made
        }
    }

    private func remove(_ handler: AnyObject) {
        contents.withLock { contents in
            for (name, family) in contents.families {
                guard let labels = family.series.first(where: { $0.value === handler })?.key else { continue }
                contents.families[name]?.series[labels] = nil
                if family.series.count == 1 { contents.families[name] = nil }
                contents.seriesCount -= 1
            }
        }
    }
}

// MARK: - What swift-metrics asks for

extension PrometheusRegistry {
    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        series(.counter, label, dimensions) { CounterSeries() }
    }

    public func makeFloatingPointCounter(
        label: String, dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        series(.counter, label, dimensions) { SumSeries() }
    }

    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        series(.gauge, label, dimensions) { GaugeSeries() }
    }

    /// - Parameter aggregate: `false` for a `Gauge`, whose last value counts.
    public func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        guard aggregate else { return series(.gauge, label, dimensions) { GaugeSeries() } }
        return series(.summary, label, dimensions) { SummarySeries() }
    }

    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        series(.summary, label, dimensions) { SummarySeries() }
    }

    public func destroyCounter(_ handler: any CounterHandler) { remove(handler) }
    public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) { remove(handler) }
    public func destroyMeter(_ handler: any MeterHandler) { remove(handler) }
    public func destroyRecorder(_ handler: any RecorderHandler) { remove(handler) }
    public func destroyTimer(_ handler: any TimerHandler) { remove(handler) }
}
