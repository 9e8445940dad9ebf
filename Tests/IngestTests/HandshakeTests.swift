import Testing

@testable import Ingest

@Suite struct HandshakeTests {
    @Test(arguments: [1, 7, 1_537, 5_000])
    func answersInPiecesOf(_ size: Int) throws {
        var handshake = Handshake(.server, random: TestPublisher.random)
        let c1 = (0..<1536).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let bytes: [UInt8] = [3] + c1 + [UInt8](repeating: 0xEE, count: 1536) + [42, 43]
        var answer: [UInt8] = []
        var rest: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: size) {
            var piece = bytes[start..<min(bytes.count, start + size)]
            if !handshake.isFinished { answer += try handshake.receive(&piece) }
            rest += piece
        }
        #expect(handshake.isFinished)
        #expect(answer.count == 1 + 1536 + 1536)
        #expect(answer[0] == 3)
        #expect(answer[5..<9].allSatisfy { $0 == 0 }, "a digest would follow otherwise")
        #expect(Array(answer[1537...]) == c1)
        #expect(rest == [42, 43], "what follows belongs to the chunks")
    }

    @Test(
        arguments: [
            (0x16, "TLS"), (6, "RTMPE"), (0x47, "HTTP"), (0, "version 0"), (255, "version 255"),
        ] as [(UInt8, String)])
    func saysWhatCameInstead(first: UInt8, word: String) {
        var handshake = Handshake(.server, random: TestPublisher.random)
        var bytes: ArraySlice<UInt8> = [first]
        let error = #expect(throws: ProtocolError.self) { try handshake.receive(&bytes) }
        #expect(error?.message.contains(word) == true)
    }
}
