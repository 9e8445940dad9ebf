import Foundation
import Synchronization

/// The terminal, or whatever stderr is: log lines, and one status line that they don't tear.
///
/// Safe on any thread.
final class Console: Sendable {
    static let shared = Console()

    /// Whether a person is watching.
    let isTerminal = isatty(STDERR_FILENO) == 1

    private let statusLine = Mutex("")

    /// Writes a line, above the status line if there is one.
    func write(_ line: String) {
        statusLine.withLock { status in
            put((status.isEmpty ? "" : "\r\u{1B}[K") + line + "\n" + status)
        }
    }

    /// Replaces the status line. Does nothing where nobody watches.
    func show(status: String) {
        guard isTerminal else { return }
        statusLine.withLock { current in
            current = status
            put("\r\u{1B}[K" + status)
        }
    }

    /// Takes the status line away.
    func clearStatus() {
        statusLine.withLock { current in
            if !current.isEmpty { put("\r\u{1B}[K") }
            current = ""
        }
    }

    /// In characters; 80 if the terminal doesn't say.
    var width: Int {
        var size = winsize()
        return ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
    }

    private func put(_ text: String) {
        // A log that nobody can read must not end a broadcast.
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }
}
