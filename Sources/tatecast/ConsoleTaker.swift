import Foundation
import Lines
import Logging

/// What a ``Console`` hands to its threads.
enum ConsoleEntry: Sendable {
    case record(LogRecord)
    case text(String)
    /// Empty for none.
    case status(String)
    /// For standard output.
    case result(String)
    /// What was left out as a repetition is to be summed up: the end.
    case sum
}

/// Writes what the process says: formats it, leaves out what repeats, and masks secrets.
///
/// Belongs to a thread of its own, as all of that takes time, and its writes may never return.
struct ConsoleTaker: LineTaker {
    /// On a full disk: how long until there may be room again.
    private static let pause = Duration.milliseconds(250)

    private var errors: DescriptorWriter
    private var output: DescriptorWriter
    private let isTerminal: Bool
    private var status = ""
    /// Lines that couldn't be written, since the last one that could.
    private var lost = 0
    private var format = LogFormat.text
    /// A fault of our own that repeats word for word, twenty times a minute at first.
    private var ownLines = RepeatQuota(same: 20)
    private var libraryLines = RepeatQuota(same: 3, alike: 20)
    private let clock = ContinuousClock()
    private let begin: ContinuousClock.Instant

    init(errors: Int32, output: Int32, isTerminal: Bool) {
        self.errors = DescriptorWriter(errors)
        self.output = DescriptorWriter(output)
        self.isTerminal = isTerminal
        begin = clock.now
    }

    mutating func take(_ item: LineItem<ConsoleEntry>) -> LineOutcome {
        switch item {
        case .gap(let lines):
            lost += lines
            tellLost()
            return .taken
        case .entry(let entry, let isKept):
            return take(entry, isKept: isKept)
        }
    }

    private mutating func take(_ entry: ConsoleEntry, isKept: Bool) -> LineOutcome {
        switch entry {
        case .record(let record):
            format = record.format
            guard let leftOut = leftOut(before: record) else { return .taken }
            return write(line: record.line(leftOut: leftOut), isKept: isKept)
        case .text(let text): return write(line: text, isKept: isKept)
        case .status(let text):
            guard isTerminal, text != status else { return .taken }
            status = text
            _ = errors.write(Array(("\r\u{1B}[K" + text).utf8))
            return .taken
        case .result(let text): return write(result: text)
        case .sum:
            for quota in [ownLines.takeLeftOut(), libraryLines.takeLeftOut()].joined() {
                _ = write(
                    line: LogRecord(.info, "\(quota.count) more like: \(quota.text)", format: format).line(leftOut: 0),
                    isKept: false)
            }
            return .taken
        }
    }

    /// How many like it were left out before it; `nil` if it is left out too. Who wants to see everything does.
    private mutating func leftOut(before record: LogRecord) -> Int? {
        let now = begin.duration(to: clock.now)
        if record.isPrinted { return libraryLines.take(record.message, at: now) }
        return record.level <= .debug || record.level == .critical ? 0 : ownLines.take(record.message, at: now)
    }

    private mutating func write(line: String, isKept: Bool) -> LineOutcome {
        if lost > 0 { tellLost() }
        let text = SecretMask.masked(line)
        let cause = errors.write(
            Array((status.isEmpty ? text + "\n" : "\r\u{1B}[K" + text + "\n" + status).utf8))
        guard cause != 0 else { return .taken }
        if isKept, Self.mayPass(cause) { return .later(Self.pause) }
        lost += 1
        return .taken
    }

    private mutating func write(result text: String) -> LineOutcome {
        if isTerminal, !status.isEmpty { _ = errors.write(Array("\r\u{1B}[K".utf8)) }
        let cause = output.write(Array((SecretMask.masked(text) + "\n").utf8))
        if isTerminal, !status.isEmpty { _ = errors.write(Array(status.utf8)) }
        return cause != 0 && Self.mayPass(cause) ? .later(Self.pause) : .taken
    }

    private mutating func tellLost() {
        let text = "\(lost) line\(lost == 1 ? " is" : "s are") missing here: nobody took them"
        let line = LogRecord(.warning, text, format: format).line(leftOut: 0)
        if errors.write(Array((line + "\n").utf8)) == 0 { lost = 0 }
    }

    /// Room on a disk comes back. A reader that has gone doesn't, and nor does a file that is as large as it may be.
    private static func mayPass(_ cause: Int32) -> Bool { [ENOSPC, EDQUOT, EIO].contains(cause) }
}
