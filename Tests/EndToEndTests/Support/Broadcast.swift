import Foundation
import MediaTesting
import NIOHTTP1
import Testing

/// A broadcast of the built program while it is on air: where it is reached, and what its source does.
struct Broadcast {
    let process: RunningProcess
    /// The folder that it writes to.
    let output: String
    /// Where publishers send to, without the key.
    let publish: String
    /// The show's folder as players see it, with a slash at its end.
    let play: String
    /// Where the control API is.
    let control: String

    /// What the API takes from an orchestrator, and from a chat bridge.
    static let tokens = ["TATECAST_CONTROL_TOKEN": "boss", "TATECAST_AUDIENCE_TOKEN": "chat"]
    static let key = "sesame"

    /// Runs `tatecast live` with an output folder, a control API, and its log and ready line as JSON; and `body` once it is
    /// ready. Waits for its end, which `body` or a word such as `--duration` brings about.
    static func run(
        _ words: [String], preset: String, to output: String = Tatecast.newPath(), environment: [String: String] = [:],
        _ body: (Broadcast) async throws -> Void
    ) async throws -> Tatecast.Run {
        let words =
            ["live"] + words + ["--preset", try Tatecast.file("p.yaml", preset), "--output", output]
            + ["--control", "127.0.0.1:0", "--json", "--log-format", "json"]
        let environment = tokens.merging(["TATECAST_STREAM_KEY": key]) { $1 }.merging(environment) { $1 }
        let result = try await Tatecast.command(words, environment: environment).run { process in
            try await body(Broadcast(process, output))
        }
        return Tatecast.Run(result: result, output: output)
    }

    /// Waits for the ready line.
    ///
    /// - Parameter process: A process of `live`, or of `render --serve`, with `--json`.
    init(_ process: RunningProcess, _ output: String = "") async throws {
        // A render says first what it made.
        let ready = try await process.object(with: ["ready", "play"])
        (self.process, self.output) = (process, output)
        publish = ready["publish"] as? String ?? ""
        play = (ready["play"] as? String)?.replacing(#/master\.m3u8$/#, with: "") ?? ""
        control = ready["control"] as? String ?? ""
    }

    // MARK: - The source

    /// Publishes with Debian's `ffmpeg`, each packet at its time.
    ///
    /// - Parameters:
    ///   - words: Inputs and codecs.
    ///   - seconds: When it is killed; `nil`: at the end of its input.
    @discardableResult
    func publish(
        _ words: [String], key: String = key, killedAfter seconds: Double? = nil
    ) async throws -> ToolProcess.Result {
        let ffmpeg = ["ffmpeg", "-v", "error", "-re"] + words + ["-f", "flv", "\(publish)/\(key)"]
        let all = (seconds.map { ["timeout", "-s", "KILL", "\($0)"] } ?? []) + ffmpeg
        return try await ToolProcess(all[0], Array(all.dropFirst())).run()
    }

    /// How `ffmpeg` encodes an input that it makes: as it is made, with key pictures twice a second.
    static let encoding =
        ["-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-g", "15", "-pix_fmt", "yuv420p"]
        + ["-c:a", "aac"]

    /// Listens to what happens until `isLast`.
    func listen(until isLast: (ServerSentEvents.Message) -> Bool) async throws {
        var hasCome = false
        try await ServerSentEvents.listen(to: control + "/v1/events", headers: Self.headers("boss")) { message in
            hasCome = isLast(message)
            return !hasCome
        }
        if !hasCome { throw Unmet("what was waited for hadn't happened when the broadcast ended") }
    }

    /// Waits until the source is in one of these states: `live`, `frozen`, or on the `slate`.
    func untilSource(is states: String...) async throws {
        try await listen {
            ["state", "source"].contains($0.kind) && states.contains($0.object["state"] as? String ?? "")
        }
    }

    /// Waits until there are so many more segments.
    func untilSegments(_ count: Int) async throws {
        var left = count
        try await listen { message in
            if message.kind == "segment" { left -= 1 }
            return left == 0
        }
    }

    // MARK: - The control API

    /// Asks the control API, with JSON.
    func ask(
        _ method: HTTPMethod, _ path: String, _ body: String? = nil, token: String? = "boss"
    ) async throws -> HTTPAnswer {
        try await EndToEndTests.ask(method, control + path, body, headers: Self.headers(token, hasBody: body != nil))
    }

    /// Sends an event, again and again until the programme has begun.
    func send(_ event: String, token: String = "boss") async throws -> HTTPAnswer {
        var answer = try await ask(.POST, "/v1/events", event, token: token)
        try await process.until("the programme begins") {
            if answer.status == 503 { answer = try await ask(.POST, "/v1/events", event, token: token) }
            return answer.status != 503
        }
        return answer
    }

    /// Ends the programme as an orchestrator does.
    func finish() async throws { #expect(try await ask(.POST, "/v1/finish", "").status == 202) }

    private static func headers(_ token: String?, hasBody: Bool = false) -> [String: String] {
        (token.map { ["Authorization": "Bearer \($0)"] } ?? [:])
            .merging(hasBody ? ["Content-Type": "application/json"] : [:]) { $1 }
    }

    // MARK: - Viewers

    /// Waits until players find a segment in each rendition.
    func untilReady() async throws {
        try await process.until("players find a segment") {
            try await EndToEndTests.ask(.GET, play + "readyz").status == 200
        }
    }
}
