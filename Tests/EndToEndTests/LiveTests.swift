import Foundation
import HLS
import MediaTesting
import Testing

/// `tatecast live` with the built program, at its real pace; each broadcast lasts some seconds.
@Suite(.serialized, .timeLimit(.minutes(5))) struct LiveTests {
    private static let preset = Tatecast.preset(
        latency: "low",
        more: """
            layers:
              - price: {}
              - hearts: {icons: [heart]}
              - slate: {}
            """)

    /// Runs a broadcast of a clip that is played again and again.
    private func broadcast(
        to output: String? = nil, _ arguments: [String],
        _ body: (RunningProcess) async throws -> Void = { _ in }
    ) async throws -> Tatecast.Run {
        let output = output ?? Tatecast.newPath()
        let path = try await ClipLibrary.shared.path(.long)
        let words =
            ["live", "--input", path, "--loop", "--preset", try Tatecast.file("p.yaml", Self.preset)]
            + ["--output", output, "--log-format", "text"] + arguments
        return Tatecast.Run(result: try await Tatecast.command(words).run(body), output: output)
    }

    @Test func recordsAShowByAllRules() async throws {
        let run = try await broadcast(["--duration", "4", "--record", "--json"])
        #expect(run.status == 0, "\(run.result.errors)")
        #expect(PresentationChecker.findings { run.read($0) } == [])
        let lines = run.result.text.split(separator: "\n")
        #expect(lines.first?.hasPrefix(#"{"output":"#) == true && lines.first?.contains(#""ready":true"#) == true)
        let summary = try #require(
            try JSONSerialization.jsonObject(with: Data((lines.last ?? "").utf8)) as? [String: Any])
        #expect(summary["ticks"] as? Int == 120)
        #expect(summary["segments"] as? Int == 2)
        #expect(run.files?.contains { $0.hasSuffix(".tmp") || $0.hasSuffix("recording.m3u8") } == false)
        // Every tick has its picture, in every rung.
        for rung in ["v360x640", "v180x320"] {
            let times = try await Decoded.list(
                "packet", ["pts"], stream: "v:0", of: "\(run.output)/\(rung)/playlist.m3u8")
            #expect(times.count == 120)
        }
    }

    /// Flushing all streams after the ready line once waited for standard input, which the thread that reads events holds.
    @Test func beginsThoughNobodySendsAnEvent() async throws {
        let pipe = Tatecast.newPath("events")
        // Open for writing too, so that it has no end.
        let script = "mkfifo '\(pipe)' && exec 3<>'\(pipe)' && exec \"$0\" \"$@\" <&3"
        let words =
            ["live", "--input", try await ClipLibrary.shared.path(.long), "--loop", "--events", "-", "--duration", "2"]
            + ["--preset", try Tatecast.file("p.yaml", Self.preset), "--output", Tatecast.newPath(), "--json"]
        var process = ToolProcess("sh", ["-c", script, Tatecast.executable] + words)
        process.deadline = 30
        let result = try await process.run()
        #expect(!result.isOverdue && result.status == 0, "\(result.errors)")
        #expect(result.text.contains(#""ready":true"#) && result.text.contains(#""ticks":60"#), "\(result.text)")
    }

    @Test func completesTheSegmentWhenItIsStopped() async throws {
        let output = Tatecast.newPath()
        let run = try await broadcast(to: output, ["--record"]) { process in
            try await process.untilThere(output + "/master.m3u8")
            process.send(SIGTERM)
        }
        #expect(run.status == 0)
        #expect(PresentationChecker.findings { run.read($0) } == [])
        let text = String(decoding: run.read("v360x640/playlist.m3u8") ?? [], as: UTF8.self)
        #expect(text.hasSuffix("#EXT-X-ENDLIST\n"))
        #expect(!text.contains("#EXTINF:1.0"))
    }

    @Test func goesOnWhereAProcessThatWasKilledLeftOff() async throws {
        let output = Tatecast.newPath()
        let killed = try await broadcast(to: output, ["--record"]) { process in
            try await process.untilThere(output + "/master.m3u8")
            process.send(SIGKILL)
        }
        #expect(killed.status == 128 + SIGKILL)
        let before = try MediaPlaylist(
            parsing: String(decoding: killed.read("v360x640/playlist.m3u8") ?? [], as: UTF8.self))
        #expect(!before.isEnded && !before.segments.isEmpty)

        let run = try await broadcast(to: output, ["--record", "--duration", "2"])
        #expect(run.status == 0, "\(run.result.errors)")
        let after = try MediaPlaylist(
            parsing: String(decoding: run.read("v360x640/playlist.m3u8") ?? [], as: UTF8.self))
        #expect(after.isEnded)
        #expect(after.segments.count { $0.isDiscontinuous } == 1)
        #expect(Array(after.segments.prefix(before.segments.count)).map(\.uri) == before.segments.map(\.uri))
        #expect(after.segments.allSatisfy { $0.isGap || run.read("v360x640/\($0.uri)") != nil })
        #expect(PresentationChecker.findings { run.read($0) } == [])

        let third = try await broadcast(to: output, ["--duration", "1"])
        #expect(third.status == 73)
        #expect(third.result.errors.contains("is finished (EXT-X-ENDLIST): choose another folder"))
    }

    @Test func commitsEventsAsTheyComeAndRefusesBadOnes() async throws {
        let output = Tatecast.newPath()
        let pipe = Pipe()
        var process = Tatecast.command(
            ["live", "--input", try await ClipLibrary.shared.path(.long), "--loop", "--events", "-"]
                + ["--preset", try Tatecast.file("p.yaml", Self.preset), "--output", output, "--log-format", "text"])
        process.input = pipe.fileHandleForReading
        let result = try await process.run { process in
            try await process.untilThere(output + "/master.m3u8")
            let lines = [
                #"{"type":"hearts","count":30}"#, #"{"type":"hearts","count":-1}"#, "nonsense",
                #"{"type":"price","product":{"id":"cup","name":"Cup","price":3980,"currency":"JPY"}}"#,
            ]
            try pipe.fileHandleForWriting.write(contentsOf: Data((lines.joined(separator: "\n") + "\n").utf8))
            try await process.until("both events are committed") {
                (try? String(contentsOfFile: output + "/events.ndjson", encoding: .utf8))?.contains("cup") == true
            }
            process.send(SIGTERM)
        }
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.errors.contains("warning: standard input, line 2: count"))
        #expect(result.errors.contains("warning: standard input, line 3: "))
        let log = try String(contentsOfFile: output + "/events.ndjson", encoding: .utf8).split(separator: "\n")
        #expect(log.count == 2)
        #expect(log.allSatisfy { $0.hasPrefix(#"{"at":"#) })
        // What was logged is a timeline that the same show can be drawn from again.
        let rendered = try await Tatecast.render(
            .long, arguments: ["--events", output + "/events.ndjson", "--duration", "3"])
        #expect(rendered.status == 0, "\(rendered.result.errors)")
    }

    @Test(
        arguments: [
            (["--input", "/nowhere.mp4"], 66, "/nowhere.mp4: no such file"),
            (["--input", "ftp://host/x"], 64, "expected rtmp://, rtmps://, srt://, http://, https:// or a media file"),
            (["--input", "rtmp://127.0.0.1:9/live/secret-key"], 69, "rtmp://127.0.0.1:9/live/… can't be read"),
            (["--input", "/proc/version"], 65, "/proc/version is empty"),
            (["--input", "/etc/passwd"], 65, "/etc/passwd isn't media that can be decoded"),
            (["--input", "x", "--window", "3"], 64, "--window 3.0: expected 15 to 86400 seconds"),
            (["--input", "x", "--audio-delay", "900"], 64, "expected -500 to 500 milliseconds"),
            (["--input", "x", "--audio-delay", "-900"], 64, "--audio-delay -900: expected -500 to 500 milliseconds"),
            (
                ["--input", "/proc/version", "--public-url", "shop.example/live"], 64,
                "--public-url shop.example/live: expected where viewers reach the show's folder"
            ),
            (["--input", ""], 64, "--input is empty: expected an address or a media file"),
            (["--listen", "rtmp://127.0.0.1:99999/live"], 64, "there is no port 99999; expected 0 to 65535"),
        ] as [([String], Int32, String)])
    func refusesWhatItCannotBroadcast(arguments: [String], status: Int32, sentence: String) async throws {
        let output = Tatecast.newPath()
        let result = try await ToolProcess(
            Tatecast.executable, ["live", "--output", output, "--log-format", "text"] + arguments
        ).run()
        #expect(result.status == status)
        // Nobody is told that it is ready, and nothing is left.
        #expect(result.output.isEmpty)
        #expect(!FileManager.default.fileExists(atPath: output))
        #expect(result.errors.contains(sentence), "\(result.errors)")
        #expect(!result.errors.contains("secret-key"))
    }
}
