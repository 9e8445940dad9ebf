import Foundation
import HLS
import MediaTesting
import Testing

/// Two processes and one output: the second says who has it, before it writes anything.
@Suite(.serialized, .timeLimit(.minutes(5))) struct OneOwnerTests {
    private static let preset = Tatecast.preset(latency: "low", more: "layers:\n  - price: {}\n")

    /// Runs a broadcast, and `other` once it is on the disk; then ends it.
    private func broadcast(
        to output: String, _ arguments: [String] = [], other: (RunningProcess) async throws -> Void
    ) async throws -> Tatecast.Run {
        let clip = try await ClipLibrary.shared.path(.long)
        let words =
            ["live", "--input", clip, "--loop", "--preset", try Tatecast.file("p.yaml", Self.preset)]
            + ["--output", output, "--record", "--log-format", "text"] + arguments
        let result = try await Tatecast.command(words).run { process in
            try await process.untilThere(output + "/master.m3u8")
            try await other(process)
            process.send(SIGTERM)
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
                let second = try await Tatecast.command(arguments).run()
                #expect(second.status == 73)
                let folder = arguments[0] == "live" ? link : output
                #expect(
                    second.firstErrorLine.hasPrefix("error: process \(process.number) writes to \(folder) already"),
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
        func words(_ output: String) -> [String] {
            ["live", "--input", address, "--output", output, "--record-source", recording, "--log-format", "text"]
        }
        let other = Tatecast.newPath("other")
        let first = try await Tatecast.command(words(output)).run { process in
            let lock =
                URL(filePath: recording).deletingLastPathComponent().path
                + "/.\(URL(filePath: recording).lastPathComponent).lock"
            try await process.until("the recording has its owner") {
                (try? String(contentsOfFile: lock, encoding: .utf8))?.contains("\(process.number)") == true
            }
            let second = try await Tatecast.command(words(other)).run()
            #expect(second.status == 73)
            #expect(
                second.errors.contains("process \(process.number) writes to \(recording) already"), "\(second.errors)")
            #expect(!FileManager.default.fileExists(atPath: other))
            process.send(SIGTERM)
        }
        #expect(first.status == 0)
        #expect(!FileManager.default.fileExists(atPath: output))
    }

    @Test func oneMovieHasOneOwner() async throws {
        let movie = Tatecast.newPath("movie") + ".mp4"
        let output = Tatecast.newPath("one")
        let clip = try await ClipLibrary.shared.path(.long)
        let first = try await Tatecast.render(.long, arguments: ["--mp4", movie], output: output) { process in
            try await process.untilThere(movie + ".tmp")
            // Long enough for the second to wait in vain.
            process.send(SIGSTOP)
            defer { process.send(SIGCONT) }
            let words = ["render", clip, "--output", Tatecast.newPath("two"), "--mp4", movie, "--overwrite"]
            let second = try await Tatecast.command(words).run()
            #expect(second.status == 73)
            #expect(
                second.errors.contains("process \(process.number) writes to \(movie) already"), "\(second.errors)")
        }
        #expect(first.status == 0, "\(first.result.errors)")
        #expect(FileManager.default.fileExists(atPath: movie))
    }
}
