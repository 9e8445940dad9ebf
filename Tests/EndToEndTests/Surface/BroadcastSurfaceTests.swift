import AsyncHTTPClient
import Foundation
import MediaTesting
import NIOCore
import NIOHTTP1
import Testing

/// What an orchestrator and viewers see of a broadcast stays as it is recorded.
@Suite(.timeLimit(.minutes(5))) struct BroadcastSurfaceTests {
    private static let preset = Tatecast.preset(
        latency: "low",
        more: """
            layers:
              - price: {}
              - hearts: {icons: [heart]}
              - slate: {}
            """)

    @Test func speaksAsItDid() async throws {
        let output = Tatecast.newPath()
        let ready = Tatecast.newPath("ready")
        let script = "exec \"$0\" \"$@\" > '\(ready)'"
        let words =
            ["live", "--input", try await ClipLibrary.shared.path(.long), "--loop", "--record", "--json"]
            + ["--preset", try Tatecast.file("p.yaml", Self.preset), "--output", output]
            + ["--serve", "127.0.0.1:0", "--control", "127.0.0.1:0", "--log-format", "json"]
        var process = ToolProcess("sh", ["-c", script, Tatecast.executable] + words)
        process.environment = ["TATECAST_CONTROL_TOKEN": "boss", "TATECAST_AUDIENCE_TOKEN": "chat"]
        let heard = Heard()
        let result = try await process.run { number in
            do { try await Self.listen(to: ready, heard) } catch { await heard.fail(error) }
            kill(number, SIGTERM)
            await heard.end()
        }
        var lines = try await heard.lines()
        #expect(result.status == 0, "\(result.errors)")

        let said = try String(contentsOfFile: ready, encoding: .utf8).split(separator: "\n")
        lines += ["=== ready line"] + (try JSONShape.lines(parsing: String(try #require(said.first))))
        lines += ["=== summary"] + (try JSONShape.lines(parsing: String(try #require(said.last))))
        // How many lines there are depends on how long it takes; each has these keys at least.
        let logged = try #require(result.errors.split(separator: "\n").first)
        lines += ["=== log line"] + (try JSONShape.lines(parsing: String(logged)))
        lines += ["=== files"] + Set(files(output)).sorted()
        for name in ["events.ndjson", "broadcast.json"] {
            let text = try String(contentsOfFile: "\(output)/\(name)", encoding: .utf8)
            lines += ["=== \(name)"]
            lines += Set(try text.split(separator: "\n").flatMap { try JSONShape.lines(parsing: String($0)) }).sorted()
        }
        try SurfaceRecording.expect(lines, asRecorded: "broadcast")
    }

    private func files(_ folder: String) -> [String] {
        // How many segments there are depends on how fast the machine is.
        (FileManager.default.subpaths(atPath: folder) ?? []).map {
            RunName.removed($0).replacing(#/-\d+\.m4s/#) { _ in "-N.m4s" }
        }
    }

    private static func listen(to ready: String, _ heard: Heard) async throws {
        let line = try await readyLine(ready)
        let play = String(try #require(line["play"] as? String).dropLast("/master.m3u8".count))
        let control = try #require(line["control"] as? String)
        while try await ask(play, "GET", "/readyz").status != 200 { try await Task.sleep(for: .milliseconds(50)) }

        let event = #"{"id":"p","type":"price","product":{"id":"cup","name":"Cup","price":5,"currency":"USD"}}"#
        try await heard.add("POST /v1/events", ask(control, "POST", "/v1/events", event, token: "boss").shape)
        try await heard.add("POST /v1/events again", ask(control, "POST", "/v1/events", event, token: "boss").shape)
        let wrong = #"{"type":"prize"}"#
        try await heard.add("POST /v1/events wrong", ask(control, "POST", "/v1/events", wrong, token: "boss").shape)
        try await heard.add("POST /v1/events no token", ask(control, "POST", "/v1/events", event).shape)
        for path in ["/v1/state", "/v1/presets/current", "/v1/nothing"] {
            try await heard.add("GET \(path)", ask(control, "GET", path, token: "boss").shape)
        }
        try await heard.add(
            "POST /v1/source wrong", ask(control, "POST", "/v1/source", #"{"sideways":1}"#, token: "boss").shape)
        for path in ["/healthz", "/readyz", "/", "/master.m3u8", "/v360x640/playlist.m3u8", "/nothing"] {
            try await heard.add("GET \(path)", ask(play, "GET", path).headers)
        }
        let metrics = try await ask(play, "GET", "/metrics").text
        let names = metrics.split(separator: "\n").filter { $0.hasPrefix("# TYPE ") }.map { String($0.dropFirst(7)) }
        await heard.add("metrics", names.sorted())
    }

    private static func readyLine(_ file: String) async throws -> [String: Any] {
        while true {
            if let line = try? String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").first,
                let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            {
                return object
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    private struct Answer {
        let status: Int
        let fields: [String]
        let text: String

        /// Status, and what a JSON body is made of.
        var shape: [String] { ["\(status)"] + ((try? JSONShape.lines(parsing: text)) ?? ["no JSON"]) }

        /// Status and fields; values that differ from run to run are left out.
        var headers: [String] { ["\(status)"] + fields }
    }

    private static func ask(
        _ url: String, _ method: String, _ path: String, _ body: String? = nil, token: String? = nil
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: url + path)
        request.method = HTTPMethod(rawValue: method)
        if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
        if let body {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(string: body))
        }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(20))
        let bytes = try await response.body.collect(upTo: 4 << 20)
        let changing = ["date", "etag", "content-length", "last-modified", "age"]
        let fields = response.headers.map { field in
            let name = field.name.lowercased()
            return changing.contains(name) ? name : "\(name): \(field.value)"
        }
        return Answer(status: Int(response.status.code), fields: fields.sorted(), text: String(buffer: bytes))
    }
}

/// What was heard of a process while it ran.
private actor Heard {
    private var collected: [String] = []
    private var failure: (any Error)?
    private var hasEnded = false
    private var waiting: CheckedContinuation<Void, Never>?

    func add(_ title: String, _ lines: [String]) { collected += ["=== \(title)"] + lines }

    func fail(_ error: any Error) { failure = error }

    func end() {
        hasEnded = true
        waiting?.resume()
        waiting = nil
    }

    /// All lines, once the last is there.
    func lines() async throws -> [String] {
        if !hasEnded { await withCheckedContinuation { waiting = $0 } }
        if let failure { throw failure }
        return collected
    }
}
