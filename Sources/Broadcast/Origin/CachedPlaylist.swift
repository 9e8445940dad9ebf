public import NIOCore
import Synchronization

/// A playlist as viewers get it: made once for all that ask before the next change. Any thread.
public final class CachedPlaylist: Sendable {
    /// What a cache between us and the viewer may make of it.
    public enum Kind: Sendable {
        case multivariant
        /// Changes with each part.
        case live
        /// Has EXT-X-ENDLIST: never changes again.
        case final
    }

    private enum Compressed {
        case unasked
        case made(ByteBuffer?)
    }

    public let kind: Kind
    public let bytes: ByteBuffer
    /// Of these very bytes: no other text of this playlist has it. Letters, digits and hyphens.
    public let tag: String
    private let compressed = Mutex(Compressed.unasked)

    init(_ kind: Kind, _ bytes: [UInt8], tag: String) {
        self.kind = kind
        self.bytes = ByteBuffer(bytes: bytes)
        self.tag = tag
    }

    /// The bytes compressed: made when first asked for, by whoever asks first, while the others wait for it.
    ///
    /// - Returns: `nil` if `compress` couldn't.
    public func compressed(by compress: (ByteBuffer) -> ByteBuffer?) -> ByteBuffer? {
        compressed.withLock { state in
            if case .made(let bytes) = state { return bytes }
            let result = compress(bytes)
            state = .made(result)
            return result
        }
    }
}
