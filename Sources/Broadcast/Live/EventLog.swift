import Foundation
import MediaModel
import Show

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

    /// Adds events, with one call of the disk.
    ///
    /// - Parameter time: Of the tick that they were committed on.
    func append(_ events: [LiveEvent], time: MediaTime) {
        guard let file else { return }
        var lines = ""
        for event in events { lines += Self.line(event, time: time) ?? "" }
        do {
            try file.write(contentsOf: Data(lines.utf8))
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
    static func line(_ event: LiveEvent, time: MediaTime) -> String? {
        let microseconds = time.ticks(timescale: 1_000_000, rounding: .nearest)
        let fraction = String(1_000_000 + microseconds % 1_000_000).dropFirst()
        guard let members = event.event.at == nil ? members(of: event.json) : membersButTime(of: event.json) else {
            return nil
        }
        return "{\"at\":\(microseconds / 1_000_000).\(fraction)" + (members.isEmpty ? "" : ",") + members + "}\n"
    }

    /// What is between the braces, in one line. Hearts come by the ten thousand a second: too many to read each again.
    private static func members(of json: String) -> String? {
        guard let start = json.firstIndex(of: "{"), let end = json.lastIndex(of: "}"), start < end else { return nil }
        let members = json[json.index(after: start)..<end].trimmingCharacters(in: .whitespacesAndNewlines)
        // Between values a line end is as good as a space, and inside one it can't be: there JSON has it escaped.
        let isLineEnd = { (character: Character) in character == "\n" || character == "\r" || character == "\r\n" }
        return members.contains(where: isLineEnd)
            ? members.split(whereSeparator: isLineEnd).joined(separator: " ") : members
    }

    private static func membersButTime(of json: String) -> String? {
        guard var object = try? JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any] else {
            return nil
        }
        object["at"] = nil
        let rest = try? JSONSerialization.data(withJSONObject: object, options: [.sortedKeys, .withoutEscapingSlashes])
        return rest.map { String(String(decoding: $0, as: UTF8.self).dropFirst().dropLast()) }
    }
}
