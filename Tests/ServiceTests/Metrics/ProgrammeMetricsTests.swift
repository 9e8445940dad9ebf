import Foundation
import Ingest
import MediaModel
import Synchronization
import Testing

@testable import Broadcast
@testable import Origin
@testable import Service

@Suite(.timeLimit(.minutes(1))) struct ProgrammeMetricsTests {
    private let status = LiveStatus()

    private func page(_ metrics: ProgrammeMetrics) -> Set<String> {
        Set(metrics.page().split(separator: "\n").map(String.init))
    }

    @Test func tellsWhatTheProgrammeCounted() {
        let metrics = ProgrammeMetrics(status: status)
        status.noteTick(lateness: 150_000_000)
        status.noteTick(lateness: 2_000_000)
        status.count(\.hearts, by: 37)
        status.set(\.source, .slate)
        status.add([MetricSource(.gauge, "queue_depth", "What waits in a queue", [("queue", "disk")]) { 3 }])
        status.add([MetricSource(.counter, "encode_seconds", "Time", [("rung", "360x640")]) { 0.5 }])
        let lines: Set = [
            "# HELP tatecast_ticks_total Pictures of the programme that were composed",
            "# TYPE tatecast_ticks_total counter", "tatecast_ticks_total 2", "tatecast_late_ticks_total 1",
            "tatecast_tick_lateness_seconds 0.002", "tatecast_hearts_total 37",
            "tatecast_source_state{state=\"slate\"} 1", "tatecast_source_state{state=\"live\"} 0",
            "tatecast_queue_depth{queue=\"disk\"} 3", "tatecast_encode_seconds_total{rung=\"360x640\"} 0.5",
        ]
        #expect(page(metrics).isSuperset(of: lines), "\(lines.subtracting(page(metrics)))")
        // Whoever asks again finds the same totals.
        #expect(page(metrics).isSuperset(of: lines))
        status.count(\.hearts)
        #expect(page(metrics).contains("tatecast_hearts_total 38"))
    }

    @Test func tellsOfClosedCaptionsOnceThereAreAny() {
        let metrics = ProgrammeMetrics(status: status)
        #expect(!metrics.page().contains("closed_caption"))
        status.set(\.closedCaptions, ClosedCaptionStatus(channels: [.cc1, .cc3], lostPairs: 300))
        let lines: Set = [
            "tatecast_closed_captions{channel=\"CC1\"} 1", "tatecast_closed_captions{channel=\"CC3\"} 1",
            "tatecast_lost_closed_caption_pairs_total 300",
        ]
        #expect(page(metrics).isSuperset(of: lines), "\(lines.subtracting(page(metrics)))")
    }

    @Test func tellsWhoWasTurnedAway() {
        let metrics = ProgrammeMetrics(status: status)
        status.add(
            MetricSource.publishers {
                var counters = IngestCounters()
                counters.refusals = [.wrongKey: 3]
                counters.publications = 2
                return counters
            })
        let lines: Set = [
            "tatecast_refused_publishers_total{reason=\"wrongKey\"} 3", "tatecast_publications_total 2",
            "tatecast_refused_publishers_total{reason=\"busy\"} 0", "tatecast_publisher_connections 0",
        ]
        #expect(page(metrics).isSuperset(of: lines), "\(lines.subtracting(page(metrics)))")
    }

    @Test func timesPicturesAndParts() {
        let metrics = ProgrammeMetrics(status: status)
        for picture in 0..<4 {
            status.latency.noteArrival(ofPictureAt: Int64(picture), at: 0)
            status.noteComposed(pictureAt: Int64(picture), at: 250_000_000)
        }
        let lines = page(metrics)
        #expect(lines.contains("# TYPE tatecast_picture_latency_seconds summary"))
        #expect(lines.contains("tatecast_picture_latency_seconds_sum 1"))
        #expect(lines.contains("tatecast_picture_latency_seconds_count 4"))
        #expect(lines.contains("tatecast_part_latency_seconds_count 0"))
    }

    @Test func keepsListenersApart() {
        let metrics = ProgrammeMetrics()
        let (viewers, control) = (ViewerStatistics(), ViewerStatistics())
        metrics.add(viewers, of: "viewers")
        metrics.add(control, of: "control")
        for _ in 0..<500 { viewers.noteConnection() }
        control.requests.store(3, ordering: .relaxed)
        let lines = page(metrics)
        #expect(lines.contains("tatecast_connections{listener=\"viewers\"} 500"))
        #expect(lines.contains("tatecast_requests_total{listener=\"control\"} 3"))
        #expect(lines.contains("tatecast_requests_total{listener=\"viewers\"} 0"))
        #expect(!lines.contains { $0.hasPrefix("tatecast_ticks_total") })
    }

    /// What any reader of the format asks of it: a family's lines together, its type first, and no series twice.
    @Test func isInTheTextFormat() throws {
        let metrics = ProgrammeMetrics(status: status)
        metrics.add(ViewerStatistics(), of: "viewers")
        let text = metrics.page()
        #expect(text.hasSuffix("\n"))
        var (family, seen, series) = ("", Set<String>(), Set<String>())
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ", maxSplits: 3).map(String.init)
            if words[0] == "#" {
                if words[1] == "HELP" {
                    family = words[2]
                    #expect(seen.insert(family).inserted, "\(family) comes twice")
                } else {
                    #expect(words[1] == "TYPE" && words[2] == family)
                }
                continue
            }
            #expect(line.hasPrefix(family))
            #expect(series.insert(String(line[..<(try #require(line.lastIndex(of: " ")))])).inserted, "\(line)")
            let number = try #require(line.split(separator: " ").last)
            #expect(number == "NaN" || Double(number)?.isFinite == true, "\(line)")
        }
        #expect(seen.count > 20)
    }
}
