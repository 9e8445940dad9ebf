import Foundation
import HLS
import MediaTesting
import Testing

/// `tatecast live --listen` with real publishers: Debian's `ffmpeg`, over RTMP.
@Suite(.serialized, .timeLimit(.minutes(5))) struct PublisherTests {
    private static let preset = Tatecast.preset(
        latency: "low",
        more: """
            layers:
              - nameplate: {}
              - slate: {}
            """)

    /// A broadcast that listens on any free port, and a shell script that publishes to `$URL`.
    private func broadcast(
        _ seconds: Int, publishing script: String, environment: [String: String] = [:]
    ) async throws -> Tatecast.Run {
        let output = Tatecast.newPath()
        let clip = try await ClipLibrary.shared.path(.long)
        let ready = Tatecast.newPath("ready")
        // What the process says when it is ready is how an orchestrator learns the port.
        let whole = """
            "$0" live --listen rtmp://127.0.0.1:0/live --preset "$2" --output "$3" --duration \(seconds) --record \
                --json --log-format text > "$4" &
            worker=$!
            until URL=$(sed -n 's/.*"publish":"\\([^"]*\\)".*/\\1/p' "$4") && [ -n "$URL" ]; do sleep 0.05; done
            publish() { ffmpeg -v error -re "$@" -c copy -f flv "$URL/$KEY" < /dev/null; }
            \(script)
            wait $worker
            status=$?
            cat "$4"
            exit $status
            """
        var process = ToolProcess(
            "sh", ["-c", whole, Tatecast.executable, clip, try Tatecast.file("p.yaml", Self.preset), output, ready])
        process.environment = ["TATECAST_STREAM_KEY": "sesame", "KEY": "sesame"].merging(environment) { $1 }
        return Tatecast.Run(result: try await process.run(), output: output)
    }

    /// Our lines of the log. `ffmpeg` says its own address, with the key.
    private func words(of run: Tatecast.Run) -> [Substring] {
        run.result.errors.split(separator: "\n").filter { !$0.contains("rtmp://") && !$0.contains("[rtmp") }
    }

    private func isContinuous(_ run: Tatecast.Run, ticks: Int) async throws {
        #expect(PresentationChecker.findings { run.read($0) } == [])
        let playlist = "\(run.output)/v360x640/playlist.m3u8"
        let pictures = try await Decoded.list("packet", ["pts"], stream: "v:0", of: playlist)
        #expect(pictures.count == ticks)
        let text = String(decoding: run.read("v360x640/playlist.m3u8") ?? [], as: UTF8.self)
        #expect(!text.contains("#EXT-X-DISCONTINUITY\n"))
    }

    @Test func showsAPublisherThatIsKilledAndComesBack() async throws {
        // Long enough for a busy machine, on which a publisher takes a second to begin.
        let run = try await broadcast(
            10,
            publishing: """
                timeout -s KILL 3 ffmpeg -v error -re -i "$1" -c copy -f flv "$URL/$KEY" < /dev/null
                sleep 2.5
                publish -ss 5 -t 2 -i "$1"
                """)
        #expect(run.status == 0, "\(run.result.errors)")
        let log = run.result.errors
        let states = ["the source's picture is on air", "the source stalls", "the source is gone", "picture is on air"]
        var rest = log[...]
        for state in states {
            let found = try #require(rest.range(of: state), "\(state) in \(log)")
            rest = rest[found.upperBound...]
        }
        try await isContinuous(run, ticks: 300)
    }

    @Test func letsASecondPublisherTakeOver() async throws {
        let run = try await broadcast(
            4,
            publishing: """
                publish -t 3 -i "$1" &
                sleep 1.2
                publish -ss 8 -t 1.5 -i "$1"
                """)
        #expect(run.status == 0, "\(run.result.errors)")
        #expect(run.result.errors.contains("A publisher was replaced."))
        #expect(words(of: run).allSatisfy { !$0.contains("sesame") })
        #expect(run.result.text.contains(#""sources":2"#))
        try await isContinuous(run, ticks: 120)
    }

    @Test func turnsAStrangerAwayInWords() async throws {
        let run = try await broadcast(3, publishing: #"KEY=guess; publish -t 1 -i "$1""#)
        #expect(run.status == 0, "\(run.result.errors)")
        #expect(run.result.errors.contains("The stream key isn't right"))
        #expect(run.result.errors.contains("A publisher sent a wrong stream key."))
        #expect(words(of: run).allSatisfy { !$0.contains("guess") })
        #expect(run.result.text.contains(#""sources":0"#))
        try await isContinuous(run, ticks: 90)
    }

    @Test func givesStrangersAsMuchTimeAsItIsTold() async throws {
        // By itself it waits for five seconds.
        let run = try await broadcast(
            5,
            publishing: """
                PORT=${URL%/*}; PORT=${PORT##*:}
                timeout 3 bash -c "exec 3<>/dev/tcp/127.0.0.1/$PORT; cat <&3 > /dev/null" && echo "sent away" >&2
                """,
            environment: ["TATECAST_HANDSHAKE_TIMEOUT": "1"])
        #expect(run.status == 0, "\(run.result.errors)")
        #expect(run.result.errors.contains("sent away"))

        let wrong = try await ToolProcess(
            Tatecast.executable,
            ["live", "--listen", "rtmp://127.0.0.1:0/live", "--output", Tatecast.newPath(), "--max-connections", "0"]
        ).run()
        #expect(wrong.status == 64)
        #expect(wrong.errors.contains("--max-connections 0: expected 1 to 4096"), "\(wrong.errors)")
    }

    @Test func wantsAKey() async throws {
        var process = ToolProcess(
            Tatecast.executable,
            ["live", "--listen", "rtmp://127.0.0.1:0/live", "--output", Tatecast.newPath(), "--log-format", "text"])
        process.environment = ["TATECAST_STREAM_KEY": ""]
        let result = try await process.run()
        #expect(result.status == 64)
        #expect(result.errors.contains("no stream key: set TATECAST_STREAM_KEY"))
    }

    @Test func takesItsOptionsFromAFileAndVariables() async throws {
        let clip = try await ClipLibrary.shared.path(.long)
        let output = Tatecast.newPath()
        let file = try Tatecast.file(
            "broadcast.yaml", "input: \(clip)\noutput: /nowhere/at/all\nduration: 60\nno-audio-only: true\nwindow: 30\n"
        )
        var process = ToolProcess(Tatecast.executable, ["live", "--config", file, "--duration", "1"])
        process.environment = ["TATECAST_OUTPUT": output, "TATECAST_LOG_FORMAT": "text"]
        let result = try await process.run()
        #expect(result.status == 0, "\(result.errors)")
        #expect(FileManager.default.fileExists(atPath: output + "/master.m3u8"))
        #expect(!FileManager.default.fileExists(atPath: output + "/audio-64"))

        let wrong = try Tatecast.file("wrong.yaml", "input: x\nouput: y\n")
        let refused = try await ToolProcess(Tatecast.executable, ["live", "--config", wrong]).run()
        #expect(refused.status == 64)
        let sentence = #"wrong.yaml:2:1: ouput: unknown option; did you mean "output"?"#
        #expect(refused.errors.contains(sentence), "\(refused.errors)")
    }

    /// The parser knows options, not the files and variables that they come from.
    @Test func tellsWhereAWrongValueStands() async throws {
        let file = try Tatecast.file(
            "limits.yaml", "listen: rtmp://127.0.0.1:0/live\noutput: x\nhandshake-timeout: 0\n")
        let fromFile = try await ToolProcess(Tatecast.executable, ["live", "--config", file]).run()
        #expect(fromFile.status == 64)
        #expect(fromFile.errors.contains("--handshake-timeout is set by \(file):3"), "\(fromFile.errors)")
        #expect(fromFile.errors.contains("--handshake-timeout 0: expected 1 to 300 seconds"))

        var process = ToolProcess(Tatecast.executable, ["live", "--config", file, "--handshake-timeout", "5"])
        process.environment = ["TATECAST_MAX_CONNECTIONS": "many"]
        let fromVariable = try await process.run()
        #expect(fromVariable.status == 64)
        #expect(
            fromVariable.errors.contains("--max-connections is set by TATECAST_MAX_CONNECTIONS"),
            "\(fromVariable.errors)")
        // On the command line everybody sees it.
        let given = try await ToolProcess(
            Tatecast.executable, ["live", "--config", file, "--handshake-timeout", "999"]
        ).run()
        #expect(given.status == 64 && !given.errors.contains("is set by"), "\(given.errors)")
    }
}
