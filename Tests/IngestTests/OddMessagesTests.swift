import Testing

@testable import Ingest

/// What makes no sense in a good publication costs that message, and nothing else.
@Suite struct OddMessagesTests {
    private static let now = ContinuousClock.now

    struct Odd: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var message: Message
        /// How it is counted; `nil` if it is nothing odd.
        var reason: DropReason?
    }

    private static func odd(_ name: String, _ reason: DropReason?, _ type: UInt8, _ body: [UInt8]) -> Odd {
        Odd(
            testDescription: name,
            message: Message(type: MessageType(rawValue: type), streamID: type < 8 ? 0 : 1, timestamp: 20, body: body),
            reason: reason)
    }

    private static func command(_ name: String, _ reason: DropReason?, _ values: [AMFValue], raw: [UInt8] = []) -> Odd {
        odd(name, reason, 20, Message.command(values).body + raw)
    }

    private static func text(_ text: String) -> [UInt8] { Array(text.utf8) }

    private static let video: [Odd] = [
        odd("empty picture message", nil, 9, []),
        odd("one byte", .malformed, 9, [0x17]),
        odd("an end of sequence of two bytes", nil, 9, [0x17, 2]),
        odd("an end of sequence of five", nil, 9, [0x17, 2, 0, 0, 0]),
        odd("an information frame", nil, 9, [0x57, 0]),
        odd("an unknown packet type", .malformed, 9, [0x17, 3, 0, 0, 0]),
        odd("a picture without bytes", nil, 9, [0x27, 1, 0, 0, 0]),
        odd("a picture cut off in its head", .malformed, 9, [0x27, 1, 0]),
        odd("a configuration of one byte", .configuration, 9, [0x17, 0, 0, 0, 0, 1]),
        odd(
            "a configuration of another version", .configuration, 9,
            [0x17, 0, 0, 0, 0] + [0] + Message.avcC.dropFirst()),
        odd("a configuration torn in its first set", .configuration, 9, [0x17, 0, 0, 0, 0] + Message.avcC.dropLast(5)),
        odd("a configuration torn in its second set", .configuration, 9, [0x17, 0, 0, 0, 0] + Message.avcC.dropLast()),
        odd(
            "a configuration that promises more sets", .configuration, 9,
            [0x17, 0, 0, 0, 0, 1, 0x64, 0, 0x1F, 0xFF, 0xFF, 0, 2, 1, 1]),
        odd("H.263", .codec, 9, [0x22, 0, 0, 0x84]),
        odd("codec 1", .codec, 9, [0x11, 1, 0, 0, 0]),
        odd("VP6", .codec, 9, [0x14, 0]),
        odd("an unknown four-character code", .codec, 9, [0x91] + text("zzzz") + [1, 2]),
        odd("a four-character code cut off", .malformed, 9, [0x91, 0x68, 0x76]),
        odd("colours", nil, 9, [0xD4] + text("hvc1") + [2, 0, 9] + text("colorInfo") + [5]),
        odd("an enhanced packet type of the future", .malformed, 9, [0x9B] + text("avc1") + [1]),
        odd("an empty modifier", .malformed, 9, [0x97]),
        odd("a modifier that is longer than its message", .malformed, 9, [0x97, 200, 1]),
        odd("tracks of an unknown kind", .malformed, 9, [0x96, 0x33]),
        odd("another track", nil, 9, [0x96, 0x03] + text("avc1") + [1, 7]),
        odd("short AV1 configuration", .configuration, 9, [0x90] + text("av01") + [0x81, 8]),
        odd("short HEVC configuration", .configuration, 9, [0x90] + text("hvc1") + [1, 2, 3]),
        odd(
            "HEVC configuration torn in its sets", .configuration, 9,
            [0x90] + text("hvc1") + [1] + [UInt8](repeating: 0, count: 21) + [1, 0x20, 0, 1, 0, 9, 1, 2]),
    ]

    private static let audio: [Odd] = [
        odd("empty sound message", nil, 8, []),
        odd("one byte of sound", nil, 8, [0xAF]),
        odd("AAC of an unknown packet type", .malformed, 8, [0xAF, 7, 1]),
        odd("AAC configuration of one byte", .configuration, 8, [0xAF, 0, 0x12]),
        odd("AAC configuration of no object type", .configuration, 8, [0xAF, 0, 0x01, 0x90]),
        odd("AAC configuration with a rate that there is none", .configuration, 8, [0xAF, 0, 0x16, 0x90]),
        odd("AAC configuration with a rate cut off", .configuration, 8, [0xAF, 0, 0x17, 0x80]),
        odd("MP3", .codec, 8, [0x2F, 0xFF, 0xFB, 0x90, 0x64]),
        odd("Speex", .codec, 8, [0xB2, 1]),
        odd("uncompressed sound", .codec, 8, [0x36, 0, 0, 0, 0]),
        odd("enhanced MP3", .codec, 8, [0x91] + text(".mp3") + [1]),
        odd("the channels' layout", nil, 8, [0x94] + text("mp4a") + [0, 2]),
        odd("short Opus head", .configuration, 8, [0x90] + text("Opus") + text("OpusHead") + [1, 2]),
        odd(
            "Opus head without channels", .configuration, 8,
            [0x90] + text("Opus") + text("OpusHead") + [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
    ]

    private static let data: [Odd] = [
        odd("metadata of AMF3", .metadata, 18, [2, 0, 10] + text("onMetaData") + [0x11, 0x0A, 0x0B, 1]),
        odd("a reference in metadata", .metadata, 18, [2, 0, 10] + text("onMetaData") + [7, 0, 0]),
        odd("metadata cut off", .metadata, 18, [2, 0, 10] + text("onMet")),
        odd("metadata that are a number", nil, 18, [2, 0, 10] + text("onMetaData") + [0, 0, 0, 0, 0, 0, 0, 0, 0]),
        odd("metadata that are a list", nil, 18, [2, 0, 10] + text("onMetaData") + [10, 0, 0, 0, 1, 5]),
        odd(
            "metadata of dates and texts", nil, 18,
            [2, 0, 10] + text("onMetaData") + [11, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        odd("metadata a hundred deep", .metadata, 18, (0..<100).flatMap { _ in [3, 0, 1, 0x61] as [UInt8] }),
        odd(
            "a list that claims to be without end", .metadata, 18,
            [10, 255, 255, 255, 255] + [UInt8](repeating: 5, count: 2_000)),
        odd("text", nil, 18, [2, 0, 10] + text("onTextData") + [3, 0, 0, 9]),
        odd("data without the format byte", nil, 15, [2, 0, 10] + text("onTextData")),
    ]

    private static let commands: [Odd] = [
        odd("a command without a name", .malformed, 20, []),
        odd("a command cut off in its name", .malformed, 20, [2, 0, 9] + text("setPeer")),
        command("a number for a command", .malformed, [5.0]),
        command("an unknown command", .unknown, ["zlive_ping", 0.0, .null, "x"]),
        command("an unknown command that wants an answer", .unknown, ["zlive_ping", 6.0, .null]),
        command("a value of AMF3", .malformed, ["_checkbw", 0.0], raw: [0x11, 6, 3, 0x61]),
        command("arguments cut off", .malformed, ["releaseStream", 7.0, .null], raw: [2, 0, 9, 0x61]),
        command(
            "arguments a hundred deep", .limit, ["FCPublish"],
            raw: (0..<100).flatMap { _ in [3, 0, 1, 0x61] as [UInt8] }),
        command("a second connect", .unexpected, ["connect", 9.0, ["app": "live"]]),
        command("a second connect elsewhere", .unexpected, ["connect", 9.0, ["app": "other"]]),
        command("the same publish again", .unexpected, ["publish", 5.0, .null, "secret-key", "live"]),
        command("another publish", .unexpected, ["publish", 5.0, .null, "other-key", "live"]),
        command("a second createStream", nil, ["createStream", 4.0, .null]),
        command("FCPublish again", nil, ["FCPublish", 3.0, .null, "secret-key"]),
        command("releaseStream again", nil, ["releaseStream", 2.0, .null, "secret-key"]),
        command("play", .unexpected, ["play", 0.0, .null, "secret-key"]),
        command("the deletion of another stream", nil, ["deleteStream", 7.0, .null, 2.0]),
        Odd(
            testDescription: "the end of another stream",
            message: .command(["closeStream", 0.0, .null], streamID: 2), reason: nil),
        odd("an empty command of AMF3", .malformed, 17, []),
        odd("a command of AMF3 without the format byte", nil, 17, Message.command(["_checkbw", 0.0, .null]).body),
    ]

    private static let control: [Odd] = [
        odd("an empty user control message", .malformed, 4, []),
        odd("a user control message of one byte", .malformed, 4, [0]),
        odd("an unknown user control message", nil, 4, [0, 31, 0, 0, 0, 1]),
        odd("a ping without a time", .malformed, 4, [0, 6]),
        odd("the length of a buffer", nil, 4, [0, 3, 0, 0, 0, 1, 0, 0, 1, 44]),
        odd("a chunk size of 0", .malformed, 1, [0, 0, 0, 0]),
        odd("a chunk size with the top bit", .malformed, 1, [0x80, 0, 0x10, 0]),
        odd("half a chunk size", .malformed, 1, [0, 0]),
        odd("half an abort", .malformed, 2, [0, 0]),
        odd("the abort of a stream that there is none", nil, 2, [0, 0, 1, 0]),
        odd("an acknowledgement", nil, 3, [0, 0, 0, 1]),
        odd("half an acknowledgement", nil, 3, [0, 0]),
        odd("half a window", .malformed, 5, [0, 1]),
        odd("a window of 0", .malformed, 5, [0, 0, 0, 0]),
        odd("a bandwidth", nil, 6, [0, 0x26, 0x25, 0xA0, 2]),
        odd("a shared object", nil, 19, [1, 2, 3]),
        odd("type 0", .unknown, 0, [1]),
        odd("type 255", .unknown, 255, text("abc")),
        odd("an empty aggregate", nil, 22, []),
        odd("a torn aggregate", .malformed, 22, [9, 0, 0, 200, 0, 0, 0, 0, 0, 0, 0, 1]),
        odd("an odd picture in an aggregate", .malformed, 22, [9, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0x17, 0, 0, 0, 12]),
    ]

    @Test(arguments: video + audio + data + commands + control)
    func costsNothingElse(_ odd: Odd) throws {
        var publisher = TestPublisher()
        let opening = publisher.opening()
        let before = publisher.bytes(.videoHeader(), .audioHeader(), .picture(timestamp: 0), .sound(timestamp: 0))
        let after = publisher.bytes(odd.message, odd.message, .picture(timestamp: 40), .sound(timestamp: 40))
        let bytes = opening + before + after
        var session = PublishSession.make()
        let outputs = session.run(bytes, at: Self.now)
        #expect(outputs.refusal == nil)
        #expect(session.phase == .publishing)
        #expect(outputs.media.pictures.map(\.decodeTime) == [0, 40])
        #expect(outputs.media.sounds.map(\.decodeTime) == [0, 40])
        #expect(outputs.media.videoConfigurations.count == 1)
        #expect(outputs.media.audioConfigurations.count == 1)
        #expect(session.dropped.counts == odd.reason.map { [$0: 2] } ?? [:])
        let said = outputs.compactMap { if case .odd(let oddity) = $0 { oddity } else { nil } }
        #expect(said.map(\.reason) == (odd.reason.map { [$0] } ?? []), "said once")
        #expect(said.allSatisfy { !$0.message.contains("key") && $0.message.count < 200 })
        for size in [1, 7] {
            var other = PublishSession.make()
            #expect(other.run(bytes, inPiecesOf: size, at: Self.now) == outputs)
        }
    }

    @Test func takesTheRestOfAnAggregateWithAnOddPart() {
        var publisher = TestPublisher()
        func tag(_ body: [UInt8], time: UInt8) -> [UInt8] {
            [9, 0, 0, UInt8(body.count), 0, 0, time, 0, 0, 0, 0] + body + [0, 0, 0, 9]
        }
        let picture = Message.picture(timestamp: 0).body
        let aggregate = Message(
            type: .aggregate, streamID: 1, timestamp: 100,
            body: tag(picture, time: 5) + tag([0x17], time: 10) + tag([0x12], time: 12) + tag(picture, time: 15))
        var session = PublishSession.make()
        let outputs = session.run(publisher.opening() + publisher.bytes(.videoHeader(), aggregate), at: Self.now)
        #expect(outputs.media.pictures.map(\.decodeTime) == [100, 110])
        #expect(session.dropped.counts == [.malformed: 1, .codec: 1])
    }

    // MARK: What publishers are told

    /// The commands of a session that has said how long its chunks are.
    private static func commands(_ outputs: [PublishSession.Output]) throws -> [[AMFValue]] {
        var encoder = ChunkEncoder()
        var bytes: [UInt8] = []
        encoder.append(.number(.setChunkSize, 4_096), to: &bytes)
        return try [.send(bytes + outputs.sent)].commands(skipping: 0)
    }

    @Test func answersWhatComesTwice() throws {
        var publisher = TestPublisher()
        var session = PublishSession.make()
        _ = session.run(publisher.opening() + publisher.bytes(.videoHeader()), at: Self.now)
        func answer(_ command: [AMFValue], streamID: UInt32 = 0) throws -> [[AMFValue]] {
            try Self.commands(
                session.run(publisher.bytes(.command(command, streamID: streamID)), at: Self.now))
        }
        #expect(try answer(["connect", 9.0, ["app": "live"]])[0][3]["code"] == "NetConnection.Connect.Success")
        #expect(try answer(["connect", 9.0, ["app": "x"]])[0][3]["code"] == "NetConnection.Connect.Rejected")
        #expect(
            try answer(["publish", 5.0, .null, "secret-key"], streamID: 3)[0][3]["code"] == "NetStream.Publish.Start")
        #expect(try answer(["publish", 5.0, .null, "other"], streamID: 1)[0][3]["code"] == "NetStream.Publish.BadName")
        #expect(try answer(["play", 0.0, .null, "x"], streamID: 1)[0][3]["code"] == "NetStream.Play.Failed")
        #expect(try answer(["zlive", 6.0])[0].first == "_error")
        #expect(try answer(["zlive", 0.0]).isEmpty)
        #expect(session.phase == .publishing)
    }

    @Test func tellsThePublisherOnlyWhatItsUserCanMend() throws {
        var publisher = TestPublisher()
        var session = PublishSession.make()
        _ = session.run(publisher.opening(), at: Self.now)
        let odd = [[0x17], [0x12, 0], [0x17, 0, 0, 0, 0, 1]] as [[UInt8]]
        let bytes = odd.flatMap { publisher.bytes(Message(type: .video, streamID: 1, body: $0)) }
        let outputs = session.run(bytes, at: Self.now)
        let told = try Self.commands(outputs)
        #expect(told.map { $0[3]["level"] } == ["warning", "warning"], "an error ends FFmpeg's publication")
        #expect(told.map { $0[3]["code"] } == ["NetStream.Publish.Warning", "NetStream.Publish.Warning"])
        #expect(told[0][3]["description"]?.text?.contains("Sorenson H.263") == true)
        #expect(told[1][3]["description"]?.text?.contains("sequence header for H.264") == true)
    }

    // MARK: The end

    @Test func endsWhereNothingGoodFollows() throws {
        var publisher = TestPublisher()
        var session = PublishSession.make()
        _ = session.run(publisher.opening() + publisher.bytes(.videoHeader(), .picture(timestamp: 0)), at: Self.now)
        let bad = Message(type: .video, streamID: 1, body: [0x12, 0])
        for second in 0..<5 {
            let outputs = session.run(publisher.bytes(bad), at: Self.now + .seconds(60 + second))
            #expect(outputs.refusal == nil)
        }
        let outputs = session.run(publisher.bytes(bad), at: Self.now + .seconds(65))
        #expect(outputs.refusal?.reason == .codec)
        #expect(try Self.commands(outputs).last?[3]["code"] == "NetStream.Publish.Rejected")
        #expect(session.isOver)
    }

    @Test(arguments: [Message.sound(timestamp: 9), .picture(timestamp: 9), .audioHeader(record: [0x12, 0x10])])
    func goesOnWhereSomethingGoodIsAmongIt(_ good: Message) {
        var publisher = TestPublisher()
        var session = PublishSession.make()
        _ = session.run(publisher.opening() + publisher.bytes(.videoHeader(), .audioHeader()), at: Self.now)
        let bad = Message(type: .video, streamID: 1, body: [0x12, 0])
        for second in 0..<20 {
            let bytes =
                second == 4 || second == 8 || second == 13 || second == 17
                ? publisher.bytes(good, bad) : publisher.bytes(bad)
            let outputs = session.run(bytes, at: Self.now + .seconds(second))
            // The configuration is told once: it is no news again.
            let isNews = good.body[1] == 1 || second <= 8
            #expect(outputs.refusal == nil || !isNews, "second \(second)")
        }
        #expect(session.isOver == (good.body[1] == 0))
    }

    @Test func dropsControlMessagesOfStrangersToo() {
        for odd in Self.control where odd.message.type.isControl {
            var publisher = TestPublisher()
            var session = PublishSession.make()
            let outputs = session.run(
                TestPublisher.handshake + publisher.bytes(odd.message) + publisher.opening().dropFirst(3_073),
                at: Self.now)
            #expect(outputs.refusal == nil, "\(odd.testDescription)")
            #expect(session.phase == .publishing, "\(odd.testDescription)")
        }
    }
}
