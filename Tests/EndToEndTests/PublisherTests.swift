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

    /// A broadcast that listens on any free port, as long as `body` needs at most.
    private func broadcast(
        _ seconds: Int, environment: [String: String] = [:], publishing body: (Broadcast) async throws -> Void
    ) async throws -> Tatecast.Run {
        let words = ["--listen", "rtmp://127.0.0.1:0/live", "--duration", "\(seconds)", "--record"]
        return try await Broadcast.run(words, preset: Self.preset, environment: environment, body)
    }

    /// A part of the clip, without encoding it anew.
    private func part(from start: Double = 0, seconds: Double) async throws -> [String] {
        ["-ss", "\(start)", "-t", "\(seconds)", "-i", try await ClipLibrary.shared.path(.long), "-c", "copy"]
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
        let (first, second) = (try await part(seconds: 20), try await part(from: 5, seconds: 2))
        // Long enough for a busy machine, on which a publisher takes a second to begin.
        let run = try await broadcast(10) { broadcast in
            async let killed = broadcast.publish(first, killedAfter: 3)
            var states = ["live", "frozen", "slate"][...]
            // Each state, in this order.
            try await broadcast.listen { message in
                if message.kind == "source", message.object["state"] as? String == states.first { states.removeFirst() }
                return states.isEmpty
            }
            _ = try await killed
            async let back = broadcast.publish(second)
            try await broadcast.untilSource(is: "live")
            _ = try await back
        }
        #expect(run.status == 0, "\(run.result.errors)")
        try await isContinuous(run, ticks: 300)
    }

    @Test func letsASecondPublisherTakeOver() async throws {
        let (first, second) = (try await part(seconds: 3), try await part(from: 8, seconds: 1.5))
        let run = try await broadcast(4) { broadcast in
            async let replaced = broadcast.publish(first)
            try await broadcast.untilSource(is: "live")
            try await broadcast.publish(second)
            _ = try await replaced
        }
        #expect(run.status == 0, "\(run.result.errors)")
        let replacement = try #require(run.result.log.first { $0["message"] == "A publisher was replaced." })
        #expect(replacement["peer"] != replacement["by"])
        #expect(!run.result.errors.contains(Broadcast.key))
        #expect(run.result.summary["sources"] as? Int == 2)
        try await isContinuous(run, ticks: 120)
    }

    @Test func turnsAStrangerAwayInWords() async throws {
        let words = try await part(seconds: 1)
        let run = try await broadcast(3) { broadcast in
            let stranger = try await broadcast.publish(words, key: "guess")
            #expect(stranger.status != 0 && stranger.errors.contains("The stream key isn't right"))
        }
        #expect(run.status == 0, "\(run.result.errors)")
        #expect(run.result.log.contains { $0["message"] == "A publisher sent a wrong stream key." })
        #expect(!run.result.errors.contains("guess"))
        #expect(run.result.summary["sources"] as? Int == 0)
        try await isContinuous(run, ticks: 90)
    }

    @Test func givesStrangersAsMuchTimeAsItIsTold() async throws {
        // By itself it waits for five seconds.
        let run = try await broadcast(5, environment: ["TATECAST_HANDSHAKE_TIMEOUT": "1"]) { broadcast in
            let port = try #require(broadcast.publish.firstMatch(of: #/:(\d+)\//#)?.1)
            let socket = try #require(
                LoopbackSocket.connect(port: Int(port) ?? 0, receiveTimeout: 3, sendTimeout: 3))
            defer { close(socket) }
            var byte: UInt8 = 0
            // The end of the connection.
            #expect(recv(socket, &byte, 1, 0) == 0)
        }
        #expect(run.status == 0, "\(run.result.errors)")

        let wrong = try await Tatecast.command(
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
