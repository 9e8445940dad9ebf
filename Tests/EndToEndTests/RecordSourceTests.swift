import Foundation
import MediaTesting
import Testing

/// `tatecast live --record-source` with a real publisher.
@Suite(.serialized, .timeLimit(.minutes(5))) struct RecordSourceTests {
    private static let preset = Tatecast.preset(latency: "low", more: "layers: [{slate: {}}]")

    /// A broadcast that listens, and keeps what it gets.
    private func broadcast(
        to recording: String, publishing body: (Broadcast) async throws -> Void
    ) async throws -> ToolProcess.Result {
        try await Broadcast.run(
            ["--listen", "rtmp://127.0.0.1:0/live", "--record-source", recording], preset: Self.preset, body
        ).result
    }

    /// The clip's first seconds, without encoding them anew.
    private func part(_ seconds: Int) async throws -> [String] {
        ["-t", "\(seconds)", "-i", try await ClipLibrary.shared.path(.long), "-c", "copy"]
    }

    /// FFmpeg's own digest of every track's packets.
    private func digest(_ path: String, _ words: [String] = []) async throws -> String {
        let result = try await ToolProcess(
            "ffmpeg", ["-v", "error"] + words + ["-i", path, "-map", "0", "-c", "copy", "-f", "streamhash", "-"]
        ).run()
        #expect(result.status == 0 && result.errors == "", "\(result.errors)")
        return result.text
    }

    @Test(arguments: ["mkv", "mp4"])
    func keepsThePublishersPacketsByteByByte(container: String) async throws {
        let path = Tatecast.newPath("kept") + ".\(container)"
        let (two, one) = (try await part(2), try await part(1))
        let result = try await broadcast(to: path) { broadcast in
            try await broadcast.publish(two)
            try await broadcast.publish(one)
            broadcast.process.send(SIGTERM)
        }
        #expect(result.status == 0, "\(result.errors)")
        let clip = try await ClipLibrary.shared.path(.long)
        #expect(try await digest(path) == digest(clip, ["-t", "2"]))
        #expect(result.text.contains(#""recordedFiles":2"#) && result.text.contains(#""unrecordedPackets":0"#))
        #expect(FileManager.default.fileExists(atPath: path.replacing(".\(container)", with: "-2.\(container)")))
    }

    @Test(arguments: ["mkv", "mp4"])
    func losesASecondAtMostToACrash(container: String) async throws {
        let path = Tatecast.newPath("crashed") + ".\(container)"
        let five = try await part(5)
        let result = try await broadcast(to: path) { broadcast in
            async let publisher = broadcast.publish(five)
            try await broadcast.untilSource(is: "live")
            try await broadcast.untilSegments(2)
            broadcast.process.send(SIGKILL)
            _ = try await publisher
        }
        #expect(result.status == 128 + SIGKILL)
        let times = try await Decoded.list("packet", ["pts_time"], stream: "v:0", of: path)
        // Two segments take three seconds; one may be lost, and a busy machine takes its time.
        #expect(times.count >= 30, "\(times.count) pictures")
        let decoded = try await ToolProcess("ffmpeg", ["-v", "error", "-i", path, "-f", "null", "-"]).run()
        #expect(decoded.status == 0)
    }

    @Test func broadcastsOnWhereTheDiskIsFull() async throws {
        let path = Tatecast.newPath("full") + ".mkv"
        let three = try await part(3)
        let result = try await broadcast(to: path) { broadcast in
            // No file of the process may grow beyond 500 kB: the recording would, the show's segments don't.
            let limit = ["--pid", "\(broadcast.process.number)", "--fsize=512000"]
            #expect(try await ToolProcess("prlimit", limit).run().status == 0)
            try await broadcast.publish(three)
            try await broadcast.process.logs("the recording ends") {
                $0["level"] == "warning" && $0["message"]?.contains("full-") == true
            }
            broadcast.process.send(SIGTERM)
        }
        #expect(result.status == 0, "\(result.errors)")
        #expect(
            result.errors.contains("full-") && result.errors.contains("the show goes on without it: File too large"))
        #expect(result.text.contains(#""failedWrites":1,"#), "\(result.text) \(result.errors)")
        #expect(!result.text.contains(#""unrecordedPackets":0"#))
    }

    @Test(
        arguments: [
            ("show.ts", 64, "expected a name that ends in .mkv or .mp4"),
            ("/nowhere/show.mkv", 73, "there is no folder /nowhere"),
        ] as [(String, Int32, String)])
    func refusesWhereItCannotRecord(path: String, status: Int32, sentence: String) async throws {
        let output = Tatecast.newPath()
        let result = try await ToolProcess(
            Tatecast.executable,
            ["live", "--input", "rtmp://127.0.0.1:9/live/x", "--output", output, "--record-source", path]
        ).run()
        #expect(result.status == status, "\(result.errors)")
        #expect(result.errors.contains(sentence), "\(result.errors)")
        #expect(!FileManager.default.fileExists(atPath: output))
    }

    @Test func overwritesNothing() async throws {
        let path = try Tatecast.file("mine.mkv", "mine")
        let result = try await ToolProcess(
            Tatecast.executable,
            ["live", "--input", "rtmp://127.0.0.1:9/live/x", "--output", Tatecast.newPath(), "--record-source", path]
        ).run()
        #expect(result.status == 73 && result.errors.contains("mine.mkv exists: choose another name"))
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "mine")
    }
}
