import CLastWords
import Foundation

/// Catches what libraries and the runtime print by themselves: their lines are ours to bound, to format and to drop.
///
/// From then on descriptors 1 and 2 are a pipe, which a thread reads that waits for nothing else. So no thread that prints waits for who
/// reads the log, whatever it prints with. What a crash says still gets out: see `last-words.h`.
package enum OutputCapture {
    /// A library that never ends its line.
    private static let longestLine = 4_096

    /// Begins. Call once, before there are other threads that print.
    ///
    /// - Parameters:
    ///   - errors: Where the last words of a crash go: what standard error was.
    ///   - receive: Told each line on a thread of its own; returns at once.
    /// - Returns: Whether there is a descriptor left for it.
    @discardableResult
    package static func begin(errors: Int32, receive: @escaping @Sendable (String) -> Void) -> Bool {
        let reading = last_words_redirect()
        guard reading >= 0 else { return false }
        last_words_install(reading, errors)
        let thread = Thread {
            Thread.current.name = "printed"
            read(reading, receive)
        }
        thread.start()
        return true
    }

    /// Counts entries on their way to standard error, which a crash waits for a moment for. Any thread.
    @Sendable package static func count(_ entries: Int) {
        last_words_count(Int32(entries))
    }

    private static func read(_ descriptor: Int32, _ receive: (String) -> Void) {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        var lines = PrintedLines(longest: longestLine)
        while true {
            // A line that isn't ended is one all the same after a moment: a prompt, or the last thing somebody says.
            var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let isQuiet = poll(&waiting, 1, lines.isEmpty ? -1 : 200) == 0
            count(1)
            defer { count(-1) }
            if isQuiet {
                if let rest = lines.takeRest() { receive(rest) }
                continue
            }
            let size = Foundation.read(descriptor, &buffer, buffer.count)
            if size < 0 && errno == EINTR { continue }
            guard size > 0 else { return }
            for line in lines.add(buffer[..<size]) { receive(line) }
        }
    }
}

/// Puts what comes in pieces together to lines.
struct PrintedLines {
    private let longest: Int
    private var rest: [UInt8] = []

    /// - Parameter longest: In bytes; a longer one is cut up.
    init(longest: Int) { self.longest = longest }

    var isEmpty: Bool { rest.isEmpty }

    /// The lines that are whole now, without their ends; none that are empty.
    mutating func add(_ bytes: some Collection<UInt8>) -> [String] {
        var lines: [String] = []
        for byte in bytes {
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") || rest.count >= longest {
                if let line = takeRest() { lines.append(line) }
            }
            if byte != UInt8(ascii: "\n") && byte != UInt8(ascii: "\r") { rest.append(byte) }
        }
        return lines
    }

    /// What there is of a line that isn't ended; `nil` for nothing.
    mutating func takeRest() -> String? {
        defer { rest = [] }
        return rest.isEmpty ? nil : String(decoding: rest, as: UTF8.self)
    }
}
