/// Cuts messages into chunks (RTMP 1.0, 5.3). Each has a full header: a server's answers are few, and of a picture it is a small part.
struct ChunkEncoder {
    /// What the peer was told with Set Chunk Size; 128 until then.
    private(set) var chunkSize = 128

    /// Adds `message` to `bytes`, on the chunk stream its type belongs to.
    mutating func append(_ message: Message, to bytes: inout [UInt8]) {
        let id = Self.chunkStream(of: message.type)
        bytes.append(id)
        bytes.append(bigEndian: UInt64(min(message.timestamp, 0xFF_FFFF)), bytes: 3)
        bytes.append(bigEndian: UInt64(message.body.count), bytes: 3)
        bytes.append(message.type.rawValue)
        for shift in stride(from: 0, to: 32, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: message.streamID >> UInt32(shift)))
        }
        let isExtended = message.timestamp >= 0xFF_FFFF
        if isExtended { bytes.append(bigEndian: UInt64(message.timestamp), bytes: 4) }
        var rest = message.body[...]
        while true {
            bytes += rest.prefix(chunkSize)
            rest = rest.dropFirst(chunkSize)
            if rest.isEmpty { break }
            bytes.append(0xC0 | id)
            if isExtended { bytes.append(bigEndian: UInt64(message.timestamp), bytes: 4) }
        }
        if message.type == .setChunkSize {
            // As the peer does, who lets sizes that make no sense change nothing.
            let size = message.body.prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            if message.body.count >= 4, 1...0x7FFF_FFFF ~= size { chunkSize = Int(size) }
        }
    }

    /// Protocol and user control belong on chunk stream 2 (5.4); commands go on 3 by custom.
    private static func chunkStream(of type: MessageType) -> UInt8 {
        switch type {
        case .commandAMF0, .commandAMF3: 3
        case .audio: 4
        case .video: 6
        case .dataAMF0, .dataAMF3: 5
        default: 2
        }
    }
}
