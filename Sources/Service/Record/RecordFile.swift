import Foundation
import Lines
import Reporting

/// The file of a ``BroadcastRecorder``: lines are added at its end, whole.
///
/// It is made with the first line. A disk that fails is tried again every eight seconds; what it took of a line is taken back before.
struct RecordFile: ~Copyable, LineTaker {
    private static let pause = Duration.seconds(8)

    private let path: String
    private let tell: @Sendable (_ cause: String?) -> Void
    /// -1 while it isn't open.
    private var descriptor: Int32 = -1
    private var isFailing = false

    /// - Parameter tell: Told once that it can't be written, and why; and with `nil` that it can again.
    init(path: String, tell: @escaping @Sendable (_ cause: String?) -> Void) { (self.path, self.tell) = (path, tell) }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    mutating func take(_ item: LineItem<String>) -> LineOutcome {
        guard case .entry(let line, _) = item else { return .taken }
        guard write(Array((line + "\n").utf8)) else {
            if !isFailing { tell(String(cString: strerror(errno))) }
            isFailing = true
            return .later(Self.pause)
        }
        if isFailing { tell(nil) }
        isFailing = false
        return .taken
    }

    private mutating func write(_ bytes: [UInt8]) -> Bool {
        guard descriptor >= 0 || begin() else { return false }
        let size = lseek(descriptor, 0, SEEK_END)
        if size >= 0, writeAll(bytes, to: descriptor) { return true }
        let cause = errno
        if size >= 0 { _ = ftruncate(descriptor, size) }
        close(descriptor)
        descriptor = -1
        errno = cause
        return false
    }

    private mutating func begin() -> Bool {
        descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { return false }
        // A line that an earlier run was killed amid is left as it is: a reader knows it by what follows.
        var last = UInt8(ascii: "\n")
        let size = lseek(descriptor, 0, SEEK_END)
        if size > 0 { _ = pread(descriptor, &last, 1, size - 1) }
        return last == UInt8(ascii: "\n") || writeAll([UInt8(ascii: "\n")], to: descriptor)
    }
}
