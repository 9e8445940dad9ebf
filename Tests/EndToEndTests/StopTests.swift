import Foundation
import HLS
import MediaTesting
import Testing

/// A render that is told to stop: the segment in progress is completed, and the show is one by all rules.
@Suite(.timeLimit(.minutes(10))) struct StopTests {
    @Test(arguments: [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)])
    func completesTheShow(signal: Int32, status: Int32) async throws {
        let output = Tatecast.newPath()
        let movie = Tatecast.newPath("movie") + ".mp4"
        let run = try await Tatecast.render(.long, arguments: ["--mp4", movie, "--json"], output: output) { process in
            // As soon as there is something to complete.
            try await process.until("a segment") {
                (FileManager.default.subpaths(atPath: output) ?? []).contains { $0.hasSuffix(".m4s") }
            }
            process.send(signal)
        }
        #expect(run.status == status, "\(run.result.errors)")
        #expect(run.result.firstErrorLine == "stopping: the segment in progress is being completed")
        #expect(PresentationChecker.findings { run.read($0) } == [])
        #expect(run.files?.filter { $0.hasSuffix(".tmp") } == [])
        let summary = try #require(try JSONSerialization.jsonObject(with: run.result.output) as? [String: Any])
        #expect(summary["stopped"] as? Bool == true)
        #expect((summary["frames"] as? Int).map { $0 % 48 } == 0)
        let frames = try #require(summary["frames"] as? Int)
        #expect((try await Decoded.list("packet", ["pts"], stream: "v:0", of: movie)).count == frames)
        // The sound was far ahead; the movie has as much of it as pictures: 1600 samples each, in frames of 1024.
        let sound = try await Decoded.list("packet", ["pts"], stream: "a:0", of: movie)
        #expect(sound.count == (frames * 1600 + 1023) / 1024)
    }

    @Test func outlivesALogThatNobodyReads() async throws {
        let output = Tatecast.newPath()
        let clip = try await ClipLibrary.shared.path(.damaged)
        var process = Tatecast.command([
            "render", clip, "--preset", try Tatecast.file("p.yaml", Tatecast.smallPreset), "--output", output,
        ])
        // The reader of the log is gone before the first line.
        let pipe = Pipe()
        try pipe.fileHandleForReading.close()
        process.outputs = (pipe.fileHandleForWriting, pipe.fileHandleForWriting)
        #expect(try await process.run().status == 0)
        #expect(FileManager.default.fileExists(atPath: output + "/master.m3u8"))
    }
}
