import Foundation
import MediaTesting
import Testing

/// `tatecast live --record-source` with a real publisher.
@Suite(.serialized, .timeLimit(.minutes(5))) struct RecordSourceTests {
    private static let preset = Tatecast.preset(latency: "low", more: "layers: [{slate: {}}]")

    /// A broadcast that listens; a shell script publishes to `$URL`, with the clip as `$1` and the recording as `$5`.
    private func broadcast(
        to recording: String, limit: String = "", publishing script: String
    ) async throws -> ToolProcess.Result {
        let whole = """
            ( \(limit) exec "$0" live --listen rtmp://127.0.0.1:0/live --preset "$2" --output "$3" --record-source "$5" \
                --json --log-format text ) > "$4" &
            worker=$!
            until URL=$(sed -n 's/.*"publish":"\\([^"]*\\)".*/\\1/p' "$4") && [ -n "$URL" ]; do sleep 0.05; done
            publish() { ffmpeg -v error "$@" -c copy -f flv "$URL/sesame" < /dev/null; }
            \(script)
            wait $worker
            status=$?
            cat "$4"
            exit $status
            """
        let clip = try await ClipLibrary.shared.path(.long)
        var process = ToolProcess(
            "bash",
            [
                "-c", whole, Tatecast.executable, clip, try Tatecast.file("p.yaml", Self.preset), Tatecast.newPath(),
                Tatecast.newPath("ready"), recording,
            ])
        process.environment = ["TATECAST_STREAM_KEY": "sesame"]
        return try await process.run()
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
        let result = try await broadcast(
            to: path, publishing: #"publish -re -i "$1" -t 2; publish -re -i "$1" -t 1; kill -TERM $worker"#)
        #expect(result.status == 0, "\(result.errors)")
        let clip = try await ClipLibrary.shared.path(.long)
        #expect(try await digest(path) == digest(clip, ["-t", "2"]))
        #expect(result.text.contains(#""recordedFiles":2"#) && result.text.contains(#""unrecordedPackets":0"#))
        #expect(FileManager.default.fileExists(atPath: path.replacing(".\(container)", with: "-2.\(container)")))
    }

    @Test(arguments: ["mkv", "mp4"])
    func losesASecondAtMostToACrash(container: String) async throws {
        let path = Tatecast.newPath("crashed") + ".\(container)"
        let result = try await broadcast(
            to: path, publishing: #"publish -re -i "$1" -t 5 & sleep 4.5; kill -KILL $worker; wait $!"#)
        #expect(result.status == 128 + SIGKILL)
        let times = try await Decoded.list("packet", ["pts_time"], stream: "v:0", of: path)
        // The publisher takes its time to begin, too.
        #expect(times.count >= 30, "\(times.count) pictures")
        let decoded = try await ToolProcess("ffmpeg", ["-v", "error", "-i", path, "-f", "null", "-"]).run()
        #expect(decoded.status == 0)
    }

    @Test func broadcastsOnWhereTheDiskIsFull() async throws {
        let path = Tatecast.newPath("full") + ".mkv"
        // No file of the process may grow beyond 500 kB: the recording would, the show's segments don't.
        let result = try await broadcast(
            to: path, limit: "trap '' XFSZ; ulimit -f 500;",
            publishing: #"publish -re -i "$1" -t 3; sleep 0.5; kill -TERM $worker"#)
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
