import Compression
import NIOCore
import Synchronization

/// A playlist as viewers get it: written once, and compressed once, for all that ask before the next change. Any thread.
///
/// Its lock is held to read or keep what was made, never while it is made: two threads that ask first at the same instant both make it,
/// and keep one.
final class CachedPlaylist: Sendable {
    /// What is sent.
    struct Text: Sendable {
        let bytes: ByteBuffer
        let isCompressed: Bool
    }

    private struct Made {
        var plain: ByteBuffer?
        /// The plain text where it couldn't be compressed.
        var compressed: Text?
    }

    let kind: PlaylistKind
    /// Of this very text: no other text of this playlist has it. Letters, digits and hyphens.
    let tag: String
    /// Whether it takes too long to be made on an event loop.
    let isLong: Bool
    private let write: @Sendable () -> [UInt8]
    private let made: Mutex<Made>

    /// - Parameter write: Writes the text, always the same.
    init(_ kind: PlaylistKind, tag: String, isLong: Bool, write: @escaping @Sendable () -> [UInt8]) {
        (self.kind, self.tag, self.isLong, self.write) = (kind, tag, isLong, write)
        made = Mutex(Made())
    }

    /// One whose text is there.
    init(_ kind: PlaylistKind, _ bytes: ByteBuffer, tag: String) {
        (self.kind, self.tag, isLong, write) = (kind, tag, false, { [] })
        made = Mutex(Made(plain: bytes))
    }

    /// What was made before; `nil` if it is still to be made.
    func text(compressed: Bool) -> Text? {
        made.withLock { made in
            compressed ? made.compressed : made.plain.map { Text(bytes: $0, isCompressed: false) }
        }
    }

    /// Makes the text, unless it was made before. Takes long for a long one.
    func makeText(compressed: Bool) -> Text {
        if let text = text(compressed: compressed) { return text }
        guard compressed else {
            let bytes = ByteBuffer(bytes: write())
            return made.withLock { made in
                made.plain = made.plain ?? bytes
                return Text(bytes: made.plain ?? bytes, isCompressed: false)
            }
        }
        let plain = makeText(compressed: false)
        let text = Gzip.compress(plain.bytes).map { Text(bytes: $0, isCompressed: true) } ?? plain
        return made.withLock { made in
            made.compressed = made.compressed ?? text
            return made.compressed ?? text
        }
    }
}
