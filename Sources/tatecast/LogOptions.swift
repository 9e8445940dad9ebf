import ArgumentParser
import Logging

/// How much a command says on the way, and in which form.
struct LogOptions: ParsableArguments {
    @Flag(name: .shortAndLong, help: "Say nothing but results, warnings and errors.")
    var quiet = false

    @Option(help: "How log lines look: \(LogFormat.allCases.map(\.rawValue).joined(separator: " or ")).")
    var logFormat: LogFormat?

    @Flag(name: .shortAndLong, help: "Log everything, FFmpeg's own messages too.")
    var verbose = false

    /// Starts logging for the whole process.
    ///
    /// - Parameter isService: Whether others than people read the log by default: lines of JSON, unless at a terminal.
    func bootstrap(isService: Bool) -> Logger {
        ConsoleLogHandler.bootstrap(
            format: logFormat ?? (isService && !Console.shared.isTerminal ? .json : .text),
            level: verbose ? .debug : quiet ? .warning : .info)
    }
}
