import Broadcast
import Foundation
import HLS
import Logging
import Show

/// Show events that come line by line: from a file before the show, or from standard input while it goes on.
struct EventInput: Sendable {
    let job: LiveJob
    let logger: Logger

    /// Reads a timeline: all lines must be right, and have their time.
    ///
    /// - Throws: ``JobError`` that names file and lines.
    static func load(_ path: String) throws -> [LiveEvent] {
        let size = (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int ?? 0
        guard size <= EventTimeline.maximumByteCount else {
            throw JobError(.inputUnusable, "\(path): larger than \(EventTimeline.maximumByteCount >> 20) MiB")
        }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw JobError(.inputNotFound, "\(path) can't be read: no such file, or permission denied")
        }
        let decoder = EventDecoder(start: now)
        do {
            // For its errors: each line that is wrong, and why.
            _ = try EventTimeline(ndjson: data, start: now)
        } catch {
            throw JobError(.inputUnusable, error.description(inFile: path))
        }
        return String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline).compactMap { line in
            (try? decoder.decode(line.utf8)).map { LiveEvent($0, json: String(line)) }
        }
    }

    private static var now: WallTime {
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
        while let line = lines.next() {
            number += 1
            guard !line.allSatisfy(\.isWhitespace) else { continue }
            do {
                let start = job.status.snapshot.start ?? Self.now
                let event = try EventDecoder(start: start).decode(line.utf8)
                if !job.send(LiveEvent(event, json: line)) {
                    refuse(number, "too many events wait; this one is refused")
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
