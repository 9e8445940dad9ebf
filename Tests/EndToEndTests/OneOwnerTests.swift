import Foundation
import HLS
import MediaTesting
import Testing

/// Two processes and one output: the second says who has it, before it writes anything.
@Suite(.serialized, .timeLimit(.minutes(5))) struct OneOwnerTests {
    private static let preset = Tatecast.preset(latency: "low", more: "layers:\n  - price: {}\n")

    /// Runs a broadcast, and `other` once it is on the disk; then ends it.
    private func broadcast(
        to output: String, _ arguments: [String] = [], other: @escaping @Sendable (pid_t) async throws -> Void
    ) async throws -> Tatecast.Run {
        let clip = try await ClipLibrary.shared.path(.long)
        let words =
            ["live", "--input", clip, "--loop", "--preset", try Tatecast.file("p.yaml", Self.preset)]
            + ["--output", output, "--record", "--log-format", "text"] + arguments
        let result = try await ToolProcess(Tatecast.executable, words).run { process in
            while !FileManager.default.fileExists(atPath: output + "/master.m3u8") {
                try? await Task.sleep(for: .milliseconds(20))
            }
            do { try await other(process) } catch { Issue.record(error) }
            kill(process, SIGTERM)
        }
        return Tatecast.Run(result: result, output: output)
    }

    @Test func aSecondBroadcastIsRefused() async throws {
        let output = Tatecast.newPath("one")
        let link = Tatecast.newPath("link")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: output)
        let clip = try await ClipLibrary.shared.path(.long)
        let run = try await broadcast(to: output) { process in
            for arguments in [
                ["live", "--input", clip, "--output", link, "--log-format", "text"],
                ["render", clip, "--output", output, "--overwrite"],
            ] {
                let second = try await ToolProcess(Tatecast.executable, arguments).run()
                #expect(second.status == 73)
                let folder = arguments[0] == "live" ? link : output
                #expect(
                    second.firstErrorLine.hasPrefix("error: process \(process) writes to \(folder) already"),
                    "\(second.errors)")
                #expect(second.output.isEmpty)
            }
        }
        #expect(run.status == 0)
        #expect(PresentationChecker.findings { run.read($0) } == [])
        let runs = Set((run.files ?? []).filter { $0.hasSuffix("-init.mp4") }.map { $0.split(separator: "/").last })
        #expect(runs.count == 1)
        #expect(run.files?.contains { $0.hasSuffix(".lock") } == false)
    }

    @Test func oneRecordingOfASourceHasOneOwner() async throws {
        let (output, recording) = (Tatecast.newPath("one"), Tatecast.newPath("source") + ".mkv")
        let source = SilentServer(.saysNothing)
        let address = "rtmp://127.0.0.1:\(source.port)/live/x"
        @Sendable func words(_ output: String) -> [String] {
            ["live", "--input", address, "--output", output, "--record-source", recording, "--log-format", "text"]
        }
        let other = Tatecast.newPath("other")
        let first = try await ToolProcess(Tatecast.executable, words(output)).run { process in
            while !FileManager.default.fileExists(atPath: output) { try? await Task.sleep(for: .milliseconds(20)) }
            try? await Task.sleep(for: .milliseconds(200))
            let second = try? await ToolProcess(Tatecast.executable, words(other)).run()
            #expect(second?.status == 73)
            #expect(
                second?.errors.contains("process \(process) writes to \(recording) already") == true,
                "\(second?.errors ?? "")")
            #expect(!FileManager.default.fileExists(atPath: other))
            kill(process, SIGTERM)
        }
        #expect(first.status == 0)
        #expect(!FileManager.default.fileExists(atPath: output))
    }

    @Test func oneMovieHasOneOwner() async throws {
        let movie = Tatecast.newPath("movie") + ".mp4"
        let output = Tatecast.newPath("one")
        let clip = try await ClipLibrary.shared.path(.long)
        let first = try await Tatecast.render(.long, arguments: ["--mp4", movie], output: output) { process in
            while !FileManager.default.fileExists(atPath: movie + ".tmp") {
                try? await Task.sleep(for: .milliseconds(5))
            }
            // Long enough for the second to wait in vain.
            kill(process, SIGSTOP)
            let words = ["render", clip, "--output", Tatecast.newPath("two"), "--mp4", movie, "--overwrite"]
            let second = try? await ToolProcess(Tatecast.executable, words).run()
            kill(process, SIGCONT)
            #expect(second?.status == 73)
            #expect(
                second?.errors.contains("process \(process) writes to \(movie) already") == true,
                "\(second?.errors ?? "")")
        }
        #expect(first.status == 0, "\(first.result.errors)")
        #expect(FileManager.default.fileExists(atPath: movie))
    }
}
