import ArgumentParser
import FFmpegKit
import Foundation
import Logging

/// How log lines look.
enum LogFormat: String, CaseIterable, ExpressibleByArgument {
    /// For people: `warning: the source is interlaced`.
    case text
    /// For machines: one object a line.
    case json
}

/// Writes log lines to the console.
struct ConsoleLogHandler: LogHandler {
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    let format: LogFormat

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let metadata = metadata.merging(event.metadata ?? [:]) { _, new in new }
        Console.shared.write(
            format == .text
                ? Self.text(event.level, "\(event.message)", metadata)
                : Self.json(event.level, "\(event.message)", metadata))
    }

    private static func text(_ level: Logger.Level, _ message: String, _ metadata: Logger.Metadata) -> String {
        let details = metadata.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
        // The usual word is short enough to leave out.
        return (level == .info ? "" : "\(level == .critical ? "error" : level.rawValue): ") + message + details
    }

    private static func json(_ level: Logger.Level, _ message: String, _ metadata: Logger.Metadata) -> String {
        var object = metadata.mapValues { "\($0)" }
        object["time"] = Date().ISO8601Format(.iso8601(timeZone: .gmt, includingFractionalSeconds: true))
        object["level"] = level.rawValue
        object["message"] = message
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(object)).map { String(decoding: $0, as: UTF8.self) } ?? message
    }

    /// Sets up all logging of the process. Call once.
    static func bootstrap(format: LogFormat, level: Logger.Level) -> Logger {
        LoggingSystem.bootstrap { _ in ConsoleLogHandler(logLevel: level, format: format) }
        let logger = Logger(label: "tatecast")
        // What FFmpeg says of damaged media is for whoever asks: we count and sum it up ourselves.
        FFmpegLog.redirect(verbose: level <= .debug) { _, line in logger.debug("ffmpeg: \(line)") }
        return logger
    }
}
