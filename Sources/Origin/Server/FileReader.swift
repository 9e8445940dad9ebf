import Foundation
import NIOCore
import NIOPosix
import Synchronization

/// Reads files of the show that memory no longer holds, on threads of its own: no event loop ever waits for a disk.
final class FileReader: Sendable {
    enum Failure: Error {
        /// There is no such file.
        case missing
        /// There may be, and it can't be read now: the disk fails, there is no descriptor left, or too many others read.
        case unreadable
    }

    private let threads = NIOThreadPool(numberOfThreads: 2)
    private let pendingReads: Int
    /// Of all that was asked for, what isn't done.
    private let pending = Atomic(0)

    /// - Parameter pendingReads: How many may be under way or wait for their turn; whoever wants more is refused.
    init(pendingReads: Int) {
        self.pendingReads = pendingReads
        threads.start()
    }

    func close() async { try? await threads.shutdownGracefully() }

    /// - Returns: The file, to be read; fails with ``Failure``.
    func open(_ path: String, on eventLoop: any EventLoop) -> EventLoopFuture<StoredFile> {
        run(on: eventLoop) { () throws(Failure) in try StoredFile(path: path) }
    }

    /// - Returns: These bytes of it; fails with ``Failure``.
    func read(_ range: Range<Int>, of file: StoredFile, on eventLoop: any EventLoop) -> EventLoopFuture<ByteBuffer> {
        run(on: eventLoop) { () throws(Failure) in try file.read(range) }
    }

    private func run<Value: Sendable>(
        on eventLoop: any EventLoop, _ body: @escaping @Sendable () throws(Failure) -> Value
    ) -> EventLoopFuture<Value> {
        guard pending.add(1, ordering: .relaxed).newValue <= pendingReads else {
            pending.subtract(1, ordering: .relaxed)
            return eventLoop.makeFailedFuture(Failure.unreadable)
        }
        return threads.runIfActive(eventLoop: eventLoop) {
            defer { self.pending.subtract(1, ordering: .relaxed) }
            return try body()
        }
    }
}

/// An open file, of which it is known how long it is. Closed with its last reference.
final class StoredFile: Sendable {
    let byteCount: Int
    private let descriptor: CInt

    fileprivate init(path: String) throws(FileReader.Failure) {
        descriptor = Foundation.open(path, O_RDONLY | O_CLOEXEC)
        // A cache keeps that a file is missing. That there was no descriptor left, or the disk failed, it must not keep.
        guard descriptor >= 0 else { throw [ENOENT, ENOTDIR, ELOOP].contains(errno) ? .missing : .unreadable }
        var status = stat()
        let isKnown = fstat(descriptor, &status) == 0
        byteCount = Int(status.st_size)
        guard isKnown else { throw .unreadable }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .missing }
    }

    deinit { if descriptor >= 0 { _ = Foundation.close(descriptor) } }

    fileprivate func read(_ range: Range<Int>) throws(FileReader.Failure) -> ByteBuffer {
        var buffer = ByteBuffer()
        while buffer.readableBytes < range.count {
            let missing = range.count - buffer.readableBytes
            let count = buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: missing) { bytes in
                max(0, pread(descriptor, bytes.baseAddress, missing, off_t(range.upperBound - missing)))
            }
            // Shorter than it was when it was opened: somebody else's hand.
            guard count > 0 else { throw .unreadable }
        }
        return buffer
    }
}
