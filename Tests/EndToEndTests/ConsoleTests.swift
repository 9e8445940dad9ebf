import Foundation
import Lines
import Logging
import Testing

@testable import tatecast

/// What is written of what the process says, by the rules of ``ConsoleTaker``.
@Suite(.timeLimit(.minutes(1))) struct ConsoleTests {
    /// Hands entries on and returns what came out at both ends.
    private func written(
        _ items: [LineItem<ConsoleEntry>], isTerminal: Bool = false
    ) throws -> (errors: String, output: String) {
        // Each C library has a type of its own for streams, so descriptors are what is used.
        let (errors, output) = (try temporaryFile(), try temporaryFile())
        defer {
            close(errors)
            close(output)
        }
        var taker = ConsoleTaker(errors: errors, output: output, isTerminal: isTerminal)
        for item in items { #expect(taker.take(item) == .taken) }
        func read(_ file: Int32) -> String {
            var bytes = [UInt8](repeating: 0, count: 1 << 20)
            let size = pread(file, &bytes, bytes.count, 0)
            return String(decoding: bytes[..<max(0, size)], as: UTF8.self)
        }
        return (read(errors), read(output))
    }

    /// A file without a name, open for reading and writing.
    private func temporaryFile() throws -> Int32 {
        var path = Array((NSTemporaryDirectory() + "console-XXXXXX").utf8CString)
        let descriptor = mkstemp(&path)
        try #require(descriptor >= 0)
        unlink(path)
        return descriptor
    }

    private func record(
        _ message: String, _ level: Logger.Level = .info, _ metadata: Logger.Metadata = [:], format: LogFormat = .text
    ) -> LineItem<ConsoleEntry> {
        .entry(.record(LogRecord(level, message, metadata, format: format)), isKept: level == .critical)
    }

    @Test func formatsForPeople() throws {
        let said = try written([
            record("on air"), record("odd", .warning, ["b": "2", "a": "1"]), record("it ends", .critical),
        ])
        #expect(said.errors == "on air\nwarning: odd a=1 b=2\nerror: it ends\n")
    }

    /// What a publisher calls itself is written by a stranger.
    @Test func aPeersWordsAreNoCommandsAndNoLinesOfTheirOwn() throws {
        let said = try written([record("a \u{1B}[2J", .info, ["program": "x\nerror: it ends"]), record("two\nlines")])
        #expect(said.errors == "a ?[2J program=x?error: it ends\ntwo\nlines\n")
    }

    /// RFC 3339: a time without its zone is whatever zone the reader is in.
    @Test func timesAreInUTCAndSaySo() throws {
        let said = try written([record("on \"air\"", .info, ["peer": "1.2.3.4"], format: .json)])
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(said.errors.utf8)) as? [String: String])
        #expect(object["message"] == "on \"air\"" && object["level"] == "info" && object["peer"] == "1.2.3.4")
        let time = try #require(object["time"])
        #expect(time.wholeMatch(of: #/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/#) != nil, "\(time)")
        let date = try #require(try? Date(time, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
        #expect(abs(date.timeIntervalSinceNow) < 60)
    }

    @Test func masksSecretsInLogsAndResults() throws {
        let said = try written([
            record("ffmpeg: Opening 'https://h/a?token=abc' for reading", .debug),
            record("x", .info, ["url": "rtmp://h/a/k"]),
            .entry(.text("error: srt://h:1?passphrase=0123456789"), isKept: true),
            .entry(.result("{\"place\":\"https://h/a?token=abc\"}"), isKept: true),
        ])
        #expect(
            said.errors
                == "debug: ffmpeg: Opening 'https://h/a?token=***' for reading\nx url=rtmp://h/a/***\n"
                + "error: srt://h:1?passphrase=***\n")
        #expect(said.output == "{\"place\":\"https://h/a?token=***\"}\n")
    }

    @Test func saysHowManyLinesAreMissing() throws {
        let said = try written([record("a"), .gap(lines: 812), record("b"), .gap(lines: 1)])
        #expect(
            said.errors
                == "a\nwarning: 812 lines are missing here: nobody took them\nb\n"
                + "warning: 1 line is missing here: nobody took them\n")
    }

    @Test func aLibrarysLinesAreWarningsInTheFormOfTheLog() throws {
        let printed = LogRecord(library: "12:00:01/SRT*E: \u{1B}[31mno\u{1B}[0m", format: .json)
        let said = try written([.entry(.record(printed), isKept: false)])
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(said.errors.utf8)) as? [String: String])
        #expect(object["level"] == "warning")
        #expect(object["message"] == "library: 12:00:01/SRT*E: ?[31mno?[0m")
    }

    @Test func whatALibraryRepeatsIsSaidNowAndThen() throws {
        let lines = (0..<1_000).map { number in
            LineItem.entry(
                ConsoleEntry.record(LogRecord(library: "12:00:0\(number % 10)/SRT*E: no", format: .text)), isKept: false
            )
        }
        let said = try written(lines + [.entry(.sum, isKept: true)]).errors.split(separator: "\n")
        #expect(said.count == 22)
        #expect(said.last == "warning: library: 12:00:09/SRT*E: no (899 more like it before)")
    }

    /// The line that nobody may see twice in a row is torn by none.
    @Test func keepsTheStatusLineBelowTheLog() throws {
        let said = try written(
            [
                .entry(.status("50 %"), isKept: false), record("a"), .entry(.status("50 %"), isKept: false),
                .entry(.status(""), isKept: true), record("b"),
            ], isTerminal: true)
        #expect(said.errors == "\r\u{1B}[K50 %\r\u{1B}[Ka\n50 %\r\u{1B}[Kb\n")
    }

    @Test func triesTheLastErrorAgainWhereTheDiskIsFull() throws {
        let full = open("/dev/full", O_WRONLY)
        defer { close(full) }
        var taker = ConsoleTaker(errors: full, output: full, isTerminal: false)
        #expect(taker.take(record("it ends", .critical)) == .later(.milliseconds(250)))
        #expect(taker.take(.entry(.result("{}"), isKept: true)) == .later(.milliseconds(250)))
        // What isn't kept is lost, and counted.
        #expect(taker.take(record("on air")) == .taken)
    }
}
