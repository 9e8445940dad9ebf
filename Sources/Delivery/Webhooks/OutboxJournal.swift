import Broadcast
import Foundation
import Lines

/// An outbox on the disk: lines are added at its file's end, and now and then it is written anew with what still waits.
///
/// A process may be killed at any instant, and the machine with it: a line that is cut off is passed over (``JournalLine``), and what is
/// written anew takes the old file's place whole. Belongs to its sink's thread.
struct OutboxJournal: ~Copyable, LineTaker {
    enum Change: Sendable {
        case put(OutboxEntry)
        case delivered(Int)
        /// Others went to make room, or all did.
        case rewrite
        /// Nothing comes any more: a file in which nothing waits goes.
        case end
    }

    /// A file that has mostly delivered events is written anew once it is larger, in bytes.
    static let usualSize = 256 << 10
    private static let shortestPause = Duration.milliseconds(250)
    private static let longestPause = Duration.seconds(8)

    private let path: String
    private let outbox: OutboxState
    /// Told what the disk's fault is, once, and `nil` when it is over.
    private let onFault: @Sendable (String?) -> Void
    /// -1 while it isn't open.
    private var descriptor: Int32 = -1
    private var size = 0
    private var pause: Duration?

    init(path: String, outbox: OutboxState, onFault: @escaping @Sendable (String?) -> Void) {
        (self.path, self.outbox, self.onFault) = (path, outbox, onFault)
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    mutating func take(_ item: LineItem<Change>) -> LineOutcome {
        let isWritten =
            switch item {
            case .entry(.put(let entry), _): append(JournalLine(entry).bytes, isDurable: true)
            case .entry(.delivered(let number), _): noteDelivered(number)
            // Lines found no room here: the whole of it says the same.
            case .entry(.rewrite, _), .gap: rewrite()
            case .entry(.end, _): end()
            }
        guard isWritten else { return fail() }
        if pause != nil {
            pause = nil
            onFault(nil)
        }
        return .taken
    }

    private mutating func fail() -> LineOutcome {
        let cause = String(cString: strerror(errno))
        if pause == nil { onFault(cause) }
        let next = min(pause.map { $0 * 2 } ?? Self.shortestPause, Self.longestPause)
        pause = next
        return .later(next)
    }

    private mutating func noteDelivered(_ number: Int) -> Bool {
        guard append(JournalLine(delivered: number).bytes, isDurable: false) else { return false }
        guard size > Self.usualSize, outbox.read(\.byteCount) < size / 4 else { return true }
        return rewrite()
    }

    /// Adds a line. Where there is no file, or what was written of the last line may be in doubt, all is written anew.
    private mutating func append(_ bytes: [UInt8], isDurable: Bool) -> Bool {
        guard descriptor >= 0 else { return rewrite() }
        guard writeAll(bytes, to: descriptor) else {
            let cause = errno
            close(descriptor)
            descriptor = -1
            errno = cause
            return false
        }
        size += bytes.count
        return !isDurable || fdatasync(descriptor) == 0
    }

    private mutating func rewrite() -> Bool {
        let (lastNumber, entries) = outbox.read { ($0.lastNumber, $0.entries) }
        var bytes = JournalLine(head: lastNumber).bytes
        for entry in entries { bytes += JournalLine(entry).bytes }
        let temporary = path + ".tmp"
        let new = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0o600)
        guard new >= 0 else { return false }
        guard writeAll(bytes, to: new), fsync(new) == 0, rename(temporary, path) == 0 else {
            let cause = errno
            close(new)
            unlink(temporary)
            errno = cause
            return false
        }
        // The name is the folder's, not the file's.
        OutputFolder.synchronise(FilePath.parent(of: path))
        if descriptor >= 0 { close(descriptor) }
        (descriptor, size) = (new, bytes.count)
        return true
    }

    private mutating func end() -> Bool {
        guard outbox.read(\.count) == 0 else { return true }
        if descriptor >= 0 { close(descriptor) }
        descriptor = -1
        return unlink(path) == 0 || errno == ENOENT
    }
}
