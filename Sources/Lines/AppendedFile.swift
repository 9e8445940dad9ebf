import Foundation

/// A file that lines are added to, each whole or not at all, also behind what an earlier process left.
///
/// It is made with the first line. Belongs to one thread, and blocks on the disk.
package struct AppendedFile: ~Copyable {
    private let path: String
    /// -1 while it isn't open.
    private var descriptor: Int32 = -1

    package init(path: String) { self.path = path }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Adds a line, or several.
    ///
    /// - Parameter bytes: With their line ends.
    /// - Returns: `false`, with `errno`, if the disk doesn't take them: then nothing of them is there, and they may be tried again.
    package mutating func append(_ bytes: [UInt8]) -> Bool {
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
