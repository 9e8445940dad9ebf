import Foundation
import MediaTesting
import NIOHTTP1
import Testing

/// The built program with a log, results and events that nobody takes: nothing of it waits for them.
@Suite(.serialized, .timeLimit(.minutes(5))) struct UnreadOutputTests {
    private static let preset = Tatecast.preset(
        latency: "low",
        more: """
            layers:
              - price: {}
            """)

    /// A pipe that is full to the last byte.
    private final class FullPipe: Sendable {
        let reading: Int32
        let writing: Int32

        init() throws {
            var ends: [Int32] = [0, 0]
            try #require(Foundation.pipe(&ends) == 0)
            (reading, writing) = (ends[0], ends[1])
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            _ = fcntl(writing, F_SETFL, O_NONBLOCK)
            let page = [UInt8](repeating: UInt8(ascii: "."), count: 4_095) + [UInt8(ascii: "\n")]
            while write(writing, page, page.count) > 0 {}
            _ = fcntl(writing, F_SETFL, 0)
        }

        var handle: FileHandle { FileHandle(fileDescriptor: dup(writing), closeOnDealloc: true) }

        /// What is there until `text` has come, or nothing has for a while.
        func read(to text: String, patience: Duration = .seconds(20)) -> String {
            var all = ""
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while !all.contains(text) {
                var waiting = pollfd(fd: reading, events: Int16(POLLIN), revents: 0)
                guard poll(&waiting, 1, Int32(patience / .milliseconds(1))) == 1 else { break }
                let size = Foundation.read(reading, &buffer, buffer.count)
                guard size > 0 else { break }
                all += String(decoding: buffer[..<size], as: UTF8.self)
            }
            return all
        }

        /// What a process that has ended left there.
        func rest() -> String { read(to: "\0", patience: .zero) }
    }

    /// The program, with both pipes instead of files.
    private func command(_ words: [String], _ output: FullPipe, _ errors: FullPipe) -> ToolProcess {
        var process = Tatecast.command(words)
        process.outputs = (output.handle, errors.handle)
        return process
    }

    private func segments(in output: String) -> Int {
        (FileManager.default.subpaths(atPath: output) ?? []).count { $0.hasPrefix("v360x640/") && $0.hasSuffix(".m4s") }
    }

    @Test func aBroadcastGoesOnThoughNobodyReadsItsLog() async throws {
        let (output, errors) = (try FullPipe(), try FullPipe())
        let (folder, port) = (Tatecast.newPath(), LoopbackSocket.freePort())
        let process = command(
            [
                "live", "--input", try await ClipLibrary.shared.path(.long), "--loop", "-v", "--json", "--serve",
                "127.0.0.1:\(port)", "--preset", try Tatecast.file("p.yaml", Self.preset), "--output", folder,
                "--log-format", "json",
            ], output, errors)
        let result = try await process.run { process in
            try await process.until("three segments") { segments(in: folder) >= 3 }
            #expect(try await ask(.GET, "http://127.0.0.1:\(port)/healthz").status == 200)
            #expect(try await ask(.GET, "http://127.0.0.1:\(port)/master.m3u8").text.contains("#EXTM3U"))
            // It goes on, and so does who wants to publish events.
            let before = segments(in: folder)
            try await process.until("another segment") { segments(in: folder) > before }
            // Who waited for the ready line gets it as soon as it reads.
            let ready = output.read(to: "\"ready\":true")
            #expect(ready.contains("\"ready\":true"))

            let stopping = ContinuousClock.now
            process.send(SIGTERM)
            let playlist = folder + "/v360x640/playlist.m3u8"
            try await process.until("the end of the playlist") {
                try String(contentsOfFile: playlist, encoding: .utf8).hasSuffix("#EXT-X-ENDLIST\n")
            }
            // For ever if it waited for a reader. It takes two seconds, and on a machine that is busy with other tests several more.
            #expect(stopping.duration(to: .now) < .seconds(15))
        }
        #expect(result.status == 0)
        #expect(output.rest().contains("\"ticks\":"))
    }

    /// The reader stops for a while, as a pager's or a terminal's does, and then reads on.
    @Test func saysWhatIsMissingOnceSomebodyReads() async throws {
        let (output, errors) = (try FullPipe(), try FullPipe())
        let events = Tatecast.newPath("bad") + ".ndjson"
        let text = String(repeating: "this is no event\n", count: 20_000)
        try text.write(toFile: events, atomically: true, encoding: .utf8)
        var process = command(
            [
                "live", "--input", try await ClipLibrary.shared.path(.long), "--loop", "--preset",
                try Tatecast.file("p.yaml", Self.preset), "--output", Tatecast.newPath(), "--log-format", "text",
                "--events", "-",
            ], output, errors)
        let input = try #require(FileHandle(forReadingAtPath: events))
        process.input = input
        let result = try await process.run { process in
            // Its place in the file is ours too.
            try await process.until("all is read") { lseek(input.fileDescriptor, 0, SEEK_CUR) == text.utf8.count }
            let said = errors.read(to: "nobody took them\n")
            #expect(said.contains("standard input, line 1: "))
            let missing = try #require(said.firstMatch(of: #/warning: (\d+) lines are missing here: nobody took them/#))
            #expect((Int(missing.1) ?? 0) > 10_000)
            process.send(SIGTERM)
        }
        #expect(result.status == 0)
    }

    /// The last error is what somebody looks for afterwards.
    @Test func theLastErrorWaitsForAReaderThatIsSlow() async throws {
        let (output, errors) = (try FullPipe(), try FullPipe())
        var said = ""
        let result = try await command(
            ["render", "/nonexistent/clip.mp4", "--output", Tatecast.newPath()], output, errors
        )
        .run { _ in
            try await Task.sleep(for: .milliseconds(100))
            said = errors.read(to: "no such file\n")
        }
        #expect(result.status == 66)
        #expect(said.contains("error: /nonexistent/clip.mp4: no such file\n"))
    }

    @Test func theEndDoesNotWaitForOneThatNeverReads() async throws {
        let (output, errors) = (try FullPipe(), try FullPipe())
        let words = ["render", "/nonexistent/clip.mp4", "--output", Tatecast.newPath()]
        #expect(try await command(words, output, errors).run().status == 66)
    }

    /// A pager reads when its user does.
    @Test func resultsWaitForWhoReadsThem() async throws {
        let (output, errors) = (try FullPipe(), try FullPipe())
        var said = ""
        let result = try await command(["check", try Tatecast.file("p.yaml", Self.preset), "--json"], output, errors)
            .run { process in
                try await Task.sleep(for: .seconds(2))
                #expect(process.isRunning)
                said = output.read(to: "\n{")
            }
        #expect(result.status == 0)
        let json = (said + output.rest()).split(separator: "\n").last ?? ""
        #expect(try JSONSerialization.jsonObject(with: Data(json.utf8)) is [String: Any])
    }

    /// Where the descriptors are closed, nothing that is opened may become them: what a library prints would get into it.
    @Test func outputsThatAreClosedAreNobodyElses() async throws {
        let folder = Tatecast.newPath()
        let script = "\"$0\" \"$@\" <&- >&- 2>&-"
        let words = [
            "render", try await ClipLibrary.shared.path(.damaged), "--preset",
            try Tatecast.file("p.yaml", Tatecast.smallPreset), "--output", folder, "--duration", "1", "-v",
        ]
        let result = try await ToolProcess("sh", ["-c", script, Tatecast.executable] + words).run()
        #expect(result.status == 0)
        for file in FileManager.default.subpaths(atPath: folder) ?? [] where file.hasSuffix(".m3u8") {
            #expect(try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8).hasPrefix("#EXTM3U\n"), "\(file)")
        }
    }

    @Test func aLogOnAFullDiskIsNoReasonToEnd() async throws {
        let folder = Tatecast.newPath()
        let script = "\"$0\" \"$@\" 2>/dev/full"
        let words = [
            "render", try await ClipLibrary.shared.path(.damaged), "--preset",
            try Tatecast.file("p.yaml", Tatecast.smallPreset), "--output", folder, "--duration", "1", "-v", "--json",
        ]
        let result = try await ToolProcess("sh", ["-c", script, Tatecast.executable] + words).run()
        #expect(result.status == 0)
        #expect(try JSONSerialization.jsonObject(with: result.output) is [String: Any])
    }
}
