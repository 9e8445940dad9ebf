import Foundation
import HLS
import MediaTesting
import NIOHTTP1
import Testing

/// Every command ends soon, whenever it is asked to, and whatever it waits for just then.
@Suite(.timeLimit(.minutes(5))) struct SignalTests {
    /// In seconds: what is promised is 2, and the machine that tests may be slow.
    private static let limit = 4.0
    private static let preset = Tatecast.preset(latency: "low", more: "layers:\n  - price: {}\n")

    struct Stopped {
        let result: ToolProcess.Result
        let seconds: Double
    }

    /// Sends a signal once `wait` is over, and measures how long the process takes.
    private func stop(
        _ words: [String], by signal: Int32 = SIGTERM, when wait: (RunningProcess) async throws -> Void
    ) async throws -> Stopped {
        var process = Tatecast.command(words)
        process.deadline = 30
        var sent = ContinuousClock.now
        let result = try await process.run { process in
            try await wait(process)
            sent = .now
            process.send(signal)
        }
        return Stopped(result: result, seconds: sent.duration(to: result.endedAt) / .seconds(1))
    }

    private static func after(_ milliseconds: Int) -> (RunningProcess) async throws -> Void {
        { _ in try await Task.sleep(for: .milliseconds(milliseconds)) }
    }

    // MARK: - At instants of the start

    /// Before the program's own code runs the system ends it as it ends all; then a broadcast has done what it was asked for.
    @Test(arguments: [20, 60, 100, 150, 200, 300, 400, 600, 900, 1_300])
    func aBroadcastEndsAtAnyInstant(milliseconds: Int) async throws {
        let output = Tatecast.newPath("stopped")
        let words =
            ["live", "--input", try await ClipLibrary.shared.path(.long), "--loop", "--output", output]
            + [
                "--preset", try Tatecast.file("p.yaml", Self.preset), "--serve", "127.0.0.1:0", "--record",
                "--log-format", "text",
            ]
        let stopped = try await stop(words, when: Self.after(milliseconds))
        #expect(stopped.result.status == 0 || milliseconds < 100 && stopped.result.status == 128 + SIGTERM)
        #expect(stopped.seconds < Self.limit, "\(stopped.seconds) s: \(stopped.result.errors)")
        #expect(!stopped.result.errors.contains("error"), "\(stopped.result.errors)")
        let run = Tatecast.Run(result: stopped.result, output: output)
        guard let files = run.files, !files.isEmpty else { return }
        // Who saw anything finds its end.
        #expect(files.contains("master.m3u8"), "\(files)")
        #expect(PresentationChecker.findings { run.read($0) } == [])
    }

    @Test(arguments: [(SIGINT, 0), (SIGTERM, 0), (SIGHUP, 0)] as [(Int32, Int32)])
    func aBroadcastWithoutASourceNeverBegins(signal: Int32, status: Int32) async throws {
        for address in ["rtmp://127.0.0.1:PORT/live/x", "http://127.0.0.1:PORT/x.m3u8", "srt://127.0.0.1:PORT"] {
            for kind in SilentServer.Kind.allCases {
                let server = SilentServer(kind)
                let output = Tatecast.newPath("stopped")
                let url = address.replacing("PORT", with: "\(server.port)")
                let words = ["live", "--input", url, "--output", output, "--log-format", "text"]
                let stopped = try await stop(words, by: signal, when: Self.untilThere(output, 300))
                #expect(stopped.result.status == status, "\(url) \(kind): \(stopped.result.errors)")
                #expect(stopped.seconds < Self.limit, "\(url) \(kind): \(stopped.seconds) s")
                // Nobody is to blame, and nothing is left.
                #expect(!stopped.result.errors.contains("can't be read"), "\(stopped.result.errors)")
                #expect(!FileManager.default.fileExists(atPath: output))
                if signal != SIGTERM { return }
            }
        }
    }

    /// The folder is there, and then some.
    private static func untilThere(_ path: String, _ milliseconds: Int) -> (RunningProcess) async throws -> Void {
        { process in
            try await process.untilThere(path)
            try await Task.sleep(for: .milliseconds(milliseconds))
        }
    }

    @Test func whoWaitsForASenderEnds() async throws {
        let output = Tatecast.newPath("stopped")
        let port = LoopbackSocket.freePort()
        let words =
            ["live", "--input", "srt://127.0.0.1:\(port)?mode=listener", "--output", output, "--log-format", "text"]
        let stopped = try await stop(words, when: Self.untilThere(output + "/broadcast.json", 300))
        #expect(stopped.result.status == 0, "\(stopped.result.errors)")
        #expect(stopped.seconds < Self.limit)
        #expect(!FileManager.default.fileExists(atPath: output))
    }

    @Test func endsOverHTTPWhileTheSourceIsSilent() async throws {
        let server = SilentServer(.saysNothing)
        let output = Tatecast.newPath("stopped")
        let port = LoopbackSocket.freePort()
        let words =
            ["live", "--input", "rtmp://127.0.0.1:\(server.port)/live/x", "--output", output]
            + ["--control", "127.0.0.1:\(port)", "--log-format", "text"]
        let stopped = try await stop(words, by: 0) { process in
            try await process.until("it takes the request") {
                (try? await ask(.POST, "http://127.0.0.1:\(port)/v1/finish"))?.status == 202
            }
        }
        let result = stopped.result
        #expect(result.status == 0 && stopped.seconds < Self.limit, "\(stopped.seconds) s: \(result.errors)")
        #expect(result.firstErrorLine == "stopping, as asked over HTTP: the segment in progress is being completed")
        #expect(!FileManager.default.fileExists(atPath: output))
    }

    // MARK: - Other commands

    @Test(arguments: [30, 120, 250, 500, 900])
    func aRenderEndsAtAnyInstant(milliseconds: Int) async throws {
        let output = Tatecast.newPath("stopped")
        let words =
            ["render", try await ClipLibrary.shared.path(.long), "--output", output]
            + ["--preset", try Tatecast.file("p.yaml", Tatecast.smallPreset)]
        let stopped = try await stop(words, when: Self.after(milliseconds))
        #expect(stopped.result.status == 128 + SIGTERM || stopped.result.status == 0, "\(stopped.result.errors)")
        #expect(stopped.seconds < Self.limit, "\(stopped.seconds) s")
        let run = Tatecast.Run(result: stopped.result, output: output)
        guard run.files != nil else { return }
        #expect(PresentationChecker.findings { run.read($0) } == [])
    }

    /// Nobody writes to the pipe that it reads.
    @Test(arguments: ["render", "snapshot", "live", "check", "live-config"])
    func aPipeThatNobodyFillsKeepsNobody(command: String) async throws {
        let (pipe, output) = (Tatecast.newPath("pipe") + ".yaml", Tatecast.newPath("stopped"))
        #expect(mkfifo(pipe, 0o600) == 0)
        let clip = try await ClipLibrary.shared.path(.plain)
        let words =
            switch command {
            case "render": ["render", clip, "--events", pipe, "--output", output]
            case "snapshot": ["snapshot", pipe, "--at", "0", "--output", output + ".png"]
            case "check": ["check", pipe]
            case "live": ["live", "--input", clip, "--preset", pipe, "--output", output]
            default: ["live", "--config", pipe]
            }
        let stopped = try await stop(words, when: Self.after(700))
        // Or it is refused at once, as no file that can be read.
        let expected = [command.hasPrefix("live") ? 0 : 128 + SIGTERM, 66]
        #expect(expected.contains(stopped.result.status), "\(stopped.result.errors)")
        #expect(stopped.seconds < Self.limit || stopped.result.status == 66, "\(stopped.seconds) s")
        #expect(!FileManager.default.fileExists(atPath: output))
    }

    @Test(arguments: SilentServer.Kind.allCases) func whoVerifiesASilentServerEnds(kind: SilentServer.Kind) async throws
    {
        let server = SilentServer(kind)
        let stopped = try await stop(
            ["verify", "http://127.0.0.1:\(server.port)/master.m3u8"], by: SIGINT, when: Self.after(700))
        #expect(stopped.result.status == 128 + SIGINT, "\(stopped.result.errors)")
        #expect(stopped.seconds < Self.limit, "\(stopped.seconds) s")
    }

    @Test func aPreviewEnds() async throws {
        let words =
            ["preview", try Tatecast.file("p.yaml", Self.preset), "--input", try await ClipLibrary.shared.path(.long)]
        for milliseconds in [80, 300, 1_500] {
            let stopped = try await stop(words, when: Self.after(milliseconds))
            #expect(stopped.result.status == 0 || milliseconds < 100, "\(stopped.result.errors)")
            #expect(stopped.seconds < Self.limit, "\(stopped.seconds) s")
        }
    }

    // MARK: - Which signals count

    @Test func aSecondOneEndsAtOnce() async throws {
        let output = Tatecast.newPath("stopped")
        let words =
            ["live", "--listen", "rtmp://127.0.0.1:0/live", "--output", output, "--log-format", "text"]
            + ["--preset", try Tatecast.file("p.yaml", Self.preset)]
        let result = try await Tatecast.command(words, environment: ["TATECAST_STREAM_KEY": "k"]).run { process in
            // Right after a segment began, so that its end is far.
            try await process.untilThere(output + "/master.m3u8")
            process.send(SIGTERM)
            // Sooner it would be taken for an echo.
            try await Task.sleep(for: .milliseconds(400))
            process.send(SIGTERM)
        }
        #expect(result.status == 128 + SIGTERM || result.status == 0)
        #expect(!result.isOverdue)
    }

    /// As `timeout` sends it, to the process and then to its group.
    @Test func anEchoIsNoSecondOne() async throws {
        let output = Tatecast.newPath("stopped")
        let words =
            ["live", "--input", try await ClipLibrary.shared.path(.long), "--loop", "--output", output]
            + ["--preset", try Tatecast.file("p.yaml", Self.preset), "--record", "--log-format", "text"]
        let result = try await Tatecast.command(words).run { process in
            try await process.untilThere(output + "/master.m3u8")
            for _ in 0..<3 { process.send(SIGTERM) }
        }
        #expect(result.status == 0, "\(result.errors)")
        let run = Tatecast.Run(result: result, output: output)
        #expect(PresentationChecker.findings { run.read($0) } == [])
    }

    @Test func outlivesItsTerminalWhereNohupSaysSo() async throws {
        let output = Tatecast.newPath("stopped")
        let script = "trap '' HUP; exec \"$0\" \"$@\""
        let words =
            ["live", "--input", try await ClipLibrary.shared.path(.long), "--loop", "--duration", "2"]
            + ["--preset", try Tatecast.file("p.yaml", Self.preset), "--output", output, "--log-format", "text"]
        let result = try await ToolProcess("sh", ["-c", script, Tatecast.executable] + words).run { process in
            for _ in 0..<5 {
                try await Task.sleep(for: .milliseconds(200))
                process.send(SIGHUP)
            }
        }
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.text.contains("60 ticks") || !result.errors.contains("stopping"), "\(result.errors)")
    }
}
