public import Broadcast
import MediaModel
import Prometheus
import Show
import Synchronization

/// `GET /metrics`: the programme and its listeners in numbers. Any thread.
///
/// The programme's threads keep their own accounts, in ``LiveStatus``: those are read when somebody asks, so that they cost
/// nothing in between.
public final class ProgrammeMetrics: Sendable {
    private struct Contents {
        var listeners: [(name: String, statistics: ViewerStatistics)] = []
        var pace = FrameRateMeter(at: .now)
    }

    static let contentType = MetricsText.contentType

    private let status: LiveStatus?
    private let contents = Mutex(Contents())

    /// - Parameter status: Of the broadcast; `nil` where there is none.
    public init(status: LiveStatus? = nil) { self.status = status }

    /// Counts what comes to a listener, too.
    func add(_ statistics: ViewerStatistics, of listener: String) {
        contents.withLock { $0.listeners.append((listener, statistics)) }
    }

    /// Everything as it is now, as Prometheus reads it.
    func page() -> String {
        var exporter = MetricsExporter()
        if let status {
            let now = status.snapshot
            exporter.show(now)
            exporter.showPace(
                contents.withLock { $0.pace.rate(ticks: now.ticks, at: .now) },
                frameRate: status.preset?.canvas.frameRate.framesPerSecond)
            exporter.showLatencies(status)
            for item in status.gauges { exporter.show(item) }
        }
        for (name, statistics) in contents.withLock({ $0.listeners }) { exporter.show(statistics, of: name) }
        exporter.showProcess()
        return exporter.text
    }
}
