import Foundation
import Lines
import MediaModel
import Show

/// `events.ndjson` beside the show: each committed event with its media time, so that a recording can be drawn again.
///
/// The show's thread adds events and never waits for the disk, which has a thread of its own. What the disk can't take waits, up to
/// ``limit``; beyond that it is missing, and a line of the log says so (``TimelineGap``). See ``EventFile`` for what becomes of a disk that fails.
final class EventLog: Sendable {
    /// Events committed on one tick.
    struct Batch: Sendable {
        let events: [LiveEvent]
        let time: MediaTime
    }

    /// In bytes: minutes of a busy show.
    private static let limit = 4 << 20
    /// What the end waits for the disk.
    private static let patience = Duration.milliseconds(500)

    private let path: String
    private let sink: LineSink<Batch>
    private let context: BroadcastContext

    /// - Parameter continues: Whether to go on at the end of what is there.
    /// - Throws: ``JobError`` if the file can't be opened or made.
    init(path: String, continues: Bool, context: BroadcastContext) throws(JobError) {
        (self.path, self.context) = (path, context)
        let file = try EventFile(path: path, continues: continues, context: context)
        sink = LineSink(named: "event log", limit: Self.limit, taker: file)
    }

    /// Adds events. Returns at once.
    ///
    /// - Parameter time: Of the tick that they were committed on.
    func append(_ events: [LiveEvent], time: MediaTime) {
        let cost = events.reduce(0) { $0 + $1.json.utf8.count + 64 }
        sink.put(Batch(events: events, time: time), cost: cost, lines: events.count)
    }

    /// Waits half a second at most for what isn't written yet, and ends. Blocks.
    func finish() {
        guard !sink.end(within: Self.patience) else { return }
        context.diagnostics.warn("\(path): the last events are missing, as they couldn't be written in time")
    }

    /// The event with `at` as its first key, in seconds to the nearest microsecond.
    static func line(_ event: LiveEvent, time: MediaTime) -> String? {
        guard let members = event.event.at == nil ? members(of: event.json) : membersButTime(of: event.json) else {
            return nil
        }
        return "{\"at\":\(seconds(time))" + (members.isEmpty ? "" : ",") + members + "}\n"
    }

    /// Says that so many events are missing after `time`.
    static func line(gapOf count: Int, after time: MediaTime) -> String {
        "{\"at\":\(seconds(time)),\"type\":\"\(TimelineGap.type)\",\"events\":\(count)}\n"
    }

    private static func seconds(_ time: MediaTime) -> String {
        let microseconds = time.ticks(timescale: 1_000_000, rounding: .nearest)
        let fraction = String(1_000_000 + microseconds % 1_000_000).dropFirst()
        return "\(microseconds / 1_000_000).\(fraction)"
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
        return rest.map { String(decoding: $0, as: UTF8.self).dropFirst().dropLast() }.map(String.init)
    }
}
