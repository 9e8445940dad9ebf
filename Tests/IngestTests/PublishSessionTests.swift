import Testing

@testable import Ingest

@Suite struct PublishSessionTests {
    private let now = ContinuousClock.now

    /// Runs a session over `bytes` whole, byte by byte and in pieces of 1000, and expects the same of all.
    private func run(
        _ bytes: [UInt8], limits: IngestLimits = IngestLimits(), sourceLocation: SourceLocation = #_sourceLocation
    ) -> (outputs: [PublishSession.Output], session: PublishSession) {
        var session = PublishSession.make(limits: limits)
        let outputs = session.run(bytes, at: now)
        for size in [1, 1_000] {
            var other = PublishSession.make(limits: limits)
            #expect(other.run(bytes, inPiecesOf: size, at: now) == outputs, sourceLocation: sourceLocation)
        }
        return (outputs, session)
    }

    @Test func takesAPublisherFromHandshakeToMedia() throws {
        var publisher = TestPublisher()
        let metadata = Message(
            type: .dataAMF0, streamID: 1, body: Self.data(["@setDataFrame", "onMetaData", Self.metadata]))
        let bytes =
            publisher.opening()
            + publisher.bytes(
                metadata, .videoHeader(), .audioHeader(), .picture(offset: 66, timestamp: 10), .sound(timestamp: 12),
                .picture([1], isKeyFrame: false, offset: 33, timestamp: 43))
        let (outputs, session) = run(bytes)

        var expected = StreamMetadata()
        (expected.width, expected.height, expected.frameRate) = (1080, 1920, 29.97)
        (expected.audioChannels, expected.encoder) = (2, "obs-output module\u{FFFD}")
        #expect(
            outputs.media == [
                .metadata(expected),
                .videoConfiguration(VideoConfiguration(codec: .h264, record: Message.avcC)),
                .audioConfiguration(AudioConfiguration(codec: .aac, record: [0x11, 0x90])),
                .video(
                    EncodedSample(
                        decodeTime: 10, compositionOffset: 66, isKeyFrame: true, bytes: [0, 0, 0, 2, 0x65, 0x88],
                        arrival: now)),
                .audio(EncodedSample(decodeTime: 12, isKeyFrame: true, bytes: [0x21, 0x10], arrival: now)),
                .video(
                    EncodedSample(decodeTime: 43, compositionOffset: 33, isKeyFrame: false, bytes: [1], arrival: now)),
            ])
        #expect(session.phase == .publishing)
        #expect(outputs.contains(.handshakeFinished))
        #expect(
            outputs.contains(
                .publishRequested(.init(keys: ["secret-key", "secret-key"], program: "FMLE/3.0 (compatible; test)"))))
    }

    @Test func answersAsPublishersExpect() throws {
        var publisher = TestPublisher()
        let (outputs, _) = run(publisher.opening())
        let messages = try outputs.messages()
        #expect(messages.prefix(2).map(\.type) == [.windowAcknowledgementSize, .setPeerBandwidth])

        let commands = try outputs.commands()
        #expect(commands.map { $0[0] } == ["_result", "_result", "_result", "_result", "onStatus"])
        #expect(commands.map { $0[1] } == [1.0, 2.0, 3.0, 4.0, 0.0])
        #expect(commands[0][3]["code"] == "NetConnection.Connect.Success")
        #expect(commands[0][3]["fourCcList"] == .array(["avc1", "hvc1", "av01", "mp4a", "Opus"]))
        #expect(commands[0][2]["videoFourCcInfoMap"]?["hvc1"] == 1.0)
        #expect(commands[3][3] == 1.0, "createStream's message stream")
        #expect(commands[4][3]["code"] == "NetStream.Publish.Start")
        #expect(messages.last?.streamID == 1)
        #expect(messages.contains(.control(.streamBegin, 1)))
    }

    @Test func readsAMF3CommandsAndData() {
        var publisher = TestPublisher()
        let amf3 = { (message: Message, type: MessageType) in
            Message(type: type, streamID: message.streamID, body: [0] + message.body)
        }
        let metadata = Message(type: .dataAMF0, streamID: 1, body: Self.data(["onMetaData", ["width": 640.0]]))
        let (outputs, session) = run(
            TestPublisher.handshake
                + publisher.bytes(
                    amf3(.connect(application: "live"), .commandAMF3), amf3(.publish(name: "k"), .commandAMF3),
                    amf3(metadata, .dataAMF3)))
        #expect(session.phase == .publishing)
        #expect(outputs.media.count == 1)
    }

    @Test func tellsChangedConfigurationsOnce() {
        var publisher = TestPublisher()
        let other = Message.avcC + [0]
        let (outputs, _) = run(
            publisher.opening()
                + publisher.bytes(
                    .videoHeader(), .videoHeader(), .videoHeader(record: other, timestamp: 5),
                    .videoHeader(record: other)))
        #expect(
            outputs.media == [
                .videoConfiguration(VideoConfiguration(codec: .h264, record: Message.avcC)),
                .videoConfiguration(VideoConfiguration(codec: .h264, record: other)),
            ])
    }

    @Test func dropsMediaBeforeTheirConfiguration() {
        var publisher = TestPublisher()
        let (outputs, session) = run(
            publisher.opening() + publisher.bytes(.picture(timestamp: 0), .sound(timestamp: 0), .videoHeader()))
        #expect(outputs.media.count == 1)
        #expect(session.dropped.counts == [.noConfiguration: 2])
    }

    @Test func unwrapsTimes() {
        var publisher = TestPublisher()
        let (outputs, _) = run(
            publisher.opening()
                + publisher.bytes(
                    .videoHeader(timestamp: .max - 999), .picture(timestamp: .max - 999), .picture(timestamp: 1_000)))
        let times = outputs.media.compactMap { if case .video(let unit) = $0 { unit.decodeTime } else { nil } }
        #expect(times == [4_294_966_296, 4_294_968_296])
    }

    @Test func readsAggregates() throws {
        var publisher = TestPublisher()
        func tag(_ type: UInt8, _ time: UInt64, _ body: [UInt8]) -> [UInt8] {
            var bytes: [UInt8] = [type]
            bytes.append(bigEndian: UInt64(body.count), bytes: 3)
            bytes.append(bigEndian: time & 0xFF_FFFF, bytes: 3)
            bytes.append(bigEndian: time >> 24, bytes: 1)
            return bytes + [0, 0, 0] + body + [0, 0, 0, 9]
        }
        let body =
            tag(9, 0x0100_0000, Message.videoHeader().body) + tag(9, 0x0100_0000, Message.picture(timestamp: 0).body)
            + tag(22, 0x0100_0000, []) + tag(9, 0x0100_0021, Message.picture(timestamp: 0).body)
        let (outputs, _) = run(
            publisher.opening() + publisher.bytes(Message(type: .aggregate, streamID: 1, timestamp: 500, body: body)))
        let times = outputs.media.compactMap { if case .video(let unit) = $0 { unit.decodeTime } else { nil } }
        #expect(times == [500, 533])
    }

    @Test(arguments: ["FCUnpublish", "closeStream", "deleteStream"])
    func endsAndBeginsAgain(command: String) throws {
        var publisher = TestPublisher()
        let argument: AMFValue = command == "deleteStream" ? 1.0 : "secret-key"
        let bytes =
            publisher.opening() + publisher.bytes(.videoHeader())
            + publisher.bytes(.command([.string(command), 6.0, .null, argument]))
            + publisher.bytes(.videoHeader(), .publish(name: "secret-key"), .videoHeader())
        let (outputs, session) = run(bytes)
        #expect(outputs.filter { $0 == .unpublished }.count == 1)
        #expect(outputs.media.count == 2, "the configuration is told to the second publication too")
        #expect(session.phase == .publishing)
        #expect(
            try outputs.commands().contains { $0[0] == "onStatus" && $0[3]["code"] == "NetStream.Unpublish.Success" })
    }

    @Test func readsNothingMoreUntilDecided() {
        var session = PublishSession.make()
        var publisher = TestPublisher()
        let outputs = session.receive(
            (publisher.opening() + publisher.bytes(.videoHeader()))[...], at: now)
        #expect(session.phase == .deciding)
        #expect(outputs.media.isEmpty)
        #expect(session.accept(at: now).media.count == 1)
    }

    @Test func deniesInWords() throws {
        var session = PublishSession.make()
        var publisher = TestPublisher()
        var outputs = session.receive(publisher.opening()[...], at: now)
        let error = ProtocolError(.wrongKey, "The stream key isn't right.")
        outputs += session.refuse(error, code: "NetStream.Publish.Denied")
        let status = try #require(try outputs.commands().last)
        #expect(status[0] == "onStatus")
        #expect(
            status[3] == ["level": "error", "code": "NetStream.Publish.Denied", "description": .string(error.message)])
        #expect(outputs.last == .refused(error))
        #expect(session.isOver)
        #expect(session.receive(publisher.bytes(.videoHeader())[...], at: now).isEmpty)
        #expect(session.refuse(error, code: "again").isEmpty)
    }

    @Test func rejectsOtherApplicationsWithoutRepeatingThem() throws {
        var publisher = TestPublisher()
        let (outputs, _) = run(publisher.opening(application: "wrong/secret-key"))
        let answer = try #require(try outputs.commands().last)
        #expect(answer[0] == "_error")
        #expect(answer[1] == 1.0)
        #expect(answer[3]["code"] == "NetConnection.Connect.Rejected")
        #expect(outputs.refusal?.reason == .wrongApplication)
        #expect(outputs.refusal?.message.contains("/live") == true)
        #expect(!outputs.sent.contains(Array("secret".utf8)))
    }

    @Test func takesTheApplicationFromTheURLWhereItIsMissing() {
        var publisher = TestPublisher()
        let connect = Message.command(["connect", 1.0, ["tcUrl": "rtmp://host:1935/live/secret-key"]])
        let (outputs, session) = run(TestPublisher.handshake + publisher.bytes(connect, .publish(name: "")))
        #expect(session.phase == .publishing)
        #expect(outputs.contains(.publishRequested(.init(keys: ["secret-key"], program: ""))))
    }

    @Test func refusesPlayersInWords() throws {
        var publisher = TestPublisher()
        let (outputs, _) = run(
            TestPublisher.handshake
                + publisher.bytes(.connect(application: "live"), .command(["play", 2.0, .null, "key"], streamID: 1)))
        #expect(outputs.refusal?.reason == .player)
        #expect(try outputs.commands().last?[3]["description"]?.text?.contains("HLS") == true)
    }

    @Test(
        arguments: [
            [.command(["createStream", 2.0, .null])],
            [.connect(application: "live"), .connect(application: "live")],
            [.command([5.0])],
            [Message(type: .commandAMF0, body: [])],
            [Message(type: .commandAMF0, body: [2, 0, 50, 1])],
        ] as [[Message]])
    func refusesWhatBreaksTheRules(_ messages: [Message]) {
        var publisher = TestPublisher()
        var bytes = TestPublisher.handshake
        for message in messages { bytes += publisher.bytes(message) }
        let (outputs, session) = run(bytes)
        #expect(outputs.refusal != nil)
        #expect(session.isOver)
    }

    @Test func toleratesUnreadableMetadataAndUnknownMessages() {
        var publisher = TestPublisher()
        let (outputs, session) = run(
            publisher.opening()
                + publisher.bytes(
                    Message(type: .dataAMF0, streamID: 1, body: [7, 1]),
                    Message(type: MessageType(rawValue: 19), body: [1, 2, 3]),
                    Message(type: MessageType(rawValue: 99), body: []),
                    .command(["unheardOf", 9.0, .null]), .command(["getStreamLength", 10.0, .null, "k"]),
                    .command(["_checkbw", 0.0, .null]), .videoHeader()))
        #expect(outputs.media.count == 1)
        #expect(session.dropped.counts == [.metadata: 1, .unknown: 2])
    }

    @Test func boundsMessagesOfStrangersMoreThanThoseOfPublishers() {
        var limits = IngestLimits()
        limits.keylessMessageBytes = 1_000
        limits.messageBytes = 5_000
        let large = { Message(type: .video, streamID: 1, body: [0x17, 1, 0, 0, 0] + [UInt8](repeating: 0, count: $0)) }
        var publisher = TestPublisher()
        let (outputs, _) = run(publisher.opening() + publisher.bytes(large(4_000), .videoHeader()), limits: limits)
        #expect(outputs.refusal == nil)
        #expect(outputs.media.count == 1)

        var stranger = TestPublisher()
        #expect(
            run(TestPublisher.handshake + stranger.bytes(large(4_000)), limits: limits).outputs.refusal?.reason
                == .limit)
        var giant = TestPublisher()
        let refusal = run(giant.opening() + giant.bytes(large(6_000)), limits: limits).outputs.refusal
        #expect(
            refusal?.message == "A message of 6005 bytes, and at most 5000 are taken: lower the encoder's bit rate.")
    }

    @Test func boundsCreatedStreams() {
        var publisher = TestPublisher()
        var bytes = TestPublisher.handshake + publisher.bytes(.connect(application: "live"))
        for _ in 0..<33 { bytes += publisher.bytes(.command(["createStream", 2.0, .null])) }
        #expect(run(bytes).outputs.refusal?.reason == .limit)
    }

    @Test func acknowledgesByTheWindow() throws {
        var session = PublishSession.make()
        var publisher = TestPublisher()
        _ = session.run(publisher.opening() + publisher.bytes(.videoHeader()), at: now)
        var outputs = session.run(publisher.bytes(.number(.windowAcknowledgementSize, 1_000)), at: now)
        #expect(try outputs.messages(skipping: 0).map(\.type) == [.acknowledgement], "the handshake counts too")
        outputs = session.run(publisher.bytes(.picture([UInt8](repeating: 0, count: 600), timestamp: 0)), at: now)
        #expect(outputs.sent.isEmpty)
        outputs = session.run(publisher.bytes(.picture([UInt8](repeating: 0, count: 600), timestamp: 0)), at: now)
        let messages = try outputs.messages(skipping: 0)
        #expect(messages.map(\.type) == [.acknowledgement])
    }

    @Test func saysNothingAfterARefusal() {
        var session = PublishSession.make()
        var publisher = TestPublisher()
        let bytes =
            TestPublisher.handshake + publisher.bytes(.number(.windowAcknowledgementSize, 1))
            + publisher.bytes(.connect(application: "other"))
        let outputs = session.run(bytes, at: now)
        #expect(outputs.refusal?.reason == .wrongApplication)
        #expect(outputs.last == outputs.refusal.map { .refused($0) }, "an acknowledgement came after it")
    }

    @Test func answersAndCountsPings() throws {
        var session = PublishSession.make()
        var publisher = TestPublisher()
        #expect(session.ping(time: 1).isEmpty, "not before the handshake")
        _ = session.run(publisher.opening(), at: now)
        let outputs = session.run(publisher.bytes(.control(.pingRequest, 77), .control(.pingResponse, 5)), at: now)
        #expect(try outputs.messages(skipping: 0) == [.control(.pingResponse, 77)])
        #expect(outputs.contains(.pingAnswered))
        #expect(try session.ping(time: 9).messages(skipping: 0) == [.control(.pingRequest, 9)])
    }

    private static let metadata: AMFValue = [
        "width": 1080.0, "height": "1920", "framerate": 29.97, "stereo": .boolean(true),
        "encoder": "obs-output module\n", "videodatarate": .number(.nan), "audiosamplerate": -1.0,
    ]

    private static func data(_ values: [AMFValue]) -> [UInt8] {
        var bytes: [UInt8] = []
        for value in values { bytes.append(amf: value) }
        return bytes
    }
}
