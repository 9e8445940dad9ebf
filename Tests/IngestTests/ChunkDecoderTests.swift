import Testing

@testable import Ingest

@Suite struct ChunkDecoderTests {
    /// Decodes `bytes` in one piece, in pieces of one byte and of three, and expects the same of all.
    private func decode(
        _ bytes: [UInt8], limits: IngestLimits = IngestLimits(), sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> [Message] {
        func decode(inPiecesOf size: Int) throws -> [Message] {
            var decoder = ChunkDecoder(limits: limits)
            var messages: [Message] = []
            for start in stride(from: 0, to: bytes.count, by: size) {
                decoder.append(bytes[start..<min(bytes.count, start + size)])
                while let message = try decoder.nextMessage() { messages.append(message) }
            }
            return messages
        }
        let whole = try decode(inPiecesOf: max(1, bytes.count))
        #expect(try decode(inPiecesOf: 1) == whole, sourceLocation: sourceLocation)
        #expect(try decode(inPiecesOf: 3) == whole, sourceLocation: sourceLocation)
        return whole
    }

    private func header(
        _ format: UInt8, id: UInt8 = 4, time: UInt32 = 0, length: Int = 0, type: UInt8 = 8, stream: UInt8 = 1
    ) -> [UInt8] {
        var bytes: [UInt8] = [format << 6 | id]
        if format < 3 { bytes.append(bigEndian: UInt64(min(time, 0xFF_FFFF)), bytes: 3) }
        if format < 2 {
            bytes.append(bigEndian: UInt64(length), bytes: 3)
            bytes.append(type)
        }
        if format == 0 { bytes += [stream, 0, 0, 0] }
        return bytes
    }

    @Test func readsAllFourHeaders() throws {
        var bytes = header(0, time: 1_000, length: 2) + [1, 2]
        bytes += header(1, time: 20, length: 1, type: 9) + [3]
        bytes += header(2, time: 30) + [4] + header(3) + [5]
        let messages = try decode(bytes)
        #expect(messages.map(\.timestamp) == [1_000, 1_020, 1_050, 1_080])
        #expect(messages.map(\.body) == [[1, 2], [3], [4], [5]])
        #expect(messages.map(\.type) == [.audio, .video, .video, .video])
        #expect(messages.allSatisfy { $0.streamID == 1 })
    }

    @Test func addsTheTimestampAgainForAType3ChunkAfterAType0Chunk() throws {
        let messages = try decode(header(0, time: 23, length: 1) + [1] + header(3) + [2])
        #expect(messages.map(\.timestamp) == [23, 46])
    }

    @Test(arguments: [2, 63, 64, 319, 320, 65_599])
    func readsChunkStream(id: Int) throws {
        let basic: [UInt8] =
            switch id {
            case ...63: [UInt8(id)]
            case ...319: [0, UInt8(id - 64)]
            default: [1, UInt8((id - 64) & 0xFF), UInt8((id - 64) >> 8)]
            }
        let messages = try decode(basic + header(0, length: 1).dropFirst() + [9])
        #expect(messages == [Message(type: .audio, streamID: 1, body: [9])])
    }

    @Test func joinsInterleavedMessages() throws {
        let first = [UInt8](repeating: 1, count: 300)
        let second = [UInt8](repeating: 2, count: 200)
        var bytes = header(0, id: 4, length: 300) + first[..<128]
        bytes += header(0, id: 6, length: 200, type: 9) + second[..<128]
        bytes += header(3, id: 4) + first[128..<256]
        bytes += header(3, id: 6) + second[128...]
        bytes += header(3, id: 4) + first[256...]
        #expect(try decode(bytes).map(\.body) == [second, first])
    }

    @Test(arguments: [1, 127, 4_096, 0x7FFF_FFFF])
    func obeysSetChunkSize(_ size: Int) throws {
        let body = (0..<300).map { UInt8(truncatingIfNeeded: $0) }
        var bytes = header(0, id: 2, length: 4, type: 1)
        bytes.append(bigEndian: UInt64(size), bytes: 4)
        bytes += header(0, length: 300)
        for start in stride(from: 0, to: 300, by: size) {
            if start > 0 { bytes += header(3) }
            bytes += body[start..<min(300, start + min(size, 300))]
        }
        #expect(try decode(bytes).map(\.body) == [body])
    }

    @Test(
        arguments: [[0, 0, 0, 0], [0x80, 0, 0, 0], [0x80, 0, 0x10, 0], [0xFF, 0xFF, 0xFF, 0xFF], [0, 0, 1], []]
            as [[UInt8]])
    func keepsTheChunkSizeWhereTheNewOneMakesNoSense(_ size: [UInt8]) throws {
        let body = (0..<200).map { UInt8($0) }
        let bytes =
            header(0, id: 2, length: size.count, type: 1) + size + header(0, length: 200) + body[..<128] + header(3)
            + body[128...]
        let messages = try decode(bytes)
        #expect(messages.map(\.type) == [.setChunkSize, .audio])
        #expect(messages.map(\.body) == [size, body])
    }

    @Test func handsOnAnAbortThatNamesNoStream() throws {
        #expect(try decode(header(0, id: 2, length: 2, type: 2) + [0, 4]).map(\.type) == [.abort])
        #expect(try decode(header(0, id: 2, length: 4, type: 2) + [0xFF, 0xFF, 0xFF, 0xFF]).isEmpty)
    }

    @Test func readsExtendedTimestampsAlsoInType3Chunks() throws {
        let time: [UInt8] = [0x01, 0x02, 0x03, 0x04]
        let body = [UInt8](repeating: 5, count: 200)
        var bytes = header(0, time: .max, length: 200) + time + body[..<128]
        bytes += header(3) + time + body[128...]
        bytes += header(1, time: 10, length: 1) + [6] + header(3) + [7]
        let messages = try decode(bytes)
        #expect(messages.map(\.timestamp) == [0x0102_0304, 0x0102_030E, 0x0102_0318])
        #expect(messages.map(\.body) == [body, [6], [7]])
    }

    @Test func readsType3ChunksWithoutTheExtendedTimestamp() throws {
        let body = [UInt8](repeating: 5, count: 200)
        var bytes = header(0, time: .max, length: 200) + [1, 2, 3, 4] + body[..<128]
        bytes += header(3) + body[128...]
        let messages = try decode(bytes)
        #expect(messages.map(\.body) == [body])
    }

    @Test func wrapsTimestamps() throws {
        let first = header(0, time: .max, length: 1) + [0xFF, 0xFF, 0xFF, 0xF0, 1]
        let messages = try decode(first + header(1, time: 32, length: 1) + [2])
        #expect(messages.map(\.timestamp) == [0xFFFF_FFF0, 0x10])
    }

    @Test func dropsAnAbortedMessage() throws {
        var bytes = header(0, length: 300) + [UInt8](repeating: 1, count: 128)
        bytes += header(0, id: 2, length: 4, type: 2) + [0, 0, 0, 4]
        bytes += header(0, length: 1) + [2]
        let messages = try decode(bytes)
        #expect(messages.map(\.body) == [[2]])
    }

    @Test func takesEmptyMessages() throws {
        #expect(try decode(header(0) + header(3)).map(\.body) == [[], []])
    }

    /// librtmp's answer to a ping, as Debian's librtmp1 sends it, on a chunk stream that had nothing yet.
    @Test func readsAFirstChunkThatLeavesOutTheMessageStream() throws {
        let pong: [UInt8] = [0x42, 0, 0, 7, 0, 0, 6, 4, 0, 7, 0, 0, 0, 1]
        // The next ones are shorter: of the same length, then after as long a time.
        let messages = try decode(pong + [0x82, 0, 0x3A, 0x98, 0, 7, 0, 0, 0, 2] + [0xC2, 0, 7, 0, 0, 0, 3])
        #expect(messages.map(\.type) == [.userControl, .userControl, .userControl])
        #expect(messages.map(\.timestamp) == [7, 15_007, 30_007])
        #expect(messages.map(\.streamID) == [0, 0, 0])
        #expect(messages.map(\.body.last) == [1, 2, 3])
        #expect(try decode(header(1, id: 6, time: 40, length: 2, type: 9) + [1, 2]).map(\.type) == [.video])
    }

    @Test(arguments: [2, 3] as [UInt8])
    func refusesAFirstChunkWithoutALength(_ format: UInt8) {
        #expect(throws: ProtocolError.self) { try decode(header(format, length: 1) + [1]) }
    }

    @Test func refusesAMessageInsideAnother() {
        for other in [
            header(0, length: 1), header(0, time: 1, length: 200), header(0, length: 200, type: 9),
            header(0, length: 200, stream: 2), header(1, length: 199), header(1, length: 200, type: 9),
        ] {
            #expect(throws: ProtocolError.self) {
                try decode(header(0, length: 200) + [UInt8](repeating: 1, count: 128) + other + [2])
            }
        }
    }

    @Test(arguments: [0, 1, 2] as [UInt8])
    func readsHeadersThatAreRepeatedWithinAMessage(_ format: UInt8) throws {
        let body = (0..<200).map { UInt8($0) }
        let bytes =
            header(0, time: 90, length: 200) + body[..<128] + header(format, time: 90, length: 200) + body[128...]
        let messages = try decode(bytes + header(1, time: 10, length: 1) + [7])
        #expect(messages.map(\.body) == [body, [7]])
        #expect(messages.map(\.timestamp) == [90, 100])
    }

    /// The header has the difference, and the chunks after it the time.
    @Test func readsExtendedTimestampsThatSayTheSumInType3Chunks() throws {
        let body = [UInt8](repeating: 5, count: 200)
        var bytes = header(0, time: 1_000, length: 1) + [1]
        bytes += header(1, time: .max, length: 200) + [0x01, 0, 0, 0] + body[..<128]
        bytes += header(3) + [0x01, 0, 0x03, 0xE8] + body[128...]
        let messages = try decode(bytes)
        #expect(messages.map(\.body) == [[1], body])
        #expect(messages.map(\.timestamp) == [1_000, 0x0100_03E8])
    }

    // MARK: Limits

    @Test func refusesLongMessagesBeforeTheyCome() {
        var limits = IngestLimits()
        limits.keylessMessageBytes = 1_000
        #expect(throws: ProtocolError(.limit, "A message of 1001 bytes, and at most 1000 are taken.")) {
            try decode(header(0, length: 1_001), limits: limits)
        }
    }

    @Test func refusesManyChunkStreams() throws {
        var limits = IngestLimits()
        limits.chunkStreams = 3
        let three = (3..<6).flatMap { header(0, id: $0, length: 1) + [1] }
        #expect(try decode(three, limits: limits).count == 3)
        let error = ProtocolError(.limit, "More than 3 chunk streams on one connection.")
        #expect(throws: error) { try decode(three + header(0, id: 6, length: 1) + [1], limits: limits) }
    }

    @Test func boundsTheSumOfHalfReceivedMessages() throws {
        var limits = IngestLimits()
        limits.keylessMessageBytes = 150
        limits.partialMessages = 2
        let half = [UInt8](repeating: 1, count: 128)
        let two = header(0, id: 3, length: 150) + half + (header(0, id: 4, length: 150) + half)
        #expect(try decode(two, limits: limits).isEmpty)
        #expect(throws: ProtocolError.self) {
            try decode(two + header(0, id: 5, length: 150) + half, limits: limits)
        }
        // What is whole no longer counts.
        let rest = [UInt8](repeating: 2, count: 22)
        let ended = two + (header(3, id: 3) + rest) + (header(3, id: 4) + rest)
        #expect(try decode(ended + ended, limits: limits).count == 4)
    }

    @Test func readsWhatTheEncoderWrites() throws {
        let messages = [
            Message(type: .setChunkSize, body: [0, 0, 1, 0]),
            Message(type: .video, streamID: 0x0102_0304, timestamp: 0xFF_FFFF, body: (0..<700).map { UInt8($0 % 251) }),
            Message(type: .audio, timestamp: 5, body: []),
        ]
        var encoder = ChunkEncoder()
        var bytes: [UInt8] = []
        for message in messages { encoder.append(message, to: &bytes) }
        #expect(try decode(bytes) == Array(messages.dropFirst()))
    }
}
