/// One side of the simple handshake (RTMP 1.0, 5.2).
///
/// Peers that would rather do the "complex" handshake, with digests inside the random bytes, take this one as well: the four zero
/// bytes after this side's time say that there is no digest to check.
struct Handshake {
    static let packetBytes = 1536

    enum Side {
        case server, client
    }

    private enum State {
        case waitingForFirst, waitingForSecond, finished
    }

    private let side: Side
    private var state = State.waitingForFirst
    private var received: [UInt8] = []

    /// What this side begins with: C0 and C1, or S0 and S1. A client sends it at once; a server with its answer.
    let opening: [UInt8]

    /// - Parameter random: 1528 bytes for C1 or S1. They only tell connections apart, so any generator does.
    init(_ side: Side, random: [UInt8]) {
        precondition(random.count == Self.packetBytes - 8)
        self.side = side
        opening = [3] + [UInt8](repeating: 0, count: 8) + random
    }

    var isFinished: Bool { state == .finished }

    /// Takes what it needs from `bytes`, and returns what to answer.
    mutating func receive(_ bytes: inout ArraySlice<UInt8>) throws(ProtocolError) -> [UInt8] {
        var answer: [UInt8] = []
        if state == .waitingForFirst {
            take(Self.packetBytes + 1, from: &bytes)
            if let version = received.first { try check(version) }
            guard received.count == Self.packetBytes + 1 else { return [] }
            // The second packet is the peer's first one to the byte: some publishers compare all of it.
            answer = (side == .server ? opening : []) + received[1...]
            received = []
            state = .waitingForSecond
        }
        if state == .waitingForSecond {
            take(Self.packetBytes, from: &bytes)
            // It should repeat this side's first one. It isn't compared: peers that hoped for digests send others.
            if received.count == Self.packetBytes {
                received = []
                state = .finished
            }
        }
        return answer
    }

    private mutating func take(_ count: Int, from bytes: inout ArraySlice<UInt8>) {
        let taken = bytes.prefix(count - received.count)
        received += taken
        bytes = bytes[taken.endIndex...]
    }

    /// Says what a stranger speaks instead, where the first byte tells.
    private func check(_ version: UInt8) throws(ProtocolError) {
        switch (version, side) {
        case (3, _): return
        case (0x16, .server):
            throw ProtocolError(
                .malformed, "This port speaks RTMP, and the peer began with TLS: use rtmp:// or the RTMPS port.")
        case (6, .server), (8, .server), (9, .server):
            throw ProtocolError(.malformed, "Encrypted RTMP (RTMPE) isn't supported: use rtmp:// or rtmps://.")
        case (0x41...0x5A, .server):
            throw ProtocolError(.malformed, "This port speaks RTMP, and the peer began with text, perhaps HTTP.")
        case (_, .server):
            throw ProtocolError(.malformed, "The peer began with version \(version), and RTMP's is 3.")
        case (0x15, .client), (0x16, .client): throw ProtocolError(.malformed, "it answers with TLS: use rtmps://")
        case (0x41...0x5A, .client): throw ProtocolError(.malformed, "it answers with text, perhaps HTTP")
        case (_, .client):
            throw ProtocolError(.malformed, "it answers with version \(version), and RTMP's is 3")
        }
    }
}
