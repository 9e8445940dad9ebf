import Broadcast
import Foundation
import HLS
import Logging
import MediaModel
import Show

/// Show events that come line by line: from a file before the show, or from standard input while it goes on.
struct EventInput: Sendable {
    let job: BroadcastJob
    let logger: Logger

    /// Reads a timeline: all lines must be right, and have their time.
    ///
    /// - Parameter start: When the programme's picture 0 is shown.
    /// - Throws: ``JobError`` that names file and lines.
    static func loadTimeline(_ path: String, start: ProgramDateTime) throws(JobError) -> EventTimeline {
        try timeline(try read(path), path, start: WallTime(microseconds: start.millisecondsSince1970 * 1000))
    }

    /// Reads a timeline for a broadcast, which keeps the lines themselves: it writes them down when they are committed.
    ///
    /// - Throws: ``JobError`` that names file and lines.
    static func load(_ path: String) throws(JobError) -> [LiveEvent] {
        let data = try read(path)
        do {
            return try EventTimeline.written(ndjson: data, expectedStart: now).map { LiveEvent($0, json: $1) }
        } catch {
            throw JobError(.inputUnusable, error.description(inFile: path))
        }
    }

    private static func read(_ path: String) throws(JobError) -> Data {
        try InputFile.read(path, upTo: EventTimeline.maximumByteCount)
    }

    private static func timeline(_ data: Data, _ path: String, start: WallTime) throws(JobError) -> EventTimeline {
        do {
            return try EventTimeline(ndjson: data, start: start)
        } catch {
            throw JobError(.inputUnusable, error.description(inFile: path))
        }
    }

    /// What absolute times are compared with while the show hasn't begun.
    static var now: WallTime {
        WallTime(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
    }

    /// Reads standard input on a thread of its own until it ends. A line that is wrong is refused and said, and the show
    /// goes on.
    func start() {
        let thread = Thread { read() }
        thread.name = "events"
        thread.start()
    }

    private func read() {
        var number = 0
        var lines = InputLines(limit: EventDecoder.maximumByteCount)
        while let given = lines.next() {
            let line = TextEncoding.withoutMark(given)
            number += 1
            // What another broadcast's log lacks is no event of this one.
            guard !line.allSatisfy(\.isWhitespace), TimelineGap(line: line) == nil else { continue }
            do {
                let event = try EventDecoder().decode(line.utf8)
                // A time that can't be meant is said here, with its line; the show resolves it when it knows its start.
                _ = try event.resolved(startedAt: job.status.snapshot.start ?? Self.now)
                if !job.send(LiveEvent(event, json: line)) {
                    refuse(number, "too many events wait, or the programme is over; this one is refused")
                }
            } catch {
                refuse(number, "\(error)")
            }
        }
    }

    private func refuse(_ line: Int, _ reason: String) {
        job.status.countRefusedEvent()
        logger.warning("standard input, line \(line): \(reason)")
    }
}
