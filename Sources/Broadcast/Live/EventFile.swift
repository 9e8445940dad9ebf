import Foundation
import Lines
import MediaModel
import Show

/// The file of an ``EventLog``: lines are added at its end, whole.
///
/// A disk that fails is tried again, sooner at first and then every eight seconds; what it took of a line is taken back before, so that no half line
/// spoils the next. A file that somebody moved or deleted is made anew.
struct EventFile: ~Copyable, LineTaker {
    private static let shortestPause = Duration.milliseconds(250)
    private static let longestPause = Duration.seconds(8)

    private let path: String
    private let context: BroadcastContext
    /// -1 while it can't be opened.
    private var descriptor: Int32
    /// Of what was written last.
    private var time = MediaTime.zero
    /// Until the next try, while the disk fails.
    private var pause: Duration?
    /// Events that a crash broke off, and no line says so yet.
    private var brokenOff = 0

    /// - Parameter continues: Whether to go on at the end of what is there, which otherwise goes.
    /// - Throws: ``JobError`` if it can't be opened or made.
    init(path: String, continues: Bool, context: BroadcastContext) throws(JobError) {
        (self.path, self.context) = (path, context)
        descriptor = Self.open(path, continues ? 0 : O_TRUNC)
        guard descriptor >= 0 else {
            throw JobError(.outputNotWritable, "\(path) can't be created: \(String(cString: strerror(errno)))")
        }
        // A disk that is full now may have room when something happens.
        if !repair() || !tellBrokenOff() { _ = giveUp() }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Writes what happened, or says that some of it is missing.
    mutating func take(_ item: LineItem<EventLog.Batch>) -> LineOutcome {
        let text: String
        switch item {
        case .entry(let batch, _):
            text = batch.events.compactMap { EventLog.line($0, time: batch.time) }.joined()
            time = batch.time
        case .gap(let count):
            text = EventLog.line(gapOf: count, after: time)
        }
        guard tellBrokenOff(), write(Array(text.utf8)) else { return fail() }
        if case .entry(let batch, _) = item { erase(commentsRemovedBy: batch.events) }
        if pause != nil {
            pause = nil
            context.diagnostics.log("\(path) is written again")
        }
        return .taken
    }

    /// Takes out of the file what was removed from the show.
    private func erase(commentsRemovedBy events: [LiveEvent]) {
        let ids = events.compactMap { event in
            if case .comment(.remove(let id)) = event.event.action { id } else { nil as String? }
        }
        guard !ids.isEmpty, !CommentEraser.erase(Set(ids), in: path) else { return }
        let cause = String(cString: strerror(errno))
        context.diagnostics.warn("\(path) still has the words of a removed comment, as it can't be changed: \(cause)")
    }

    private mutating func tellBrokenOff() -> Bool {
        guard brokenOff > 0 else { return true }
        guard write(Array(EventLog.line(gapOf: brokenOff, after: time).utf8)) else { return false }
        brokenOff = 0
        return true
    }

    private mutating func fail() -> LineOutcome {
        let cause = String(cString: strerror(errno))
        if pause == nil { context.tell(.disk(.eventLog(path, cause: cause))) }
        let pause = min(self.pause.map { $0 * 2 } ?? Self.shortestPause, Self.longestPause)
        self.pause = pause
        return .later(pause)
    }

    /// Writes all of it, or leaves the file as it was; `false` with `errno` if it couldn't.
    private mutating func write(_ bytes: [UInt8]) -> Bool {
        var facts = stat()
        let isThere = descriptor >= 0 && fstat(descriptor, &facts) == 0 && facts.st_nlink > 0
        if !isThere {
            if descriptor >= 0 { close(descriptor) }
            descriptor = Self.open(path, 0)
            guard descriptor >= 0, repair(), fstat(descriptor, &facts) == 0 else { return giveUp() }
        }
        guard !writeAll(bytes, to: descriptor) else { return true }
        let cause = errno
        // A file that can't even be cut is looked at anew next time.
        let isCut = ftruncate(descriptor, facts.st_size) == 0
        errno = cause
        return isCut ? false : giveUp()
    }

    /// Opens it anew the next time.
    private mutating func giveUp() -> Bool {
        let cause = errno
        if descriptor >= 0 { close(descriptor) }
        descriptor = -1
        errno = cause
        return false
    }

    /// What is added is added at the end, wherever that is by then.
    private static func open(_ path: String, _ flags: Int32) -> Int32 {
        Foundation.open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | flags, 0o644)
    }

    // MARK: - The last line

    /// Events of 64 KiB at most, and a few zeros that a machine left that lost power.
    private static let tailSize = 1 << 20

    /// Makes sure that the file ends with a whole line: ends one that only lacks its end, and takes one away that a crash or a full disk broke off.
    ///
    /// Returns `false`, with `errno`, if it can't.
    private mutating func repair() -> Bool {
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else { return false }
        let size = Int(facts.st_size)
        guard size > 0 else { return true }
        var tail = [UInt8](repeating: 0, count: min(size, Self.tailSize))
        let start = size - tail.count
        let read = tail.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, off_t(start)) }
        guard read == tail.count else { return false }
        guard tail.last != UInt8(ascii: "\n") else { return true }
        let lineStart = tail.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        let line = Data(tail[lineStart...])
        // More without a single line end was no event; it stays, and what comes begins a line of its own.
        let isOurs = lineStart > 0 || start == 0
        let isWhole = (try? JSONSerialization.jsonObject(with: line)) is [String: Any]
        if isWhole || !isOurs { return Foundation.write(descriptor, "\n", 1) == 1 }
        guard ftruncate(descriptor, off_t(start + lineStart)) == 0 else { return false }
        brokenOff += 1
        return true
    }
}
