import CProcess
import Foundation
import Lines
import Logging
import Synchronization

/// What the process says: log lines, results, and one status line that they don't tear.
///
/// Safe on any thread, and never waits: behind it each descriptor has a thread of its own (``LineSink``). What finds no room is dropped,
/// counted and told of later; results, the lines that others wait for and the last error aren't.
final class Console: Sendable {
    static let shared = Console()

    /// Of lines that nobody reads. Some thousands: what led to it, and no more than a broadcast can spare.
    private static let limit = 256 * 1_024
    /// What the end waits for a reader that takes nothing.
    private static let patience = Duration.milliseconds(500)

    /// Whether a person is watching.
    let isTerminal: Bool
    /// What standard error was when the process began.
    private let errors: Int32
    private let log: LineSink<ConsoleEntry>
    /// The same as `log` where both lead to one place, so that lines stay in order there.
    private let results: LineSink<ConsoleEntry>
    /// Whether results are data, which wait for a slow reader, a pager say.
    private let hasData = Atomic(false)
    private let isHurried = Atomic(false)

    /// To be used before anything opens a file.
    private init() {
        // A reader that has gone, and a file that grew too large, are errors of a write and no reason to die.
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
        // A descriptor that is closed would be the next file's or connection's, and what is printed would get into that.
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(descriptor, F_GETFD) == -1 {
            _ = open("/dev/null", O_RDWR)
        }
        errors = Self.duplicate(STDERR_FILENO)
        let output = Self.duplicate(STDOUT_FILENO)
        isTerminal = isatty(errors) == 1
        let isOnePlace = Self.isSame(errors, output)
        let taker = ConsoleTaker(errors: errors, output: output, isTerminal: isTerminal)
        log = LineSink(named: "log", limit: Self.limit, taker: taker, onCount: OutputCapture.count)
        results =
            isOnePlace
            ? log
            : LineSink(
                named: "results", limit: Self.limit,
                taker: ConsoleTaker(errors: errors, output: output, isTerminal: false))
    }

    /// Has what libraries print by themselves come here too, as warnings. Call once, before there are other threads.
    ///
    /// - Parameter format: Of their lines.
    func capturePrinted(as format: LogFormat) {
        OutputCapture.begin(errors: errors) { [self] line in
            write(LogRecord(library: line, format: format))
        }
    }

    /// Writes a log line.
    func write(_ record: LogRecord) {
        log.put(.record(record), cost: record.cost, record.level == .critical ? .kept : .usual)
    }

    /// Writes a line, above the status line if there is one. It is never dropped: it says why the process ends.
    func write(_ line: String) {
        log.put(.text(line), cost: line.utf8.count, .kept)
    }

    /// Replaces the status line. Does nothing where nobody watches.
    func show(status: String) {
        guard isTerminal else { return }
        log.put(.status(status), cost: status.utf8.count, .passing)
    }

    /// Takes the status line away.
    func clearStatus() {
        guard isTerminal else { return }
        log.put(.status(""), cost: 1, .kept)
    }

    /// Writes to standard output what somebody waits for, e.g. that the process is ready.
    func answer(_ text: String) {
        results.put(.result(text), cost: text.utf8.count, .kept)
    }

    /// Writes to standard output what the process was asked for: the end waits until it is read.
    func result(_ text: String) {
        hasData.store(true, ordering: .relaxed)
        answer(text)
    }

    /// In characters; 80 if the terminal doesn't say.
    var width: Int {
        var size = winsize()
        return ioctl(errors, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
    }

    /// Has the end not wait for whoever reads results. Any thread, also where signals are handled.
    func hurry() { isHurried.store(true, ordering: .relaxed) }

    /// Ends the process, once what it had to say is said, or nobody takes it.
    func exit(_ status: Int32) -> Never {
        log.put(.sum, cost: 0, .kept)
        if hasData.load(ordering: .relaxed) {
            // A pager is read some time; a full disk may never have room.
            while !isHurried.load(ordering: .relaxed), !results.isFailing,
                !results.drain(within: .milliseconds(100), prunes: false)
            {}
        }
        let begin = ContinuousClock.now
        for sink in [results, log] {
            let left = max(.milliseconds(20), Self.patience - begin.duration(to: .now))
            // Who has read nothing for so long won't begin now.
            sink.drain(within: sink.stuckTime > .seconds(5) ? min(left, .milliseconds(100)) : left)
        }
        // Not by `exit`, which would wait for locks of other threads: of whoever reads standard input, say.
        process_end(status)
    }

    /// Lets out what is there, for so long at most: the process is about to be ended.
    func settle(within time: Duration) {
        for sink in [results, log] { sink.drain(within: time) }
    }

    // Beyond the numbers that libraries are used to find their own at.
    private static func duplicate(_ descriptor: Int32) -> Int32 {
        let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 10)
        return copy >= 0 ? copy : descriptor
    }

    private static func isSame(_ one: Int32, _ other: Int32) -> Bool {
        var (first, second) = (stat(), stat())
        guard fstat(one, &first) == 0, fstat(other, &second) == 0 else { return false }
        return first.st_dev == second.st_dev && first.st_ino == second.st_ino && first.st_rdev == second.st_rdev
    }
}
