/// The client's side of the simple handshake (RTMP 1.0, 5.2). Servers that know the "complex" one, with digests inside the random
/// bytes, take this one as well: the four zero bytes after the time say that there is no digest.
struct ClientHandshake {
    private enum State {
        case waitingForS1, waitingForS2, finished
    }

    private var state = State.waitingForS1
    private var received: [UInt8] = []

    /// C0 and C1: what a client begins with.
    let opening: [UInt8]

    /// - Parameter random: 1528 bytes for C1. They only tell connections apart, so any generator does.
    init(random: [UInt8]) {
        precondition(random.count == Handshake.packetBytes - 8)
        opening = [3] + [UInt8](repeating: 0, count: 8) + random
    }

    var isFinished: Bool { state == .finished }

    /// Takes what it needs from `bytes`, and returns what to answer.
    mutating func receive(_ bytes: inout ArraySlice<UInt8>) throws(ProtocolError) -> [UInt8] {
        var answer: [UInt8] = []
        if state == .waitingForS1 {
            take(Handshake.packetBytes + 1, from: &bytes)
            if let version = received.first { try check(version) }
            guard received.count == Handshake.packetBytes + 1 else { return [] }
            // C2, which is S1 to the byte.
            answer = Array(received[1...])
            received = []
            state = .waitingForS2
        }
        if state == .waitingForS2 {
            take(Handshake.packetBytes, from: &bytes)
            // S2 should repeat C1. It isn't compared: servers that hoped for digests send others.
            if received.count == Handshake.packetBytes {
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

    /// Says what speaks there instead, where the first byte tells.
    private func check(_ version: UInt8) throws(ProtocolError) {
        switch version {
        case 3: return
        case 0x15, 0x16: throw ProtocolError(.malformed, "it answers with TLS: use rtmps://")
        case 0x41...0x5A: throw ProtocolError(.malformed, "it answers with text, perhaps HTTP")
        default: throw ProtocolError(.malformed, "it answers with version \(version), and RTMP's is 3")
        }
    }
}
