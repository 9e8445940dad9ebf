// What the targets of both sides of RTMP share.

extension IngestLimits {
    /// Small, so that short inputs reach them.
    static let small: IngestLimits = {
        var limits = IngestLimits()
        limits.keylessMessageBytes = 2_048
        limits.messageBytes = 8_192
        limits.chunkStreams = 8
        limits.amfKeys = 60
        limits.createdStreams = 4
        return limits
    }()
}

let random = [UInt8](repeating: 7, count: Handshake.packetBytes - 8)
/// The same each time, so it is given in one piece: it would take most of the time.
private let handshake: [UInt8] = [3] + [UInt8](repeating: 0, count: 2 * Handshake.packetBytes)

/// An input: its first byte says how to run it, the others are what the peer sends.
struct RTMPInput {
    let mode: UInt8
    let bytes: ArraySlice<UInt8>

    init?(_ start: UnsafePointer<UInt8>?, _ count: Int) {
        guard let start, count > 1 else { return nil }
        let input = Array(UnsafeBufferPointer(start: start, count: count))
        (mode, bytes) = (input[0], input[1...])
    }

    /// How the network cuts the bytes, besides not at all.
    var pieceSize: Int { [61, 7, 1, 300][Int(mode >> 2 & 3)] }

    func feed(inPiecesOf size: Int, _ take: (ArraySlice<UInt8>) -> Void) {
        if mode & 1 == 0 { take(handshake[...]) }
        var rest = bytes
        while !rest.isEmpty {
            take(rest.prefix(size))
            rest = rest.dropFirst(size)
        }
    }
}
