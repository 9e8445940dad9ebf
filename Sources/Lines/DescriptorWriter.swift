import Foundation

/// Writes whole lines to a descriptor, which it doesn't own. Blocks for as long as nobody reads.
package struct DescriptorWriter: Sendable {
    package let descriptor: Int32
    /// Whether a line was broken off, on a full disk say.
    private var isTorn = false
    private let write: @Sendable (Int32, UnsafeRawBufferPointer) -> Int

    /// - Parameter write: The system's, or what a test puts in its place.
    package init(
        _ descriptor: Int32,
        write: @escaping @Sendable (Int32, UnsafeRawBufferPointer) -> Int = {
            Foundation.write($0, $1.baseAddress, $1.count)
        }
    ) {
        self.descriptor = descriptor
        self.write = write
    }

    /// Returns 0, or the `errno` of why it can't be written.
    ///
    /// A line after one that was broken off begins a line of its own.
    package mutating func write(_ line: [UInt8]) -> Int32 {
        let bytes = isTorn ? [UInt8(ascii: "\n")] + line : line
        var offset = 0
        while offset < bytes.count {
            let written = bytes[offset...].withUnsafeBytes { write(descriptor, $0) }
            if written >= 0 {
                offset += written
                continue
            }
            let cause = errno
            switch cause {
            case EINTR: continue
            case EAGAIN:
                // Whoever started this process doesn't want to wait at its own end of the pipe; it is ours as well.
                var room = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                poll(&room, 1, -1)
            default:
                if offset > 0 { isTorn = true }
                return cause
            }
        }
        isTorn = false
        return 0
    }
}
