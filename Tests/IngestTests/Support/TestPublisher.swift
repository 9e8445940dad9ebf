@testable import Ingest

/// The bytes that a publisher sends, for tests that play one without a socket.
struct TestPublisher {
    private var encoder = ChunkEncoder()

    static let random = [UInt8](repeating: 7, count: 1528)
    static let handshake: [UInt8] = [3] + [UInt8](repeating: 1, count: 1536) + [UInt8](repeating: 2, count: 1536)

    mutating func bytes(_ messages: Message...) -> [UInt8] {
        var bytes: [UInt8] = []
        for message in messages { encoder.append(message, to: &bytes) }
        return bytes
    }

    /// Handshake, connect, createStream and publish, as FFmpeg does it.
    mutating func opening(application: String = "live", name: String = "secret-key") -> [UInt8] {
        Self.handshake
            + bytes(
                .connect(application: application),
                .command(["releaseStream", 2.0, .null, .string(name)]),
                .command(["FCPublish", 3.0, .null, .string(name)]),
                .command(["createStream", 4.0, .null]),
                .publish(name: name))
    }
}

extension Message {
    static func connect(application: String) -> Message {
        .command([
            "connect", 1.0,
            [
                "app": .string(application), "type": "nonprivate", "flashVer": "FMLE/3.0 (compatible; test)",
                "tcUrl": "rtmp://host/live",
            ],
        ])
    }

    static func publish(name: String) -> Message {
        .command(["publish", 5.0, .null, .string(name), "live"], streamID: 1)
    }

    static let avcC: [UInt8] = [1, 0x64, 0, 0x1F, 0xFF, 0xE1, 0, 2, 0x67, 0x64, 1, 0, 1, 0x68]

    static func videoHeader(record: [UInt8] = avcC, timestamp: UInt32 = 0) -> Message {
        Message(type: .video, streamID: 1, timestamp: timestamp, body: [0x17, 0, 0, 0, 0] + record)
    }

    static func picture(
        _ bytes: [UInt8] = [0, 0, 0, 2, 0x65, 0x88], isKeyFrame: Bool = true, offset: Int = 0, timestamp: UInt32
    ) -> Message {
        var body: [UInt8] = [isKeyFrame ? 0x17 : 0x27, 1]
        body.append(bigEndian: UInt64(bitPattern: Int64(offset)), bytes: 3)
        return Message(type: .video, streamID: 1, timestamp: timestamp, body: body + bytes)
    }

    static func audioHeader(record: [UInt8] = [0x11, 0x90]) -> Message {
        Message(type: .audio, streamID: 1, body: [0xAF, 0] + record)
    }

    static func sound(_ bytes: [UInt8] = [0x21, 0x10], timestamp: UInt32) -> Message {
        Message(type: .audio, streamID: 1, timestamp: timestamp, body: [0xAF, 1] + bytes)
    }
}

extension PublishSession {
    static func make(application: String = "live", limits: IngestLimits = IngestLimits()) -> PublishSession {
        PublishSession(application: application, limits: limits, random: TestPublisher.random)
    }

    /// Feeds `bytes` in pieces of `size`, says yes to every publisher, and returns what came out, sends joined.
    mutating func run(_ bytes: [UInt8], inPiecesOf size: Int = .max, at now: ContinuousClock.Instant) -> [Output] {
        var outputs: [Output] = []
        func add(_ more: [Output]) {
            for output in more {
                if case .send(let bytes) = output, case .send(let earlier) = outputs.last {
                    outputs[outputs.count - 1] = .send(earlier + bytes)
                } else {
                    outputs.append(output)
                }
            }
        }
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = rest.prefix(size)
            rest = rest.dropFirst(size)
            add(receive(piece, at: now))
            while phase == .deciding { add(accept(at: now)) }
        }
        return outputs
    }
}

extension [PublishSession.Output] {
    var media: [IngestEvent] {
        compactMap { if case .media(let event) = $0 { event } else { nil } }
    }

    var refusal: ProtocolError? {
        compactMap { if case .refused(let error) = $0 { error } else { nil } }.first
    }

    var sent: [UInt8] {
        flatMap { output -> [UInt8] in
            if case .send(let bytes) = output { bytes } else { [] }
        }
    }

    /// The messages that were sent, without the handshake.
    ///
    /// - Parameter skip: How many bytes of handshake come first.
    func messages(skipping skip: Int = 3073) throws -> [Message] {
        var limits = IngestLimits()
        limits.keylessMessageBytes = 1 << 20
        var decoder = ChunkDecoder(limits: limits)
        decoder.append(sent[Swift.min(skip, sent.count)...])
        var messages: [Message] = []
        while let message = try decoder.nextMessage() { messages.append(message) }
        return messages
    }

    /// The commands that were sent.
    func commands(skipping skip: Int = 3073) throws -> [[AMFValue]] {
        try messages(skipping: skip).filter { $0.type == .commandAMF0 }.map { message in
            var reader = AMFReader(message.body[...], limits: IngestLimits())
            return try reader.values()
        }
    }
}
