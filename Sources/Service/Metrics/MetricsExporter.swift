import Broadcast
import Foundation
import Loudness
import MediaModel
import Origin
import Prometheus

/// The accounts that others keep, as they are now, for `/metrics`. Names and units are an interface: dashboards know them.
struct MetricsExporter {
    private var metrics = MetricsText()

    var text: String { metrics.text }

    // MARK: - What there is

    mutating func show(_ now: LiveStatus.Snapshot) {
        total("ticks", "Pictures of the programme that were composed", now.ticks)
        total("late_ticks", "Of them, composed more than 100 ms late", now.lateTicks)
        gauge("tick_lateness_seconds", "How far behind its schedule the last tick was", seconds(now.lateness))
        gauge("composer_lead_seconds", "How long before its own time a tick is composed", seconds(now.lead))
        total("source_pictures", "Source pictures decoded", now.pictures)
        total("dropped_pictures", "Source pictures that no tick showed", now.droppedPictures)
        total("skipped_packets", "Packets that no decoder had room for", now.skippedPackets)
        total("repeated_canvases", "Pictures that an encoder got again, as it was late", now.repeatedCanvases)
        total("source_bytes", "Bytes from the source", now.bytes)
        total("sources", "Publications or connections so far", now.sources)
        total("clock_jumps", "How often the source's clock was set anew", now.clockJumps)
        gauge("source_buffer_seconds", "How long before its tick the last packet came", seconds(now.bufferedTime))
        gauge("audio_offset_seconds", "How much later sound is heard than its pictures", seconds(now.audioOffset))
        if let sound = now.sound { show(sound) }
        if let captions = now.closedCaptions { show(captions) }
        total("overload_steps", "Steps taken for want of CPU, and back", now.overloadSteps)
        total("hearts", "Hearts shown", now.hearts)
        total("events", "Events committed", now.events)
        total("refused_events", "Events refused", now.refusedEvents)
        total("segments", "Whole segments of the first rendition", now.segments)
        total("failed_writes", "Files that couldn't be written", now.failedWrites)
        for state in [LiveStatus.SourceState.waiting, .live, .frozen, .slate, .finished] {
            gauge(
                "source_state", "What is shown of the source: 1 for the state that is", now.source == state ? 1 : 0,
                [("state", state.rawValue)])
        }
    }

    private mutating func show(_ captions: ClosedCaptionStatus) {
        for channel in captions.channels {
            gauge(
                "closed_captions", "1 for each channel of closed captions in which the source has said something", 1,
                [("channel", channel.rawValue)])
        }
        total(
            "lost_closed_caption_pairs", "Pairs of characters that the source sent faster than closed captions go",
            captions.lostPairs)
    }

    /// What isn't known yet, as in silence, isn't told.
    private mutating func show(_ sound: SoundLevels) {
        func level(_ name: String, _ help: String, _ value: Double?) {
            if let value { gauge(name, help, value) }
        }
        level("loudness_short_term_lufs", "The programme's loudness, over 3 s", sound.shortTerm)
        level("loudness_integrated_lufs", "The programme's loudness so far, without its pauses", sound.integrated)
        level("true_peak_dbtp", "The programme's highest true peak so far", sound.truePeak)
        level("sound_gain_db", "What the source's sound is raised by", sound.gain)
        level("sound_limiting_db", "What the limiter has taken away at most, in 0.1 s", sound.limiting)
        guard let bed = sound.bed else { return }
        gauge("bed_playing", "Whether music is heard under the voice: 1 if it is", bed.isPlaying ? 1 : 0)
        level("bed_level_lufs", "How loud that music is: less while somebody speaks", bed.level)
    }

    /// - Parameters:
    ///   - ticks: A second.
    ///   - frameRate: What they ought to be.
    mutating func showPace(_ ticks: Double?, frameRate: Int?) {
        guard let ticks else { return }
        gauge("frames_per_second", "Pictures of the programme composed a second, over the last seconds", ticks)
        guard let frameRate, frameRate > 0 else { return }
        gauge("speed", "The programme's time against the clock's: 1 keeps up", ticks / Double(frameRate))
    }

    mutating func showLatencies(_ status: LiveStatus) {
        metrics.add(
            "tatecast_picture_latency_seconds", "From a picture's arrival to the canvas", status.pictureLatencies)
        metrics.add(
            "tatecast_part_latency_seconds", "From a part's last picture on the canvas to the part before viewers",
            status.partLatencies)
    }

    mutating func show(_ item: MetricSource) {
        switch item.kind {
        case .counter: total(item.name, item.help, item.value(), item.labels)
        case .gauge: gauge(item.name, item.help, item.value(), item.labels)
        }
    }

    mutating func show(_ statistics: ViewerStatistics, of listener: String) {
        let labels = [(name: "listener", value: listener)]
        func number(_ path: KeyPath<ViewerStatistics, Int>) -> Double { Double(statistics[keyPath: path]) }
        gauge("connections", "Connections", number(\.connectionCount), labels)
        gauge("waiting_requests", "Requests for what isn't there yet", number(\.waitingCount), labels)
        total("requests", "Requests", number(\.requestCount), labels)
        total("refused_requests", "Answers of 400 and more", number(\.refusalCount), labels)
        total("sent_bytes", "Bytes of answers' bodies", number(\.byteCount), labels)
        // Nothing, where no player sends CMCD.
        if let players = statistics.audience.players { show(players, labels) }
    }

    /// What players say of themselves (CTA-5004).
    private mutating func show(_ players: PlayerTotals, _ labels: [(name: String, value: String)]) {
        total("player_sessions", "Sessions of players that send CMCD", Double(players.sessions), labels)
        total(
            "player_starved_sessions", "Of them, those that ran out of something to play (bs)",
            Double(players.starvedSessions), labels)
        total(
            "player_starved_requests", "Requests that said so", Double(players.starvedRequests), labels)
        total(
            "player_session_seconds", "From each session's first request to its last, in all", players.seconds, labels)
        total(
            "player_unlisted_requests", "Requests of sessions that found no place in the table",
            Double(players.unlistedRequests), labels)
        metrics.add(
            "tatecast_player_start_seconds",
            "An estimate: from a session's first playlist to its first media without su", players.start)
        metrics.add(
            "tatecast_player_throughput_bits_per_second", "What players measured (mtp)", players.throughput)
        if players.startDelay.count > 0 {
            metrics.add(
                "tatecast_player_start_delay_seconds", "From the wish to play to the first picture (msd)",
                players.startDelay)
        }
        if players.starvationSeconds > 0 {
            total(
                "player_starvation_seconds", "Without anything to play, in all (bsd)", players.starvationSeconds, labels
            )
        }
    }

    mutating func showProcess() {
        let pages = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?
            .split(separator: " ").dropFirst().first.flatMap { Double($0) }
        if let pages {
            gauge(
                "process_resident_memory_bytes", "Memory in use", pages * Double(sysconf(Int32(_SC_PAGESIZE))),
                prefix: "")
        }
        total("process_cpu_seconds", "CPU time used", ProcessorMeter.seconds, prefix: "")
    }

    // MARK: - Handing on

    private func seconds(_ nanoseconds: Int64) -> Double { Double(nanoseconds) / 1e9 }

    private mutating func gauge(
        _ name: String, _ help: String, _ value: Double, _ labels: [(name: String, value: String)] = [],
        prefix: String = "tatecast_"
    ) {
        metrics.add(.gauge, prefix + name, help, value, labels)
    }

    private mutating func total(_ name: String, _ help: String, _ value: Int) { total(name, help, Double(value)) }

    private mutating func total(
        _ name: String, _ help: String, _ value: Double, _ labels: [(name: String, value: String)] = [],
        prefix: String = "tatecast_"
    ) {
        metrics.add(.counter, prefix + name + "_total", help, value, labels)
    }
}
