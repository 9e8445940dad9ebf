import AsyncHTTPClient
import Foundation
import MediaModel
import MediaTesting
import NIOCore
import NIOHTTP1
import Testing

extension Clip {
    /// Red for two seconds, then blue for two, with a key picture at the very start alone.
    fileprivate static let redBlue = Clip(
        "red-blue", "mp4",
        ["-f", "lavfi", "-i", "color=red:s=320x240:r=30:d=2", "-f", "lavfi", "-i", "color=blue:s=320x240:r=30:d=2"]
            + ["-filter_complex", "[0][1]concat=n=2"] + h264 + ["-g", "300", "-sc_threshold", "0"])
}

/// `tatecast preview` with the built program: what its page asks for, and what the show makes of it.
@Suite(.serialized, .timeLimit(.minutes(2))) struct PreviewTests {
    private static let size = PixelSize(width: 360, height: 640)
    private static let preset = """
        name: small
        canvas: {width: 360, height: 640, frameRate: 30}
        layers:
          - comment: {}
          - hearts: {icons: [heart]}
        """
    /// Not in the order of their times.
    private static let events = """
        {"at": 3.5, "type": "comment", "id": "last", "author": "b", "text": "second"}
        {"at": 0.2, "type": "comment", "id": "first", "author": "a", "text": "first"}
        {"at": 1, "type": "hearts", "count": 3}
        """

    /// Whoever opens the address would find nothing there.
    @Test func tellsNoAddressWhereTheSampleIsNoMedia() async throws {
        let run = try await ToolProcess(
            Tatecast.executable,
            [
                "preview", try Tatecast.file("p.yaml", Self.preset), "--input",
                try Tatecast.file("notes.mp4", "no media"),
            ]
        ).run()
        #expect(run.status == 65)
        #expect(run.output.isEmpty)
        #expect(run.errors.contains("notes.mp4"))
    }

    @Test func goesOnFromWhereTheSamplesTimelineIsClicked() async throws {
        let process = Process()
        process.executableURL = URL(filePath: Tatecast.executable)
        process.arguments = [
            "preview", try Tatecast.file("p.yaml", Self.preset), "--quiet",
            "--input", try await ClipLibrary.shared.path(.redBlue),
            "--events", try Tatecast.file("events.ndjson", Self.events),
        ]
        let said = Pipe()
        process.standardOutput = said
        process.standardError = FileHandle.nullDevice
        try process.run()
        defer { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }
        let line = String(decoding: said.fileHandleForReading.availableData, as: UTF8.self)
        let url = try #require(line.split(whereSeparator: \.isNewline).first.map { String($0.dropLast()) })

        var wrong = HTTPClientRequest(url: url + "/preview/source")
        wrong.method = .POST
        wrong.headers.add(name: "Origin", value: url)
        let feed = try await HTTPClient.shared.execute(
            HTTPClientRequest(url: url + "/preview/feed"), timeout: .seconds(60))
        // The round in which the position was asked for, and how many segments there were when the one after had ended.
        var (first, count): (Int?, Int?) = (nil, nil)
        var round = 0
        var comments: [String] = []
        var reader = EventReader()
        for try await piece in feed.body {
            for message in try reader.read(piece) {
                switch message.kind {
                case "sample":
                    let list = try #require(message.json as? [[String: Any]])
                    #expect(list.map { $0["time"] as? Double } == [0.2, 3.5, 1])
                case "log":
                    let event = (message.json as? [String: Any])?["event"] as? [String: Any]
                    if let text = event?["text"] as? String { comments.append(text) }
                case "state":
                    let state = try #require(message.json as? [String: Any])
                    round = try #require(state["round"] as? Int)
                    let position = try #require(state["position"] as? Double)
                    if first == nil, position > 0.5, position < 1.5 {
                        first = round
                        var request = wrong
                        request.body = .bytes(ByteBuffer(string: #"{"position": 3}"#))
                        #expect(try await HTTPClient.shared.execute(request, timeout: .seconds(20)).status == .ok)
                    }
                    if let first, round > first { #expect(state["loop"] as? Int == round - 1) }
                    if let first, round == first + 1 { #expect(position >= 3) }
                default: break
                }
            }
            guard let first, round >= first + 2 else { continue }
            let now = try await segments(url).count
            count = count ?? now
            // One more holds the round that began elsewhere to its end.
            if now > count ?? now { break }
        }
        // What was before the position is there again, and then comes what is after it.
        let again = try #require(comments.indices.dropLast().first { comments[$0] == comments[$0 + 1] })
        #expect(comments[again...].prefix(3) == ["first", "first", "second"])

        for (body, word) in [
            (#"{"position": 99}"#, "from 0 to"), (#"{"position": "1"}"#, "expected {"), ("{}", "expected {"),
        ] {
            wrong.body = .bytes(ByteBuffer(string: body))
            let answer = try await HTTPClient.shared.execute(wrong, timeout: .seconds(20))
            #expect(answer.status == .badRequest)
            #expect(String(buffer: try await answer.body.collect(upTo: 4_096)).contains(word))
        }

        let file = Tatecast.newPath("show") + ".mp4"
        var media = Data()
        for name in try await segments(url) { media += try await get("\(url)/v360x640/\(name)") }
        try (try await get("\(url)/v360x640/\(try await initialisation(url))") + media).write(to: URL(filePath: file))
        let blues = try await Decoded.pictures(file, size: Self.size).map { $0.color(x: 0.5, y: 0.4).blue > 180 }
        // Of its two seconds the one that is left is shown, and nothing that was decoded on the way there.
        let lengths = blues.prefix((blues.lastIndex(of: false) ?? 0) + 1).split(separator: false).map(\.count)
        #expect(lengths.contains { (24...36).contains($0) } && lengths.allSatisfy { $0 > 20 }, "\(lengths)")
        process.terminate()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }

    private func get(_ address: String) async throws -> Data {
        let response = try await HTTPClient.shared.execute(HTTPClientRequest(url: address), timeout: .seconds(20))
        return Data((try await response.body.collect(upTo: 16 << 20)).readableBytesView)
    }

    private func lines(_ url: String) async throws -> [Substring] {
        String(decoding: try await get("\(url)/v360x640/playlist.m3u8"), as: UTF8.self).split(separator: "\n")
    }

    private func segments(_ url: String) async throws -> [String] {
        try await lines(url).filter { !$0.hasPrefix("#") && $0.hasSuffix(".m4s") }.map(String.init)
    }

    private func initialisation(_ url: String) async throws -> String {
        let map = try #require(try await lines(url).first { $0.hasPrefix("#EXT-X-MAP:") })
        return String(map.split(separator: "\"")[1])
    }
}

/// Reads server-sent events out of what comes.
private struct EventReader {
    struct Message {
        let kind: String
        let json: Any
    }

    private var text = ""

    /// The messages that are whole with this piece.
    mutating func read(_ piece: ByteBuffer) throws -> [Message] {
        text += String(buffer: piece)
        var messages: [Message] = []
        while let end = text.range(of: "\n\n") {
            let fields = text[..<end.lowerBound].split(separator: "\n", maxSplits: 1)
            text.removeSubrange(..<end.upperBound)
            guard fields.count == 2, fields[0].hasPrefix("event: "), fields[1].hasPrefix("data: ") else { continue }
            let json = try JSONSerialization.jsonObject(with: Data(fields[1].dropFirst(6).utf8))
            messages.append(Message(kind: String(fields[0].dropFirst(7)), json: json))
        }
        return messages
    }
}
