import Foundation
import Testing

@testable import Ingest

@Suite struct PushSessionTests {
    private static let key = "live_1?bandwidth=true&x=y"

    /// Parameter sets and a key picture with start codes of both lengths.
    private static let parameterSets: [UInt8] = [0, 0, 0, 1, 0x67, 0x64, 0, 0x1F, 0xAC, 0, 0, 1, 0x68, 0xEE, 0x3C]
    private static let picture: [UInt8] = [0, 0, 0, 1, 9, 0xF0, 0, 0, 1, 0x65, 0x88, 0, 0, 3, 0, 0, 1, 0x65, 0x11]

    private static let stream = PushStream(
        width: 720, height: 1280, frameRate: 30, bitRates: (2_500_000, 128_000), parameterSets: parameterSets,
        audioConfiguration: [0x11, 0x90])

    private static func session(_ application: String = "live") -> PushSession {
        let target = PushTarget(application: application, url: "rtmp://host/\(application)", key: key)
        return PushSession(target, random: [UInt8](repeating: 5, count: PushSession.randomCount))
    }

    private static func server() -> PublishSession {
        PublishSession(application: "live", limits: IngestLimits(), random: TestPublisher.random)
    }

    /// Has both talk until neither has anything to say. Returns what they told besides.
    private static func talk(
        _ client: inout PushSession, _ server: inout PublishSession, pieces: Int = .max,
        decide: (inout PublishSession) -> [PublishSession.Output] = { $0.accept(at: .now) }
    ) -> (client: [PushSession.Output], server: [PublishSession.Output]) {
        var (fromClient, fromServer) = (client.opening, [UInt8]())
        var told: (client: [PushSession.Output], server: [PublishSession.Output]) = ([], [])
        while !fromClient.isEmpty || !fromServer.isEmpty {
            var outputs = server.receive(fromClient.prefix(pieces), at: .now)
            fromClient.removeFirst(min(pieces, fromClient.count))
            while server.phase == .deciding { outputs += decide(&server) }
            told.server += outputs
            fromServer += outputs.sent
            let answers = client.receive(fromServer.prefix(pieces))
            fromServer.removeFirst(min(pieces, fromServer.count))
            told.client += answers
            for case .send(let bytes) in answers { fromClient += bytes }
        }
        return told
    }

    @Test(arguments: [Int.max, 1, 700]) func publishesToOurOwnServer(pieces: Int) throws {
        var (client, server) = (Self.session(), Self.server())
        let told = Self.talk(&client, &server, pieces: pieces)
        #expect(client.isLive)
        #expect(client.unanswered == nil)
        #expect(told.client.contains(.accepted("NetStream.Publish.Start, The stream is on air.")))
        let requests = told.server.compactMap { if case .publishRequested(let request) = $0 { request } else { nil } }
        #expect(requests.first?.keys.contains(Self.key) == true, "a ? and & in the key come whole")

        var bytes = try client.begin(Self.stream)
        bytes += client.picture(Self.picture.span, isKey: true, time: 0, offset: 33)
        bytes += client.sound([0x21, 0x10].span, time: 5)
        bytes += client.picture([0, 0, 1, 0x41, 7].span, isKey: false, time: 1 << 32 + 33, offset: 0)
        let media = server.receive(bytes[...], at: .now).media
        let record: [UInt8] =
            [
                1, 0x64, 0, 0x1F, 0xFF, 0xE1, 0, 5, 0x67, 0x64, 0, 0x1F, 0xAC, 1, 0, 3, 0x68, 0xEE, 0x3C, 0xFD, 0xF8,
                0xF8, 0,
            ]
        #expect(media.contains(.videoConfiguration(VideoConfiguration(codec: .h264, record: record))))
        #expect(media.contains(.audioConfiguration(AudioConfiguration(codec: .aac, record: [0x11, 0x90]))))
        let units: [UInt8] = [0, 0, 0, 5, 0x65, 0x88, 0, 0, 3, 0, 0, 0, 2, 0x65, 0x11]
        #expect(media.pictures.first?.bytes == units[...], "without delimiter, each behind its length")
        #expect(media.pictures.map(\.isKeyFrame) == [true, false])
        #expect(media.pictures.map(\.compositionOffset) == [33, 0])
        #expect(media.pictures.first?.decodeTime == 0)
        #expect(media.sounds.map(\.decodeTime) == [5])
        let metadata = media.compactMap { if case .metadata(let metadata) = $0 { metadata } else { nil } }
        #expect(metadata.first?.width == 720)
        #expect(metadata.first?.frameRate == 30)

        #expect(server.receive(client.end()[...], at: .now).contains(.unpublished))
        #expect(client.end().isEmpty)
    }

    @Test func saysWhatTheServerRefuses() {
        var (client, server) = (Self.session(), Self.server())
        let told = Self.talk(&client, &server) {
            $0.refuse(ProtocolError(.wrongKey, "No stream \(Self.key) here."), code: "NetStream.Publish.BadName")
        }
        #expect(
            told.client.last
                == .failed(PushFailure(.refused, "it says: NetStream.Publish.BadName, No stream *** here.")))

        (client, server) = (Self.session("other"), Self.server())
        let other = Self.talk(&client, &server)
        guard case .failed(let failure) = other.client.last else {
            Issue.record("no failure")
            return
        }
        #expect(failure.kind == .refused)
        #expect(failure.words.hasPrefix("it says: NetConnection.Connect.Rejected, There is no such application"))
        #expect(client.receive([1, 2, 3]).isEmpty, "what comes then counts no more")
    }

    @Test(arguments: [
        ("NetStream.Publish.BadName", "", PushFailure.Kind.refused), ("NetStream.Publish.Denied", "", .refused),
        ("NetConnection.Connect.Rejected", "", .refused), ("NetConnection.Connect.InvalidApp", "", .refused),
        ("NetStream.Publish.Unauthorized", "", .refused), ("NetConnection.Connect.Failed", "", .away),
        ("NetStream.Publish.Failed", "", .away), ("NetConnection.Connect.AppShutdown", "", .away), ("", "", .away),
        // nginx-rtmp, which hasn't noticed yet that our last connection died.
        ("NetStream.Publish.BadName", "Already publishing", .away),
    ]) func tellsRefusalsFromTrouble(code: String, text: String, kind: PushFailure.Kind) {
        #expect(PushFailure(code: code, text: text).kind == kind)
    }

    // MARK: - Servers that don't keep to the rules

    private static let handshake = [UInt8]([3]) + [UInt8](repeating: 1, count: 2 * 1_536)

    private static func command(_ values: [AMFValue], streamID: UInt32 = 0) -> [UInt8] {
        var (encoder, bytes) = (ChunkEncoder(), [UInt8]())
        encoder.append(.command(values, streamID: streamID), to: &bytes)
        return bytes
    }

    private static func failure(_ outputs: [PushSession.Output]) -> String? {
        for case .failed(let failure) in outputs { return failure.words }
        return nil
    }

    private static let wrong: [(bytes: [UInt8], words: String)] = [
        (Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8), "it answers with text, perhaps HTTP"),
        ([0x15, 3, 1, 0, 2, 2, 70], "it answers with TLS: use rtmps://"),
        ([9], "version 9"),
        (after([0xC3, 0, 0]), "The first chunk of a chunk stream has no full header."),
        (after([3, 0, 0, 0, 0xFF, 0xFF, 0xFF, 20, 0, 0, 0, 0]), "A message of 16777215 bytes"),
        (answers(["_error", 1.0, .null, ["code": "NetConnection.Connect.Failed"]]), "NetConnection.Connect.Failed"),
        (answers(["_result", 1.0], ["_result", 4.0, .null, "one"]), "createStream without a stream"),
        (answers(["_result", 1.0], ["_result", 4.0, .null, -1.0]), "createStream without a stream"),
        (answers(["_result", 1.0], ["_result", 4.0, .null, .number(.nan)]), "createStream without a stream"),
        (answers(["close", 0.0]), "it has closed the connection"),
        (answers([]), "a command without a name"),
    ]

    private static func answers(_ commands: [AMFValue]...) -> [UInt8] {
        handshake + commands.flatMap { command($0) }
    }

    private static func after(_ bytes: [UInt8]) -> [UInt8] { handshake + bytes }

    @Test(arguments: wrong) func saysWhatIsWrongWithAServer(bytes: [UInt8], words: String) {
        for size in [Int.max, 1] {
            var (session, outputs, rest) = (Self.session(), [PushSession.Output](), bytes[...])
            while !rest.isEmpty {
                outputs += session.receive(rest.prefix(size))
                rest = rest.dropFirst(size)
            }
            #expect(Self.failure(outputs)?.contains(words) == true, "\(outputs.suffix(1))")
            #expect(!session.isLive)
        }
    }

    /// What the fuzzer begins with: answers as nginx-rtmp, Wowza and others send them.
    @Test(arguments: [
        ("accepted", nil), ("ended", "it says: NetStream.Unpublish.Success, off air"),
        ("busy", "it says: NetStream.Publish.BadName, Already publishing ***"), ("handshake", nil),
        (
            "rejected",
            "it says: NetConnection.Connect.Rejected, [ AccessManager.Reject ] : [ code=403 need auth; authmod=adobe ] :"
        ),
    ]) func readsTheAnswersOfTheCorpus(name: String, words: String?) throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "PushCorpus/\(name).rtmp")
        let bytes = [UInt8](try Data(contentsOf: file))
        let target = PushTarget(application: "live", url: "rtmp://host/live", key: "sesame-open")
        var session = PushSession(target, random: [UInt8](repeating: 5, count: PushSession.randomCount))
        let outputs = session.receive((bytes[0] & 1 == 0 ? Self.handshake : []) + bytes.dropFirst())
        #expect(Self.failure(outputs) == words)
        #expect(session.isLive == (name == "accepted"))
    }

    @Test func isNotLiveBeforeItHasAsked() {
        var session = Self.session()
        let start = Self.command(["onStatus", 0.0, .null, ["level": "status", "code": "NetStream.Publish.Start"]])
        let outputs = session.receive((Self.handshake + start + Self.command(["_result", 4.0, .null, 1.0]))[...])
        #expect(!session.isLive)
        #expect(session.unanswered == "connect")
        #expect(outputs.allSatisfy { if case .send = $0 { true } else { false } })
    }

    @Test func answersPingsAndEndsWhenTheServerDoes() throws {
        var (client, server) = (Self.session(), Self.server())
        _ = Self.talk(&client, &server)
        let ping = server.ping(time: 77).sent
        let answer = client.receive(ping[...])
        guard case .send(let bytes) = answer.first else {
            Issue.record("no answer")
            return
        }
        #expect(server.receive(bytes[...], at: .now) == [.pingAnswered])
        let ended = server.refuse(
            ProtocolError(.busy, "Another publisher with the stream key took over."), code: "NetStream.Publish.BadName")
        #expect(Self.failure(client.receive(ended.sent[...]))?.contains("took over") == true)
    }

    @Test func showsNothingOfTheKeyInItsDescription() {
        let target = PushTarget(application: "live", url: "rtmp://host/live", key: "sesame-seed")
        #expect(!"\(target)".contains("sesame"))
        var text = ""
        dump(target, to: &text)
        #expect(!text.contains("sesame"))
        #expect(target.shown("no sesame-seed\u{7}here") == "no ***\u{FFFD}here")
    }
}

@Suite struct H264UnitsTests {
    @Test(
        arguments: [
            ([], []), ([1, 2, 3], []), ([0, 0, 1], []), ([0, 0, 1, 5], [3..<4]),
            ([0, 0, 0, 1, 5, 6, 0, 0, 0, 1, 7], [4..<6, 10..<11]),
            ([0, 0, 1, 5, 0, 0, 1, 6, 0, 0], [3..<4, 7..<8]), ([9, 0, 0, 1, 5, 0, 0, 2, 0, 1, 1], [4..<11]),
            ([0, 0, 1, 0, 0, 1, 7], [6..<7]),
        ] as [([UInt8], [Range<Int>])]) func findsUnits(bytes: [UInt8], expected: [Range<Int>])
    {
        #expect(H264Units.ranges(in: bytes.span) == expected)
    }

    @Test func findsUnitsAtEveryDistance() {
        for length in 1...9 {
            let bytes = (0..<3).flatMap { _ in [0, 0, 1] + [UInt8](repeating: 0x41, count: length) }
            #expect(H264Units.ranges(in: bytes.span).map(\.count) == [length, length, length])
        }
    }

    @Test(
        arguments: [[], [0, 0, 1, 0x67, 0x64, 0, 0x1F], [0, 0, 1, 0x67, 0x64, 0, 0, 1, 0x68, 1], [0, 0, 1, 0x68, 1]]
            as [[UInt8]])
    func hasNoRecordWithoutBothSets(bytes: [UInt8]) {
        #expect(H264Units.configurationRecord(of: bytes) == nil)
    }
}
