/// The server's side of the simple handshake (RTMP 1.0, 5.2).
///
/// Publishers that would rather do the "complex" handshake, with digests inside the random bytes, take this one as well: the
/// four zero bytes after the server's time say that there is no digest to check.
struct Handshake {
    static let packetBytes = 1536

    private enum State {
        case waitingForC1, waitingForC2, finished
    }

    private var state = State.waitingForC1
    private var received: [UInt8] = []
    private let random: [UInt8]

    /// - Parameter random: 1528 bytes for S1. They only tell connections apart, so any generator does.
    init(random: [UInt8]) {
        precondition(random.count == Self.packetBytes - 8)
        self.random = random
    }

    var isFinished: Bool { state == .finished }

    /// Takes what it needs from `bytes`, and returns what to answer.
    mutating func receive(_ bytes: inout ArraySlice<UInt8>) throws(ProtocolError) -> [UInt8] {
        var answer: [UInt8] = []
        if state == .waitingForC1 {
            take(Self.packetBytes + 1, from: &bytes)
            if let version = received.first { try check(version) }
            guard received.count == Self.packetBytes + 1 else { return [] }
            // S0, S1, and S2, which is C1 to the byte: some publishers compare all of it.
            answer = [3] + [UInt8](repeating: 0, count: 8) + random + received[1...]
            received = []
            state = .waitingForC2
        }
        if state == .waitingForC2 {
            take(Self.packetBytes, from: &bytes)
            // C2 should repeat S1. It isn't compared: publishers that hoped for digests send others.
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
        switch version {
        case 3: return
        case 0x16:
            throw ProtocolError(
                .malformed, "This port speaks RTMP, and the peer began with TLS: use rtmp:// or the RTMPS port.")
        case 6, 8, 9:
            throw ProtocolError(.malformed, "Encrypted RTMP (RTMPE) isn't supported: use rtmp:// or rtmps://.")
        case 0x41...0x5A:
            throw ProtocolError(.malformed, "This port speaks RTMP, and the peer began with text, perhaps HTTP.")
        default:
            throw ProtocolError(.malformed, "The peer began with version \(version), and RTMP's is 3.")
        }
    }
}
