import Foundation
import MediaTesting
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
        let source = ["--input", try await ClipLibrary.shared.path(.long), "--loop"]
        var lines: [String] = []
        let run = try await Broadcast.run(source + ["--record", "--serve", "127.0.0.1:0"], preset: Self.preset) {
            lines = try await answers(of: $0)
            $0.process.send(SIGTERM)
        }
        let (result, output) = (run.result, run.output)
        #expect(result.status == 0, "\(result.errors)")

        let said = result.text.split(separator: "\n")
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

    private func answers(of broadcast: Broadcast) async throws -> [String] {
        try await broadcast.untilReady()
        var lines: [String] = []
        func add(_ title: String, _ more: [String]) { lines += ["=== \(title)"] + more }

        let event = #"{"id":"p","type":"price","product":{"id":"cup","name":"Cup","price":5,"currency":"USD"}}"#
        try await add("POST /v1/events", broadcast.ask(.POST, "/v1/events", event).shape)
        try await add("POST /v1/events again", broadcast.ask(.POST, "/v1/events", event).shape)
        try await add("POST /v1/events wrong", broadcast.ask(.POST, "/v1/events", #"{"type":"prize"}"#).shape)
        try await add("POST /v1/events no token", broadcast.ask(.POST, "/v1/events", event, token: nil).shape)
        for path in ["/v1/state", "/v1/presets/current", "/v1/nothing"] {
            try await add("GET \(path)", broadcast.ask(.GET, path).shape)
        }
        try await add("POST /v1/source wrong", broadcast.ask(.POST, "/v1/source", #"{"sideways":1}"#).shape)
        for path in ["healthz", "readyz", "", "master.m3u8", "v360x640/playlist.m3u8", "nothing"] {
            try await add("GET /\(path)", ask(.GET, broadcast.play + path).fields)
        }
        let metrics = try await ask(.GET, broadcast.play + "metrics").text
        let names = metrics.split(separator: "\n").filter { $0.hasPrefix("# TYPE ") }.map { String($0.dropFirst(7)) }
        add("metrics", names.sorted())
        return lines
    }
}

extension HTTPAnswer {
    /// Status, and what a JSON body is made of.
    fileprivate var shape: [String] { ["\(status)"] + ((try? JSONShape.lines(parsing: text)) ?? ["no JSON"]) }

    /// Status and header fields; values that differ from run to run are left out.
    fileprivate var fields: [String] {
        let changing = ["date", "etag", "content-length", "last-modified", "age"]
        let fields = headers.map { field in
            let name = field.name.lowercased()
            return changing.contains(name) ? name : "\(name): \(field.value)"
        }
        return ["\(status)"] + fields.sorted()
    }
}
