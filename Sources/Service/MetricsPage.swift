import Broadcast
import Foundation
import Synchronization

/// `GET /metrics`: the broadcast in numbers, as Prometheus reads them (text format 0.0.4).
struct MetricsPage {
    private var text = ""
    private var described: Set<String> = []

    static func text(status: LiveStatus?, statistics: ViewerStatistics) -> String {
        var page = MetricsPage()
        if let status { page.add(status) }
        page.add(statistics)
        page.addProcess()
        return page.text
    }

    private mutating func add(_ status: LiveStatus) {
        let now = status.snapshot
        counter("ticks", "Pictures of the programme that were composed", now.ticks)
        counter("late_ticks", "Of them, composed more than 100 ms late", now.lateTicks)
        gauge("tick_lateness_seconds", "How far behind its schedule the last tick was", seconds(now.lateness))
        gauge("composer_lead_seconds", "How long before its own time a tick is composed", seconds(now.lead))
        counter("source_pictures", "Source pictures decoded", now.pictures)
        counter("dropped_pictures", "Source pictures that no tick showed", now.droppedPictures)
        counter("skipped_packets", "Packets that no decoder had room for", now.skippedPackets)
        counter("source_bytes", "Bytes from the source", now.bytes)
        counter("sources", "Publications or connections so far", now.sources)
        counter("clock_jumps", "How often the source's clock was set anew", now.clockJumps)
        gauge("source_buffer_seconds", "How long before its tick the last packet came", seconds(now.bufferedTime))
        gauge("audio_offset_seconds", "How much later sound is heard than its pictures", seconds(now.audioOffset))
        counter("overload_steps", "Steps taken for want of CPU, and back", now.overloadSteps)
        counter("hearts", "Hearts shown", now.hearts)
        counter("events", "Events committed", now.events)
        counter("refused_events", "Events refused", now.refusedEvents)
        counter("segments", "Whole segments of the first rendition", now.segments)
        counter("failed_writes", "Files that couldn't be written", now.failedWrites)
        for state in [LiveStatus.SourceState.waiting, .live, .frozen, .slate, .finished] {
            gauge(
                "source_state", "What is shown of the source: 1 for the state that is", now.source == state ? 1 : 0,
                [("state", state.rawValue)])
        }
        for (share, name) in [(0.5, "0.5"), (0.95, "0.95"), (0.99, "0.99")] {
            if let latency = status.pictureLatency(percentile: share) {
                gauge(
                    "picture_latency_seconds", "From a picture's arrival to the canvas", Double(latency) / 1_000,
                    [("quantile", name)])
            }
        }
        for (share, name) in [(0.5, "0.5"), (0.95, "0.95"), (0.99, "0.99")] {
            if let latency = status.partLatency(percentile: share) {
                gauge(
                    "part_latency_seconds", "From a part's last picture on the canvas to the part before viewers",
                    Double(latency) / 1_000, [("quantile", name)])
            }
        }
        for item in status.gauges {
            add(item.name + (item.isCounter ? "_total" : ""), item.isCounter, item.help, item.value(), item.labels)
        }
    }

    private mutating func add(_ statistics: ViewerStatistics) {
        gauge("connections", "Viewers' connections", Double(statistics.connections.load(ordering: .relaxed)))
        gauge(
            "waiting_requests", "Requests for what isn't there yet", Double(statistics.waiting.load(ordering: .relaxed))
        )
        counter("requests", "Requests", statistics.requests.load(ordering: .relaxed))
        counter("refused_requests", "Answers of 400 and more", statistics.refusals.load(ordering: .relaxed))
        counter("sent_bytes", "Bytes of answers' bodies", statistics.bytes.load(ordering: .relaxed))
    }

    private mutating func addProcess() {
        let pages = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?
            .split(separator: " ").dropFirst().first.flatMap { Double($0) }
        if let pages {
            add(
                "process_resident_memory_bytes", false, "Memory in use", pages * Double(sysconf(Int32(_SC_PAGESIZE))),
                [],
                prefix: "")
        }
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        add(
            "process_cpu_seconds_total", true, "CPU time used", Double(time.tv_sec) + Double(time.tv_nsec) / 1e9, [],
            prefix: "")
    }

    private func seconds(_ nanoseconds: Int64) -> Double { Double(nanoseconds) / 1e9 }

    private mutating func counter(_ name: String, _ help: String, _ value: Int) {
        add(name + "_total", true, help, Double(value), [])
    }

    private mutating func gauge(
        _ name: String, _ help: String, _ value: Double, _ labels: [(name: String, value: String)] = []
    ) {
        add(name, false, help, value, labels)
    }

    private mutating func add(
        _ name: String, _ isCounter: Bool, _ help: String, _ value: Double, _ labels: [(name: String, value: String)],
        prefix: String = "tatecast_"
    ) {
        let name = prefix + name
        if described.insert(name).inserted {
            text += "# HELP \(name) \(help)\n# TYPE \(name) \(isCounter ? "counter" : "gauge")\n"
        }
        let list = labels.map { "\($0.name)=\"\($0.value)\"" }.joined(separator: ",")
        let number = value == value.rounded() && abs(value) < 1e15 ? "\(Int64(value))" : "\(value)"
        text += name + (list.isEmpty ? "" : "{\(list)}") + " \(number)\n"
    }
}
