import Broadcast
import Delivery
import Foundation
import Logging
import Loudness
import ServiceLifecycle

/// Tells whoever watches how a broadcast is doing: a status line on a terminal, a line every ten seconds elsewhere.
final class LiveReporter: Service {
    private let status: LiveStatus
    private let logger: Logger
    private let isQuiet: Bool
    private let isJSON: Bool
    private let destinations: Destinations?
    private let clock = ContinuousClock()

    init(_ status: LiveStatus, logger: Logger, isQuiet: Bool, isJSON: Bool, destinations: Destinations? = nil) {
        self.destinations = destinations
        self.status = status
        self.logger = logger
        self.isQuiet = isQuiet
        self.isJSON = isJSON
    }

    /// Reports until it is asked to end.
    func run() async throws {
        guard !isQuiet else {
            // It isn't the one to end the others.
            try? await gracefulShutdown()
            return
        }
        await cancelWhenGracefulShutdown { await self.report() }
    }

    private func report() async {
        let console = Console.shared
        let pause: Duration = console.isTerminal ? .milliseconds(500) : .seconds(10)
        var last = (snapshot: status.snapshot, time: clock.now)
        let begin = clock.now
        var hearts = RecentCount(window: .seconds(60))
        while (try? await clock.sleep(for: pause)) != nil {
            let now = (snapshot: status.snapshot, time: clock.now)
            let seconds = max(0.001, (now.time - last.time) / .seconds(1))
            hearts.note(now.snapshot.hearts, at: now.time - begin)
            let line =
                Self.line(now.snapshot, before: last.snapshot, seconds: seconds, hearts: hearts.count)
                + (destinations?.states ?? []).map { "  \($0.name) \($0.phase.rawValue)" }.joined()
            last = now
            if console.isTerminal {
                console.show(status: String(line.prefix(max(0, console.width - 1))))
            } else {
                logger.info("\(line)")
            }
        }
    }

    /// E.g. `live  rtmp://… h264 + aac  1920x1080 30 fps 4.1 Mbit/s  buffer 98 ms  lead 60 ms  A/V +3 ms  0 late  0 dropped  120 ♥/min`.
    ///
    /// - Parameter hearts: In the last minute.
    static func line(
        _ now: LiveStatus.Snapshot, before: LiveStatus.Snapshot, seconds: Double, hearts: Int
    ) -> String {
        func rate(_ key: KeyPath<LiveStatus.Snapshot, Int>) -> Double {
            Double(now[keyPath: key] - before[keyPath: key]) / seconds
        }
        var parts = [now.source.rawValue]
        if !now.sourceName.isEmpty { parts.append(now.sourceName) }
        if let size = now.size {
            parts.append("\(size) \(decimal(rate(\.pictures))) fps \(decimal(rate(\.bytes) * 8 / 1_000_000)) Mbit/s")
            parts.append("buffer \(now.bufferedTime / 1_000_000) ms  lead \(now.lead / 1_000_000) ms")
            parts.append("A/V \(now.audioOffset / 1_000_000) ms")
        }
        if let sound = now.sound {
            let loudness = sound.shortTerm.map { String(format: "%.1f", $0) } ?? "–"
            parts.append("\(loudness) LUFS, gain \(String(format: "%+.1f", sound.gain)) dB")
        }
        parts.append("\(now.lateTicks) late")
        parts.append("\(now.droppedPictures + now.skippedPackets) dropped")
        parts.append("\(hearts) ♥/min")
        return parts.joined(separator: "  ")
    }

    /// After the end.
    var summary: String {
        let end = status.snapshot
        if isJSON {
            let object: [String: Any] = [
                "ticks": end.ticks, "lateTicks": end.lateTicks, "pictures": end.pictures,
                "droppedPictures": end.droppedPictures, "skippedPackets": end.skippedPackets, "segments": end.segments,
                "events": end.events, "refusedEvents": end.refusedEvents, "hearts": end.hearts,
                "sources": end.sources, "clockJumps": end.clockJumps, "overloadSteps": end.overloadSteps,
                "overloads": Dictionary(uniqueKeysWithValues: end.overloads.map { ($0.key.name, $0.value) }),
                "overload": end.overload.name, "repeatedCanvases": end.repeatedCanvases,
                "failedWrites": end.failedWrites, "lead": end.lead / 1_000_000, "recordedFiles": end.recordedFiles,
                "recordedBytes": end.recordedBytes, "unrecordedPackets": end.unrecordedPackets,
                "pictureLatency": [
                    "p50": status.pictureLatency(percentile: 0.5) as Any,
                    "p95": status.pictureLatency(percentile: 0.95) as Any,
                    "first": end.firstPicture.map { $0 / 1_000_000 } as Any,
                ],
            ]
            let data = try? JSONSerialization.data(withJSONObject: object, options: [.sortedKeys])
            return String(decoding: data ?? Data(), as: UTF8.self)
        }
        return
            "the programme has ended: \(end.ticks) pictures, \(end.lateTicks) of them late; \(end.segments) segments; "
            + "\(end.events) events, \(end.refusedEvents) refused"
    }
}
