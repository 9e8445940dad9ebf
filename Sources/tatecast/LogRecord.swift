import Foundation
import HLS
import Lines
import Logging

/// A log line before it has a form: making one is left to the thread that writes it.
struct LogRecord: Sendable {
    let level: Logger.Level
    let message: String
    let metadata: Logger.Metadata
    /// The wall clock's, in milliseconds since 1970.
    let time: Int64
    let format: LogFormat
    /// Whether a library printed it, rather than told us.
    let isPrinted: Bool

    init(_ level: Logger.Level, _ message: String, _ metadata: Logger.Metadata = [:], format: LogFormat) {
        (self.level, self.message, self.metadata, self.format) = (level, message, metadata, format)
        time = Self.now
        isPrinted = false
    }

    /// A line that a library printed.
    init(library line: String, format: LogFormat) {
        (level, metadata, self.format) = (.warning, [:], format)
        message = "library: " + Self.printable(line)
        time = Self.now
        isPrinted = true
    }

    private static var now: Int64 { Int64(Date().timeIntervalSince1970 * 1_000) }

    /// About what it takes to keep, in bytes.
    var cost: Int { message.utf8.count + 128 * (1 + metadata.count) }

    /// As text or JSON, without its end.
    ///
    /// - Parameter leftOut: How many like it were left out before it.
    func line(leftOut: Int) -> String {
        let message = leftOut > 0 ? "\(message) (\(leftOut) more like it before)" : message
        return format == .text ? text(message) : json(message)
    }

    private func text(_ message: String) -> String {
        let details = metadata.sorted { $0.key < $1.key }.map { " \($0.key)=\(Self.printable("\($0.value)"))" }.joined()
        // The usual word is short enough to leave out.
        return (level == .info ? "" : "\(level == .critical ? "error" : level.rawValue): ")
            + Self.printable(message, keepsLines: true) + details
    }

    /// What a peer sent may be in it: nothing of that reaches a terminal as a command, or looks like another line.
    private static func printable(_ text: String, keepsLines: Bool = false) -> String {
        guard text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else { return text }
        return String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar in
                    scalar.properties.generalCategory == .control && !(keepsLines && scalar == "\n") ? "?" : scalar
                }))
    }

    private func json(_ message: String) -> String {
        var object = metadata.mapValues { "\($0)" }
        // RFC 3339, in UTC.
        object["time"] = ProgramDateTime(millisecondsSince1970: time).description
        object["level"] = level.rawValue
        object["message"] = message
        return object.jsonLine
    }
}
