import ArgumentParser
import FFmpegKit
import Logging

/// How log lines look.
enum LogFormat: String, CaseIterable, ExpressibleByArgument {
    /// For people: `warning: the source is interlaced`.
    case text
    /// For machines: one object a line.
    case json
}

/// Hands log lines to the console; never waits.
struct ConsoleLogHandler: LogHandler {
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    let format: LogFormat

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let more = event.metadata ?? [:]
        let metadata = more.isEmpty ? metadata : metadata.merging(more) { _, new in new }
        Console.shared.write(LogRecord(event.level, "\(event.message)", metadata, format: format))
    }

    /// Sets up all logging of the process, and catches what libraries print. Call once.
    static func bootstrap(format: LogFormat, level: Logger.Level) -> Logger {
        Console.shared.capturePrinted(as: format)
        LoggingSystem.bootstrap { _ in ConsoleLogHandler(logLevel: level, format: format) }
        let logger = Logger(label: "tatecast")
        // What FFmpeg says of damaged media is for whoever asks: we count and sum it up ourselves.
        FFmpegLog.redirect(verbose: level <= .debug) { line in logger.debug("ffmpeg: \(line)") }
        return logger
    }
}
