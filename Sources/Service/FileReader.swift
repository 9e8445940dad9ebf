import Broadcast
import Foundation
import HLS
import HTTPTypes
import NIOCore
import NIOPosix

/// Reads files of the show that memory no longer holds, on threads of its own: no event loop ever waits for a disk.
final class FileReader: Sendable {
    private let threads = NIOThreadPool(numberOfThreads: 2)

    init() { threads.start() }

    func close() async { try? await threads.shutdownGracefully() }

    /// Reads a file, or the range of it that was asked for.
    func response(
        _ file: OriginFile, for request: ViewerRequest, on eventLoop: any EventLoop
    ) -> EventLoopFuture<ViewerResponse> {
        threads.runIfActive(eventLoop: eventLoop) { Self.read(file, for: request) }
    }

    private static func read(_ file: OriginFile, for request: ViewerRequest) -> ViewerResponse {
        let missing = ViewerResponse(Origin.notFound)
        let unreadable = ViewerResponse(Origin.unreadable)
        let descriptor = open(file.path, O_RDONLY | O_CLOEXEC)
        // A cache keeps that a file is missing. That there was no descriptor left, or the disk failed, it must not keep.
        guard descriptor >= 0 else { return [ENOENT, ENOTDIR, ELOOP].contains(errno) ? missing : unreadable }
        defer { _ = Foundation.close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return unreadable }
        guard status.st_mode & S_IFMT == S_IFREG else { return missing }
        let count = Int(status.st_size)

        let whole = OriginMedia(stored: file, byteCount: count)
        var response = ViewerResponse(whole, for: request)
        guard response.status == .ok || response.status == .partialContent else { return response }
        var range = 0..<count
        if case .part(let part) = request.range(count: count, tag: "\"\(file.tag)\"") { range = part }
        guard request.method != .head else { return response }
        guard let bytes = read(descriptor, range) else { return unreadable }
        response.pieces = [bytes]
        return response
    }

    private static func read(_ descriptor: CInt, _ range: Range<Int>) -> ByteBuffer? {
        var buffer = ByteBuffer()
        while buffer.readableBytes < range.count {
            let missing = range.count - buffer.readableBytes
            let count = buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: missing) { bytes in
                let offset = range.lowerBound + range.count - missing
                return max(0, pread(descriptor, bytes.baseAddress, missing, off_t(offset)))
            }
            // Shorter than it was when it was opened: somebody else's hand.
            guard count > 0 else { return nil }
        }
        return buffer
    }
}
