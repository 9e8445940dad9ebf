public import Broadcast
import CoreMetrics
import Foundation
import MediaModel
import Origin
import Prometheus
import Show
import Synchronization

/// `GET /metrics`: the programme and its listeners in numbers, through swift-metrics. Any thread.
///
/// The programme's threads keep their own accounts, in ``LiveStatus``: those are handed on when somebody asks, so that they cost
/// nothing in between. Times are measured where they pass, by timers. The backend is this programme's own: nothing else of the
/// process finds its way to the page.
public final class ProgrammeMetrics: Sendable {
    private struct Contents {
        var accounts: MetricsExporter
        var listeners: [(name: String, statistics: ViewerStatistics)] = []
        var pace: FrameRateMeter
    }

    static let contentType = PrometheusRegistry.contentType

    private let registry: PrometheusRegistry
    private let status: LiveStatus?
    private let contents: Mutex<Contents>

    /// - Parameter status: Of the broadcast; `nil` where there is none.
    public init(status: LiveStatus? = nil) {
        let registry = PrometheusRegistry()
        (self.registry, self.status) = (registry, status)
        contents = Mutex(Contents(accounts: MetricsExporter(registry), pace: FrameRateMeter(at: .now)))
        guard let status else { return }
        status.measure(
            pictures: timer("picture_latency_seconds", "From a picture's arrival to the canvas"),
            parts: timer(
                "part_latency_seconds", "From a part's last picture on the canvas to the part before viewers"))
    }

    private func timer(_ name: String, _ help: String) -> CoreMetrics.Timer {
        registry.describe(MetricsExporter.prefix + name, help)
        return CoreMetrics.Timer(label: MetricsExporter.prefix + name, factory: registry)
    }

    /// Counts what comes to a listener, too.
    func add(_ statistics: ViewerStatistics, of listener: String) {
        contents.withLock { $0.listeners.append((listener, statistics)) }
    }

    /// Everything as it is now, as Prometheus reads it.
    func page() -> String {
        contents.withLock { contents in
            if let status {
                let now = status.snapshot
                contents.accounts.show(now)
                contents.accounts.showPace(
                    contents.pace.rate(ticks: now.ticks, at: .now),
                    frameRate: status.preset?.canvas.frameRate.framesPerSecond)
                for item in status.gauges { contents.accounts.show(item) }
            }
            for (name, statistics) in contents.listeners { contents.accounts.show(statistics, of: name) }
            contents.accounts.showProcess()
        }
        return registry.text()
    }
}
