import Foundation
import MediaModel
import MediaTesting
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
        let words = [
            "preview", try Tatecast.file("p.yaml", Self.preset), "--quiet",
            "--input", try await ClipLibrary.shared.path(.redBlue),
            "--events", try Tatecast.file("events.ndjson", Self.events),
        ]
        let result = try await Tatecast.command(words).run { process in
            try await process.until("its address") { process.text.contains("\n") }
            let url = String(process.text.prefix { !$0.isNewline }.dropLast())
            try await clickOnTheTimeline(url)
            process.send(SIGTERM)
        }
        #expect(result.status == 0, "\(result.errors)")
    }

    /// Has the round begin at its third second, and watches what comes after it.
    private func clickOnTheTimeline(_ url: String) async throws {
        func choose(_ position: String) async throws -> HTTPAnswer {
            try await ask(.POST, url + "/preview/source", position, headers: ["Origin": url])
        }
        // The round in which the position was asked for, and how many segments there were when the one after had ended.
        var (first, count): (Int?, Int?) = (nil, nil)
        var round = 0
        var comments: [String] = []
        try await ServerSentEvents.listen(to: url + "/preview/feed") { message in
            switch message.kind {
            case "sample":
                let list = try #require(message.json as? [[String: Any]])
                #expect(list.map { $0["time"] as? Double } == [0.2, 3.5, 1])
            case "log":
                let event = message.object["event"] as? [String: Any]
                if let text = event?["text"] as? String { comments.append(text) }
            case "state":
                let state = message.object
                round = try #require(state["round"] as? Int)
                let position = try #require(state["position"] as? Double)
                if first == nil, position > 0.5, position < 1.5 {
                    first = round
                    #expect(try await choose(#"{"position": 3}"#).status == 200)
                }
                if let first, round > first { #expect(state["loop"] as? Int == round - 1) }
                if let first, round == first + 1 { #expect(position >= 3) }
            default: break
            }
            guard let first, round >= first + 2 else { return true }
            let now = try await segments(url).count
            count = count ?? now
            // One more holds the round that began elsewhere to its end.
            return now <= count ?? now
        }
        // What was before the position is there again, and then comes what is after it.
        let again = try #require(comments.indices.dropLast().first { comments[$0] == comments[$0 + 1] })
        #expect(comments[again...].prefix(3) == ["first", "first", "second"])

        for (body, word) in [
            (#"{"position": 99}"#, "from 0 to"), (#"{"position": "1"}"#, "expected {"), ("{}", "expected {"),
        ] {
            let answer = try await choose(body)
            #expect(answer.status == 400 && answer.text.contains(word))
        }
        // The whole picture of the sample, and a crop that nothing moves.
        #expect(try await get(url + "/preview/source").starts(with: [0xFF, 0xD8, 0xFF]))
        #expect(try await choose(#"{"follow": {"lock": 2}}"#).text.hasPrefix("follow.lock: expected"))
        let held = try await choose(#"{"follow": {"lock": 0.5}}"#)
        #expect(held.status == 409 && held.text.contains("reframe.mode is crop"))

        let file = Tatecast.newPath("show") + ".mp4"
        var media = Data()
        for name in try await segments(url) { media += try await get("\(url)/v360x640/\(name)") }
        try (try await get("\(url)/v360x640/\(try await initialisation(url))") + media).write(to: URL(filePath: file))
        let blues = try await Decoded.pictures(file, size: Self.size).map { $0.color(x: 0.5, y: 0.4).blue > 180 }
        // Of its two seconds the one that is left is shown, and nothing that was decoded on the way there.
        let lengths = blues.prefix((blues.lastIndex(of: false) ?? 0) + 1).split(separator: false).map(\.count)
        #expect(lengths.contains { (24...36).contains($0) } && lengths.allSatisfy { $0 > 20 }, "\(lengths)")
    }

    private func get(_ address: String) async throws -> Data {
        Data(try await ask(.GET, address).bytes)
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
