import Foundation
import MediaTesting
import Testing

/// What users see of the program stays as it is recorded: what commands take, what they refuse and how, what they write.
@Suite(.timeLimit(.minutes(5))) struct SurfaceTests {
    private static let commands = [
        "render", "live", "serve", "preview", "snapshot", "follow", "check", "verify", "clip", "report", "push",
        "upload", "schema",
        "doctor",
    ]

    @Test func commandsTakeWhatTheyTook() async throws {
        var lines: [String] = []
        for command in [""] + Self.commands {
            var process = ToolProcess(
                Tatecast.executable, (command.isEmpty ? [] : [command]) + ["--help"])
            process.environment = ["COLUMNS": "120"]
            lines +=
                ["=== tatecast \(command)"] + (try await process.run()).text.split(separator: "\n").map(String.init)
        }
        try SurfaceRecording.expect(lines, asRecorded: "help")
    }

    @Test func sentencesAreAsTheyWere() throws {
        let sentences = try SourceTexts.sentences(below: SurfaceRecording.repository.appending(path: "Sources")) {
            $0.contains("-bench/")
        }
        #expect(sentences.count > 500)
        try SurfaceRecording.expect(sentences, asRecorded: "sentences")
    }

    /// Each is a line of words for the program; `{clip}` is a good clip, `{text}` a file that is no media; nothing is at `{missing}` and `{new}`.
    private static let refusals = [
        "render",
        "render {missing} -o {new}",
        "render {text} -o {new}",
        "render {clip}",
        "render {clip} -o {text}",
        "render {clip} -o {new} --duration 0",
        "render {clip} -o {new} --latency lowest",
        "render {clip} -o {new} --preset {new}",
        "render {clip} -o {new} --preset {text}",
        "render {clip} -o {new} --events {text}",
        "render {clip} -o {new} --start-time yesterday",
        "live -o {new}",
        "live --input {clip}",
        "live --input {missing} -o {new}",
        "live --input {text} -o {new}",
        "live --input {clip} -o {text}",
        "live --input {clip} -o {new} --window 3",
        "live --input {clip} -o {new} --jitter-buffer 9000",
        "live --input {clip} -o {new} --audio-delay 9000",
        "live --input {clip} -o {new} --duration -1",
        "live --input {clip} -o {new} --no-disk",
        "live --input {clip} -o {new} --record-source a.mkv",
        "live --input rtmp://127.0.0.1/a --loop -o {new}",
        "live --listen rtmp://127.0.0.1:99999/live -o {new}",
        "live --listen http://127.0.0.1:1/live -o {new}",
        "live --input {clip} --listen rtmp://127.0.0.1:0/live -o {new}",
        "live --input {clip} -o {new} --serve nowhere",
        "live --input {clip} -o {new} --config {new}",
        "live --input {clip} -o {new} --config {text}",
        "live --input {clip} -o {new} --takeover perhaps",
        "snapshot {new} --at 1 -o {new}.png",
        "snapshot {text} --at 1 -o {new}.png",
        "check {new}",
        "check {text}",
        "check --app myspace {text}",
        "verify {new}",
        "verify ftp://127.0.0.1/master.m3u8",
        "verify http://127.0.0.1:1/master.m3u8",
        "preview {new}",
        "frobnicate",
        "doctor --preset {new}",
    ]

    @Test func refusesAsItDid() async throws {
        let places = [
            "{clip}": try await ClipLibrary.shared.path(.silent),
            "{missing}": Tatecast.newPath("missing"),
            "{text}": try Tatecast.file("words.txt", "no: media\nnor: a preset\n"),
        ]
        var lines: [String] = []
        for refusal in Self.refusals {
            let new = Tatecast.newPath("nothing")
            let place = { (word: String) in
                places.reduce(word.replacingOccurrences(of: "{new}", with: new)) {
                    $0.replacingOccurrences(of: $1.key, with: $1.value)
                }
            }
            var process = ToolProcess(Tatecast.executable, refusal.split(separator: " ").map { place(String($0)) })
            process.environment = ["COLUMNS": "120"]
            process.deadline = 30
            let result = try await process.run()
            let first = places.reduce(result.firstErrorLine.replacingOccurrences(of: new, with: "{new}")) {
                $0.replacingOccurrences(of: $1.value, with: $1.key)
            }
            // Of a service the line is JSON.
            let lasting = first.replacing(#/,"time":"[^"]*"/#) { _ in "" }
            lines += ["\(refusal)", "    \(result.status): \(lasting)"]
            #expect(!FileManager.default.fileExists(atPath: new), "\(refusal) left something behind")
        }
        try SurfaceRecording.expect(lines, asRecorded: "refusals")
    }

    @Test func rendersWhatItRendered() async throws {
        let events = try Tatecast.file(
            "show.ndjson",
            """
            {"at": 0.2, "type": "price", "product": {"id": "cup", "name": "Cup", "price": 5, "currency": "USD"}}
            {"at": 0.4, "type": "hearts", "count": 3}

            """)
        let run = try await Tatecast.render(
            .plain, preset: Tatecast.preset(more: "layers:\n  - price: {}\n  - hearts: {icons: [heart]}"),
            arguments: [
                "--events", events, "--start-time", "2026-11-22T20:00:00.000Z", "--json", "--log-format", "json",
            ])
        #expect(run.status == 0, "\(run.result.errors)")
        var lines = ["=== files"] + (run.files ?? []).map(RunName.removed).sorted()
        for name in (run.files ?? []) where name.hasSuffix(".m3u8") {
            let text = String(decoding: run.read(name) ?? [], as: UTF8.self)
            lines += ["=== \(name)"] + text.split(separator: "\n").map { RunName.removed(String($0)) }
        }
        lines += ["=== summary"] + (try JSONShape.lines(parsing: run.result.text))
        // The encoder's sizes differ from one processor's kernels to another's.
        try SurfaceRecording.expect(lines.map(RunName.withoutSizes), asRecorded: "render")
    }
}

/// Takes out of a text what differs from run to run.
enum RunName {
    /// `3f2a9c01-12.m4s` becomes `RUN-12.m4s`.
    static func removed(_ text: String) -> String {
        text.replacing(#/[0-9a-z]+-(?=init\.mp4|\d+(\.\d+)?\.m4s|\d+\.jpg|\d+",CLASS=)/#) { _ in "RUN-" }
    }

    /// Bit rates, byte ranges and codecs' levels are the encoder's own matter.
    static func withoutSizes(_ text: String) -> String {
        text.replacing(#/BANDWIDTH=\d+/#) { _ in "BANDWIDTH=N" }.replacing(#/(BYTERANGE:|BYTERANGE=")\d+@\d+/#) {
            "\($0.output.1)N@N"
        }.replacing(#/#EXT-X-BITRATE:\d+/#) { _ in "#EXT-X-BITRATE:N" }
    }
}
