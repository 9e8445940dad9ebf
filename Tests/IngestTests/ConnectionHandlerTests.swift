import NIOCore
import NIOEmbedded
import Testing

@testable import Ingest

@Suite struct ConnectionHandlerTests {
    // MARK: Publishing

    @Test func takesAPublisher() throws {
        let bench = HandlerBench()
        let peer = try bench.connect()
        try peer.send(peer.publisher.opening())
        try peer.send(.videoHeader(), .picture(timestamp: 0), .picture(timestamp: 40))
        #expect(try peer.statuses().map(\.code) == ["NetStream.Publish.Start"])
        let counters = bench.registry.counters
        #expect(counters.current?.publication.peer == "192.0.2.1:50000")
        #expect(counters.current?.publication.keyName == "main")
        #expect(counters.current?.video == .h264)
        #expect(counters.current?.pictures == 2)
        #expect(counters.connections == 1)
        #expect(counters.publications == 1)

        try peer.channel.close().wait()
        let events = bench.events()
        #expect(events.count == 5)
        #expect(events.last == .ended(.disconnected))
        #expect(bench.registry.counters.current == nil)
        #expect(bench.registry.counters.connections == 0)
    }

    @Test(arguments: ["live/other-key", "live/other-key/"])
    func takesTheBackupKeyInTheURL(application: String) throws {
        let bench = HandlerBench()
        let peer = try bench.connect()
        try peer.send(peer.publisher.opening(application: application, name: ""))
        #expect(bench.registry.counters.current?.publication.keyName == "backup")
    }

    @Test func warnsOfAPublisherWhoseMediaCannotBeDecoded() throws {
        let bench = HandlerBench()
        let peer = try bench.connect()
        try peer.send(peer.publisher.opening())
        for number in 0..<300 { try peer.send(.picture(timestamp: UInt32(number) * 33)) }
        #expect(bench.registry.counters.dropped == [.noConfiguration: 300])
        #expect(bench.log.lines.filter { $0.contains("without their sequence header") }.count == 1)
        let told = try peer.statuses().filter { $0.description.contains("without their sequence header") }
        #expect(told.map(\.code) == ["NetStream.Publish.Warning"])
    }

    @Test func tellsAnEncoderOfSoundThatCannotBeDecodedAndGoesOn() throws {
        let bench = HandlerBench()
        let peer = try bench.connect()
        try peer.send(peer.publisher.opening())
        try peer.send(.videoHeader())
        for number in 0..<300 { try peer.send(.picture(timestamp: UInt32(number) * 33), .sound(timestamp: 0)) }
        bench.loop.advanceTime(by: .seconds(9))
        #expect(bench.registry.counters.current?.pictures == 300)
        #expect(bench.registry.counters.dropped == [.noConfiguration: 300])
        let warnings = try peer.statuses().filter { $0.code == "NetStream.Publish.Warning" }
        #expect(warnings.count == 1)
        #expect(warnings.first?.description.contains("AAC without its sequence header") == true)
        #expect(bench.log.lines.filter { $0.contains("AAC without its sequence header") }.count == 1)
    }

    @Test func saysEachKindOfOddityOnceAndCountsAll() throws {
        let bench = HandlerBench()
        let peer = try bench.connect()
        try peer.send(peer.publisher.opening())
        try peer.send(.videoHeader())
        for _ in 0..<50 {
            for body: [UInt8] in [[0x17], [0x17, 3, 0, 0, 0], [0x12, 0]] {
                try peer.send(Message(type: .video, streamID: 1, body: body), .picture(timestamp: 0))
            }
            try peer.send(Message(type: .audio, streamID: 1, body: [0x2F, 1]))
            try peer.send(
                Message(type: MessageType(rawValue: 255), body: [1]), Message(type: MessageType(rawValue: 99), body: [])
            )
        }
        #expect(bench.registry.counters.dropped == [.malformed: 100, .codec: 100, .unknown: 100])
        #expect(bench.registry.counters.current?.pictures == 150)
        #expect(bench.log.lines.filter { $0.contains("can't be used") }.count == 4)
        #expect(try peer.statuses().map(\.code).filter { $0 == "NetStream.Publish.Warning" }.count == 2)
        #expect(bench.registry.counters.refusals.isEmpty)
    }

    // MARK: Refusals

    @Test func deniesWrongKeysInWordsAndNeverRepeatsThem() throws {
        let bench = HandlerBench()
        let peer = try bench.connect()
        try peer.send(peer.publisher.opening(name: "not-this-one"))
        let status = try #require(try peer.statuses().last)
        #expect(status.code == "NetStream.Publish.Denied")
        #expect(status.description.contains("stream key isn't right"))
        #expect(bench.registry.counters.refusals == [.wrongKey: 1])
        #expect(bench.log.lines.contains { $0.contains("wrong stream key") && $0.contains("192.0.2.1:50000") })
        #expect(!bench.log.lines.contains { $0.contains("not-this-one") })
        #expect(!(try peer.sentBytes.contains(Array("not-this-one".utf8))))
        #expect(bench.events().isEmpty)
        #expect(!peer.channel.isActive)
    }

    @Test func tellsAPublisherThatNothingCanBeMadeOfItsPictures() throws {
        let bench = HandlerBench()
        let peer = try bench.connect()
        try peer.send(peer.publisher.opening())
        let publication = try #require(bench.registry.counters.current?.publication)
        // One that is over isn't on this connection any more.
        bench.registry.eventQueue.refuse(publication.id + 1, because: "nobody hears this")
        #expect(peer.channel.isActive)
        bench.registry.eventQueue.refuse(publication.id, because: "the source is blue; set the encoder to SDR")
        let status = try #require(try peer.statuses().last)
        #expect(status.code == "NetStream.Publish.Rejected")
        #expect(status.description == "The source is blue; set the encoder to SDR.")
        #expect(!peer.channel.isActive)
        #expect(bench.registry.counters.refusals == [.codec: 1])
        #expect(bench.registry.counters.current == nil)
        #expect(
            bench.events().last
                == .ended(.refused(ProtocolError(.codec, "The source is blue; set the encoder to SDR."))))
        #expect(bench.log.lines.contains { $0.contains("set the encoder to SDR") })
    }

    @Test func answersRepeatOffendersLater() throws {
        let bench = HandlerBench()
        func attempt(_ name: String, from address: String = "192.0.2.1") throws -> HandlerBench.Peer {
            let peer = try bench.connect(from: address)
            try peer.send(peer.publisher.opening(name: name))
            return peer
        }
        for _ in 0..<2 { #expect(try attempt("wrong").statuses().count == 1) }
        let third = try attempt("wrong")
        #expect(try third.statuses().isEmpty)
        bench.loop.advanceTime(by: .milliseconds(249))
        #expect(try third.statuses().isEmpty)
        bench.loop.advanceTime(by: .milliseconds(1))
        #expect(try third.statuses().map(\.code) == ["NetStream.Publish.Denied"])
        // Others aren't slowed down, and neither is the right key.
        #expect(try attempt("wrong", from: "192.0.2.2").statuses().count == 1)
        #expect(try attempt("secret-key").statuses().map(\.code) == ["NetStream.Publish.Start"])
    }

    @Test func outlivesAThousandWrongKeys() throws {
        let bench = HandlerBench()
        for index in 0..<1_000 {
            let peer = try bench.connect()
            try peer.send(peer.publisher.opening(name: "guess-\(index)"))
            bench.loop.advanceTime(by: .seconds(5))
            #expect(!peer.channel.isActive)
        }
        #expect(bench.registry.counters.refusals == [.wrongKey: 1_000])
        #expect(bench.registry.counters.connections == 0)
        #expect(bench.log.lines.filter { $0.contains("wrong stream key") }.count <= 12, "the log stays short")
    }

    @Test func keepsTheLogShortWhoeverKnocks() throws {
        let bench = HandlerBench()
        for _ in 0..<500 { try bench.connect().send(Array("GET / HTTP/1.1\r\n\r\n".utf8)) }
        #expect(bench.registry.counters.refusals == [.malformed: 500])
        #expect(bench.log.lines.count == 5)
        #expect(bench.log.lines[0].contains("HTTP"))
    }

    @Test func rejectsOtherApplications() throws {
        let bench = HandlerBench()
        let peer = try bench.connect()
        try peer.send(peer.publisher.opening(application: "other"))
        #expect(try peer.statuses().map(\.code) == ["NetConnection.Connect.Rejected"])
        #expect(bench.registry.counters.refusals == [.wrongApplication: 1])
    }

    @Test func refusesLegacyCodecsOnAir() throws {
        let bench = HandlerBench()
        let peer = try bench.connect()
        try peer.send(peer.publisher.opening())
        try peer.send(Message(type: .audio, streamID: 1, body: [0x2F, 1, 2]))
        let sentence = "The encoder sends MP3 audio, which isn't supported: set it to AAC or Opus."
        let warning = try #require(try peer.statuses().last)
        #expect(warning.code == "NetStream.Publish.Warning")
        #expect(warning.description == sentence)
        #expect(bench.registry.counters.refusals.isEmpty)
        // Nothing good follows.
        bench.loop.advanceTime(by: .seconds(10))
        let status = try #require(try peer.statuses().last)
        #expect(status.code == "NetStream.Publish.Rejected")
        #expect(status.description.contains(sentence))
        #expect(bench.registry.counters.refusals == [.codec: 1])
        guard case .ended(.refused(let error)) = bench.events().last else {
            Issue.record("the publication should end with a refusal")
            return
        }
        #expect(error.reason == .codec)
    }

    // MARK: Takeover

    @Test func letsASecondPublisherTakeOver() throws {
        let bench = HandlerBench()
        let first = try bench.connect()
        try first.send(first.publisher.opening())
        let second = try bench.connect(from: "192.0.2.2")
        try second.send(second.publisher.opening(name: "other-key"))
        bench.loop.run()
        #expect(try first.statuses().last?.code == "NetStream.Publish.BadName")
        try first.send(.videoHeader())
        try second.send(.videoHeader())
        let events = bench.events()
        #expect(events.count == 4)
        #expect(events[1] == .ended(.replaced(by: "192.0.2.2:50000")))
        #expect(bench.registry.counters.takeovers == 1)
        #expect(bench.registry.counters.current?.publication.keyName == "backup")
        // The first one's end doesn't touch the second.
        bench.loop.advanceTime(by: .seconds(2))
        #expect(!first.channel.isActive)
        #expect(bench.registry.counters.current != nil)
    }

    @Test func turnsASecondPublisherAwayIfAsked() throws {
        let bench = HandlerBench { $0.takeover = .reject }
        let first = try bench.connect()
        try first.send(first.publisher.opening())
        let second = try bench.connect()
        try second.send(second.publisher.opening())
        #expect(try second.statuses().map(\.code) == ["NetStream.Publish.BadName"])
        #expect(bench.registry.counters.refusals == [.busy: 1])
        #expect(first.channel.isActive)
        try first.channel.close().wait()
        let third = try bench.connect()
        try third.send(third.publisher.opening())
        #expect(bench.registry.counters.publications == 2)
    }

    /// Two encoders that come back by themselves two seconds after they were turned away.
    @Test func letsNoTwoPublishersTakeTurnsForEver() throws {
        let bench = HandlerBench()
        let first = try bench.connect()
        try first.send(first.publisher.opening())
        try first.send(.videoHeader(), .picture(timestamp: 0))
        let second = try bench.connect(from: "192.0.2.2")
        try second.send(second.publisher.opening())
        try second.send(.videoHeader())
        bench.loop.run()
        var time: UInt32 = 0
        for _ in 0..<100 {
            for _ in 0..<4 {
                bench.loop.advanceTime(by: .milliseconds(500))
                time += 500
                try second.send(.picture(timestamp: time))
            }
            let again = try bench.connect()
            try again.send(again.publisher.opening())
            let answer = try #require(try again.statuses().last)
            #expect(answer.code == "NetStream.Publish.BadName")
            #expect(answer.description.contains("Another publisher took over and is sending"))
        }
        #expect(bench.registry.counters.takeovers == 1)
        #expect(bench.registry.counters.refusals == [.busy: 100])
        #expect(bench.log.lines.filter { $0.contains("wants to come back") }.count == 7, "the log stays short")
        // A third one is somebody's wish again.
        let third = try bench.connect(from: "192.0.2.3")
        try third.send(third.publisher.opening())
        #expect(try third.statuses().last?.code == "NetStream.Publish.Start")
    }

    @Test(arguments: ["the other stops", "the other is silent", "a minute passes"])
    func letsAReplacedPublisherComeBack(when reason: String) throws {
        let bench = HandlerBench()
        let first = try bench.connect()
        try first.send(first.publisher.opening())
        let second = try bench.connect(from: "192.0.2.2")
        try second.send(second.publisher.opening())
        try second.send(.videoHeader(), .picture(timestamp: 0))
        let refused = try bench.connect()
        try refused.send(refused.publisher.opening())
        #expect(try refused.statuses().last?.code == "NetStream.Publish.BadName")
        switch reason {
        case "the other stops": try second.channel.close().wait()
        case "the other is silent": bench.loop.advanceTime(by: .seconds(1))
        default:
            for now in 1...61 {
                bench.loop.advanceTime(by: .seconds(1))
                try second.send(.picture(timestamp: UInt32(now) * 1_000))
            }
        }
        let back = try bench.connect()
        try back.send(back.publisher.opening())
        #expect(try back.statuses().last?.code == "NetStream.Publish.Start")
        // And now it is the other one's turn to wait.
        try back.send(.videoHeader(), .picture(timestamp: 0))
        let other = try bench.connect(from: "192.0.2.2")
        try other.send(other.publisher.opening())
        let code = reason == "the other stops" ? "NetStream.Publish.Start" : "NetStream.Publish.BadName"
        #expect(try other.statuses().last?.code == code)
    }

    /// A phone that comes back on the same network, while its old connection still seems alive.
    @Test func letsTheSamePublisherReplaceItself() throws {
        let bench = HandlerBench()
        for _ in 0..<5 {
            let peer = try bench.connect()
            try peer.send(peer.publisher.opening())
            #expect(try peer.statuses().last?.code == "NetStream.Publish.Start")
            try peer.send(.videoHeader(), .picture(timestamp: 0))
            bench.loop.advanceTime(by: .seconds(2))
        }
        #expect(bench.registry.counters.takeovers == 4)
    }

    // MARK: Limits

    @Test func givesTheHandshakeFiveSeconds() throws {
        let bench = HandlerBench()
        let peer = try bench.connect()
        // A slow loris: a byte a second.
        for _ in 0..<4 {
            try peer.send([3])
            bench.loop.advanceTime(by: .seconds(1))
        }
        #expect(bench.registry.counters.refusals.isEmpty)
        bench.loop.advanceTime(by: .seconds(1))
        #expect(bench.registry.counters.refusals == [.handshakeTimeout: 1])
        bench.loop.advanceTime(by: .seconds(1))
        #expect(!peer.channel.isActive)
    }

    @Test func givesThePublishTenSeconds() throws {
        let bench = HandlerBench()
        let peer = try bench.connect()
        bench.loop.advanceTime(by: .seconds(4))
        try peer.send(TestPublisher.handshake)
        try peer.send(.connect(application: "live"))
        bench.loop.advanceTime(by: .milliseconds(9_999))
        #expect(bench.registry.counters.refusals.isEmpty)
        bench.loop.advanceTime(by: .milliseconds(1))
        #expect(bench.registry.counters.refusals == [.publishTimeout: 1])
    }

    @Test func countsSilenceAsLoss() throws {
        let bench = HandlerBench()
        let peer = try bench.connect()
        try peer.send(peer.publisher.opening())
        try peer.send(.videoHeader())
        for _ in 0..<5 {
            bench.loop.advanceTime(by: .seconds(9))
            try peer.send(.picture(timestamp: 0))
        }
        bench.loop.advanceTime(by: .milliseconds(9_999))
        #expect(bench.registry.counters.current != nil)
        // Pings and metadata are no media.
        try peer.send(.control(.pingResponse, 1))
        bench.loop.advanceTime(by: .milliseconds(1))
        #expect(bench.registry.counters.current == nil)
        #expect(bench.events().last == .ended(.silent(.seconds(10))))
    }

    @Test func refusesMoreConnectionsFromOnePlaceThanThereAre() throws {
        let bench = HandlerBench()
        let peers = try (0..<64).map { _ in try bench.connect() }
        let extra = try bench.connect()
        #expect(!extra.channel.isActive)
        #expect(bench.registry.counters.refusals == [.connectionLimit: 1])
        #expect(bench.registry.counters.connections == 64)
        // Sixty-four idle connections don't keep a publisher from elsewhere out.
        let publisher = try bench.connect(from: "198.51.100.1")
        bench.loop.run()
        try publisher.send(publisher.publisher.opening())
        #expect(bench.registry.counters.current != nil)
        #expect(bench.registry.counters.connections == 64)
        #expect(bench.registry.counters.refusals[.evicted] == 1)
        bench.loop.advanceTime(by: .seconds(1))
        #expect(!peers[0].channel.isActive)
        #expect(peers[1].channel.isActive)
    }

    @Test func neverEvictsThePublisher() throws {
        let bench = HandlerBench { $0.limits.connections = 2 }
        let publisher = try bench.connect()
        try publisher.send(publisher.publisher.opening())
        for host in 2..<20 {
            _ = try bench.connect(from: "192.0.2.\(host)")
            _ = try bench.connect(from: "192.0.2.\(host)")
            bench.loop.run()
        }
        #expect(bench.registry.counters.current != nil)
        #expect(publisher.channel.isActive)
    }

    @Test func stopsReadingWhileTheConsumerIsLate() throws {
        let bench = HandlerBench { $0.limits.queueBytes = 10_000 }
        let peer = try bench.connect()
        let reads = ReadCounter()
        try peer.channel.pipeline.syncOperations.addHandler(reads, position: .first)
        try peer.send(peer.publisher.opening())
        try peer.send(.videoHeader())
        peer.channel.read()
        #expect(reads.count == 1)
        for _ in 0..<4 { try peer.send(.picture([UInt8](repeating: 0, count: 3_000), timestamp: 0)) }
        peer.channel.read()
        #expect(reads.count == 1, "the channel isn't read")
        #expect(bench.registry.counters.consumerPauses == 1)
        // Being paused by us is no silence.
        bench.loop.advanceTime(by: .seconds(60))
        #expect(bench.registry.counters.current != nil)
        #expect(bench.events().count == 6)
        bench.loop.run()
        #expect(reads.count == 2, "it is read again")
    }

    @Test func readsNoFasterThanTheCeiling() throws {
        let bench = HandlerBench {
            $0.limits.bytesPerSecond = 10_000
            $0.limits.burstSeconds = 1
        }
        let peer = try bench.connect()
        let reads = ReadCounter()
        try peer.channel.pipeline.syncOperations.addHandler(reads, position: .first)
        try peer.send(peer.publisher.opening() + peer.publisher.bytes(.videoHeader()))
        try peer.send(.picture([UInt8](repeating: 0, count: 16_000), timestamp: 0))
        peer.channel.read()
        #expect(reads.count == 0)
        #expect(bench.registry.counters.ratePauses == 1)
        bench.loop.advanceTime(by: .seconds(2))
        #expect(reads.count == 1)
        #expect(bench.registry.counters.current != nil)
    }

    @Test func stopsReadingAPeerThatReadsNoAnswers() throws {
        let bench = HandlerBench()
        let peer = try bench.connect()
        let reads = ReadCounter()
        try peer.channel.pipeline.syncOperations.addHandler(reads, position: .first)
        try peer.send(peer.publisher.opening())
        try peer.send(.videoHeader())
        peer.channel.isWritable = false
        peer.channel.pipeline.fireChannelWritabilityChanged()
        peer.channel.read()
        #expect(reads.count == 0)
        peer.channel.isWritable = true
        peer.channel.pipeline.fireChannelWritabilityChanged()
        #expect(reads.count == 1)
        // Not reading answers is no excuse for silence.
        peer.channel.isWritable = false
        peer.channel.pipeline.fireChannelWritabilityChanged()
        bench.loop.advanceTime(by: .seconds(10))
        #expect(bench.events().last == .ended(.silent(.seconds(10))))
    }

    @Test func pingsThePublisher() throws {
        let bench = HandlerBench()
        let peer = try bench.connect()
        try peer.send(peer.publisher.opening())
        try peer.send(.videoHeader())
        let before = try peer.sentBytes.count
        for _ in 0..<3 {
            bench.loop.advanceTime(by: .seconds(5))
            try peer.send(.picture(timestamp: 0))
            try peer.send(.videoHeader(), .picture(timestamp: 0))
        }
        #expect(try peer.sentBytes.count == before + 18, "one ping")
        bench.loop.advanceTime(by: .milliseconds(40))
        try peer.send(.control(.pingResponse, 15_000))
        #expect(bench.registry.counters.current?.roundTrip == .milliseconds(40))
    }

    @Test func tellsEverybodyThatItCloses() throws {
        let bench = HandlerBench()
        let (publisher, idle) = (try bench.connect(), try bench.connect())
        try publisher.send(publisher.publisher.opening())
        bench.registry.close()
        bench.loop.run()
        #expect(try publisher.statuses().last?.code == "NetConnection.Connect.AppShutdown")
        #expect(bench.events().last == .ended(.serverClosed))
        #expect(!(try bench.connect().channel.isActive))
        bench.loop.advanceTime(by: .seconds(1))
        #expect(!idle.channel.isActive)
        #expect(bench.registry.counters.connections == 0)
    }
}

/// Counts the reads that reach the socket.
private final class ReadCounter: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer
    private(set) var count = 0

    func read(context: ChannelHandlerContext) {
        count += 1
        context.read()
    }
}
