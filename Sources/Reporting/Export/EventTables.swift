import Foundation
import MediaModel
import Show

/// Writes a show's comments and events as tables, line by line: as large as the log they may be, and take no more memory for it.
public struct EventTables: Sendable {
    private let reader: ShowReader
    private let account: ShowAccount
    private let removed: Set<String>
    private let language: ReportLanguage

    /// - Parameter language: Of products' names.
    public init(_ reader: ShowReader, _ result: ShowReader.Result, language: ReportLanguage) {
        (self.reader, account, removed) = (reader, result.account, result.removedComments)
        self.language = language
    }

    private static let commentColumns = ["seconds", "time", "id", "author", "text", "pinned", "product"]
    private static let eventColumns = ["seconds", "time", "type", "id", "event"]

    /// - Parameters:
    ///   - comments, events: Take each piece of a table, in order.
    /// - Throws: ``ReportError`` if the log can't be read.
    public func write(
        comments: (String) throws(ReportError) -> Void, events: (String) throws(ReportError) -> Void
    ) throws(ReportError) {
        try comments(CSVRow.mark + CSVRow(Self.commentColumns).text)
        try events(CSVRow.mark + CSVRow(Self.eventColumns).text)
        let runs = try reader.runs()
        var clock = RunClock(runs: runs)
        let decoder = EventDecoder()
        let file = try LineFile(path: reader.eventPath)
        try file.forEachLine { line throws(ReportError) in
            if line.isCut { return }
            if let hearts = HeartLine(line.bytes) {
                let at = clock.seconds(hearts.at)
                let id = String(decoding: hearts.id, as: UTF8.self)
                return try events(row(at, "hearts", id, String(decoding: line.bytes, as: UTF8.self)))
            }
            guard let event = try? decoder.decode(line.bytes).resolved(startedAt: runs.start(of: clock.run)),
                let time = event.mediaTime?.ticks(timescale: 1_000_000, rounding: .nearest)
            else { return }
            let at = clock.seconds(time)
            if case .comment(.show(let comment, let isPinned)) = event.action {
                // Whoever took it away didn't want it read.
                if comment.id.map(removed.contains) ?? false { return }
                try comments(
                    CSVRow([
                        Self.decimal(at), self.time(at), comment.id ?? "", comment.author ?? "", comment.text,
                        isPinned ? "yes" : "", product(at: at),
                    ]).text)
            }
            let text = String(decoding: line.bytes, as: UTF8.self)
            try events(row(at, event.typeName, event.id ?? "", text))
        }
    }

    private func row(_ at: Double, _ type: String, _ id: String, _ text: String) -> String {
        CSVRow([Self.decimal(at), time(at), type, id, text]).text
    }

    /// By the wall clock; empty where nothing tells.
    private func time(_ at: Double) -> String {
        account.start.map { ProgramTime.text($0 + Int64((max(-1e9, min(at, 1e9)) * 1_000).rounded())) } ?? ""
    }

    private func product(at second: Double) -> String {
        account.products.last { $0.start <= second && second <= $0.end }.map { language.text($0.product.name) } ?? ""
    }

    private static func decimal(_ seconds: Double) -> String {
        let thousandths = Int64((seconds * 1_000).rounded())
        return
            "\(thousandths < 0 ? "-" : "")\(abs(thousandths) / 1_000).\(String(1_000 + abs(thousandths) % 1_000).dropFirst())"
    }

}
