import Foundation
import Lines

/// A line of an outbox's file: a JSON object. The first one, `{"outbox":1,"last":17}`, has the number of the event that was put in last;
/// others put an event in, or say up to which number all are delivered.
struct JournalLine: Codable, Hashable {
    static let version = 1

    var outbox: Int?
    var last: Int?
    var number: Int?
    var id: String?
    var type: WebhookEventType?
    var body: String?
    var losses: [String: Int]?
    var delivered: Int?

    init(head last: Int) { (outbox, self.last) = (Self.version, last) }

    init(delivered number: Int) { delivered = number }

    init(_ entry: OutboxEntry) {
        (number, id, type, body, losses) = (entry.number, entry.id, entry.type, entry.body, entry.losses)
    }

    /// With its line end.
    var bytes: [UInt8] { Array(jsonLine.utf8) + [UInt8(ascii: "\n")] }

    private var entry: OutboxEntry? {
        guard let number, let id, let type, let body else { return nil }
        return OutboxEntry(number: number, id: id, type: type, body: body, losses: losses)
    }
}

extension JournalLine {
    /// What a file says is still to be delivered.
    struct Contents {
        var entries: [OutboxEntry] = []
        var lastNumber = 0
        /// Lines that say nothing: the last one, which a crash has cut off, isn't among them.
        var unreadableCount = 0
    }

    /// Reads a file's bytes, as far as they are lines of ours.
    ///
    /// A line that puts in an event with a number that has been seen is passed over: it was on its way when the file was written anew.
    static func read(_ bytes: Data) -> Contents {
        var contents = Contents()
        var delivered = 0
        let decoder = JSONDecoder()
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, bytes) in lines.enumerated() where !bytes.isEmpty {
            guard let line = try? decoder.decode(JournalLine.self, from: bytes) else {
                if index < lines.count - 1 { contents.unreadableCount += 1 }
                continue
            }
            if let entry = line.entry {
                // A head names the last number that there was, and the entries after it are older.
                guard entry.number > (contents.entries.last?.number ?? 0) else { continue }
                contents.entries.append(entry)
            }
            contents.lastNumber = max(contents.lastNumber, line.last ?? 0, line.number ?? 0)
            delivered = max(delivered, line.delivered ?? 0)
        }
        contents.entries.removeAll { $0.number <= delivered }
        contents.lastNumber = max(contents.lastNumber, delivered)
        return contents
    }
}
