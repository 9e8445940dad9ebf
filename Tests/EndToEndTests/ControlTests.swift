import AsyncHTTPClient
import Foundation
import MediaTesting
import NIOCore
import NIOHTTP1
import Testing

/// The control API of the built program: what it answers, and that it is what viewers get.
@Suite(.serialized, .timeLimit(.minutes(2))) struct ControlTests {
    private static let preset = Tatecast.preset(
        latency: "low",
        more: """
            layers:
              - price: {}
              - hearts: {icons: [heart]}
            """)

    @Test func changesAShowThatRuns() async throws {
        let clip = try await ClipLibrary.shared.path(.long)
        let output = Tatecast.newPath()
        let preset = try Tatecast.file("p.yaml", Self.preset)
        let process = Process()
        process.executableURL = URL(filePath: Tatecast.executable)
        process.arguments =
            ["live", "--input", clip, "--loop", "--preset", preset, "--output", output, "--control", "127.0.0.1:0"]
            + ["--json", "--log-format", "text"]
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["TATECAST_CONTROL_TOKEN": "boss", "TATECAST_AUDIENCE_TOKEN": "chat"]) { $1 }
        let said = Pipe()
        process.standardOutput = said
        process.standardError = FileHandle.nullDevice
        try process.run()
        defer { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

        let line = try #require(
            try JSONSerialization.jsonObject(with: said.fileHandleForReading.availableData) as? [String: Any])
        let url = try #require(line["control"] as? String)
        // It begins with its source's first picture.
        var status = 503
        while status == 503 {
            (status, _) = try await ask(
                url, "POST", "/v1/events", #"{"type":"hearts","count":3,"id":"h"}"#, token: "chat")
        }
        #expect(status == 200)
        let (price, answer) = try await ask(
            url, "POST", "/v1/events",
            #"{"type":"price","product":{"id":"cup","name":"Cup","price":5,"currency":"USD"}}"#, token: "boss")
        #expect(price == 200)
        #expect(try await ask(url, "GET", "/v1/state", token: "chat").status == 403)
        let (_, state) = try await ask(url, "GET", "/v1/state", token: "boss")
        let show = try #require(state["show"] as? [String: Any])
        #expect(show["hearts"] as? Int == 3)
        #expect((show["product"] as? [String: Any])?["id"] as? String == "cup")
        #expect(try await ask(url, "POST", "/v1/finish", "", token: "boss").status == 202)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)

        // The answer is what the log says, and the playlist begins with the start that the answer counts from.
        let event = try #require((answer["events"] as? [[String: Any]])?.first)
        let time = try #require(event["time"] as? Double)
        let log = try String(contentsOfFile: output + "/events.ndjson", encoding: .utf8)
        let logged = try log.split(separator: "\n").map {
            try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
        }
        #expect(logged.last??["type"] as? String == "price")
        #expect(logged.last??["at"] as? Double == time)
        let playlist = try String(contentsOfFile: output + "/v360x640/playlist.m3u8", encoding: .utf8)
        let start = try #require(state["start"] as? String)
        #expect(playlist.contains("#EXT-X-PROGRAM-DATE-TIME:\(start)\n"))
    }

    private func ask(
        _ url: String, _ method: String, _ path: String, _ body: String? = nil, token: String
    ) async throws -> (status: Int, json: [String: Any]) {
        var request = HTTPClientRequest(url: url + path)
        request.method = HTTPMethod(rawValue: method)
        request.headers.add(name: "Authorization", value: "Bearer \(token)")
        if let body {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(string: body))
        }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(20))
        let bytes = try await response.body.collect(upTo: 1 << 20)
        let json = try? JSONSerialization.jsonObject(with: Data(bytes.readableBytesView)) as? [String: Any]
        return (Int(response.status.code), json ?? [:])
    }
}
