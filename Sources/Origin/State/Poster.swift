import NIOCore

/// The picture of a show on air for who hasn't seen it yet, a JPEG.
struct Poster: Sendable {
    let bytes: ByteBuffer
    /// Of these bytes alone.
    let tag: String

    init(_ bytes: [UInt8]) {
        self.bytes = ByteBuffer(bytes: bytes)
        // FNV-1a, 64 bits: two posters of one show differ in it.
        let hash = bytes.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        tag = "\(String(hash, radix: 36)).jpg"
    }

    var response: OriginResponse {
        .media(
            MediaFacts(kind: nil, tag: tag, byteCount: bytes.readableBytes, isOnDisk: false, changes: true),
            pieces: [bytes])
    }
}
