import Foundation

/// The lines of a file descriptor as they come, read without stdio.
///
/// A thread that waits in `readLine()` holds the lock of `stdin`, and since glibc 2.41 a process that ends wants it: it would
/// stay for as long as nobody sends a line. Used by one thread at a time.
struct InputLines {
    private let descriptor: Int32
    /// In bytes. Of a longer line so many are kept, and one more, which tells that it is too long.
    private let limit: Int
    private var pending: [UInt8] = []
    /// How much of `pending` was handed out.
    private var start = 0
    private var hasEnded = false

    init(descriptor: Int32 = STDIN_FILENO, limit: Int) {
        (self.descriptor, self.limit) = (descriptor, limit)
    }

    /// The next line without its end; `nil` after the last. Blocks.
    mutating func next() -> String? {
        var line: [UInt8] = []
        while true {
            let rest = pending[start...]
            let end = rest.firstIndex(of: UInt8(ascii: "\n"))
            let part = rest[..<(end ?? pending.endIndex)]
            // With the return before the line feed that some systems write.
            line += part.prefix(max(0, limit + 2 - line.count))
            if let end {
                start = end + 1
                break
            }
            guard !hasEnded else {
                start = pending.endIndex
                if line.isEmpty { return nil }
                break
            }
            fill()
        }
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        return String(decoding: line, as: UTF8.self)
    }

    private mutating func fill() {
        start = 0
        while true {
            let count = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 65_536) { bytes in
                let count = read(descriptor, bytes.baseAddress, bytes.count)
                pending = Array(bytes.prefix(max(0, count)))
                return count
            }
            if count < 0, errno == EINTR { continue }
            hasEnded = count <= 0
            return
        }
    }
}
