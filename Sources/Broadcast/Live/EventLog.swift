import Foundation
import MediaModel

/// `events.ndjson` beside the show: each committed event with its media time, so that a recording can be drawn again.
///
/// Belongs to the show's thread. What can't be written is counted and said once; the broadcast goes on.
final class EventLog: @unchecked Sendable {
    // Sendable, as only the show's thread calls it once it is made.
    private let path: String
    private let status: LiveStatus
    private let report: SourceReport
    private var file: FileHandle?

    /// - Parameter continues: Whether to go on at the end of what is there.
    init(path: String, continues: Bool, status: LiveStatus, report: SourceReport) throws(JobError) {
        (self.path, self.status, self.report) = (path, status, report)
        if !continues || !FileManager.default.fileExists(atPath: path) {
            guard FileManager.default.createFile(atPath: path, contents: nil) else {
                throw JobError(.outputNotWritable, "\(path) can't be created: \(String(cString: strerror(errno)))")
            }
        }
        file = FileHandle(forWritingAtPath: path)
        _ = try? file?.seekToEnd()
    }

    /// Adds an event.
    ///
    /// - Parameter time: Of the tick that it was committed on.
    func append(_ event: LiveEvent, time: MediaTime) {
        guard let file, let line = Self.line(event.json, time: time) else { return }
        do {
            try file.write(contentsOf: Data(line.utf8))
        } catch {
            self.file = nil
            status.count(\.failedWrites)
            report.warn("\(path) can't be written any further; the show goes on: \(error.localizedDescription)")
        }
    }

    func close() {
        try? file?.close()
        file = nil
    }

    /// The event with `at` as its first key, in seconds to the nearest microsecond.
    static func line(_ json: String, time: MediaTime) -> String? {
        guard var object = try? JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any] else {
            return nil
        }
        object["at"] = nil
        guard
            let rest = try? JSONSerialization.data(
                withJSONObject: object, options: [.sortedKeys, .withoutEscapingSlashes])
        else { return nil }
        let microseconds = time.ticks(timescale: 1_000_000, rounding: .nearest)
        let fraction = String(1_000_000 + microseconds % 1_000_000).dropFirst()
        let body = String(decoding: rest, as: UTF8.self).dropFirst()
        return "{\"at\":\(microseconds / 1_000_000).\(fraction)" + (body == "}" ? "" : ",") + body + "\n"
    }
}
