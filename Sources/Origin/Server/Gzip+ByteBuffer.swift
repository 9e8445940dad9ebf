import Compression
import NIOCore

extension Gzip {
    /// Compresses all of a buffer at once. Any thread.
    ///
    /// - Returns: `nil` if there is no memory for it: send the bytes as they are.
    static func compress(_ buffer: ByteBuffer) -> ByteBuffer? {
        compress(Array(buffer.readableBytesView)).map { ByteBuffer(bytes: $0) }
    }
}
