import Foundation
import HLS
import MediaTesting
import Testing

/// A process that is killed, at whatever instant: the same command line goes on. `make chaos` tries many more of them.
@Suite(.timeLimit(.minutes(5))) struct KilledTests {
    private static let preset = Tatecast.preset(latency: "low", more: "layers:\n  - price: {}\n")

    private func words(_ output: String, seconds: Int, _ more: [String]) async throws -> [String] {
        let clip = try await ClipLibrary.shared.path(.long)
        return ["live", "--input", clip, "--loop", "--preset", try Tatecast.file("p.yaml", Self.preset)]
            + ["--output", output, "--duration", "\(seconds)", "--record", "--log-format", "text"] + more
    }

    /// Runs it again, and holds what is there against all rules.
    private func goesOn(_ words: [String], _ output: String, _ instant: String) async throws {
        let result = try await Tatecast.command(words).run()
        #expect(result.status == 0, "killed \(instant): \(result.errors)")
        let run = Tatecast.Run(result: result, output: output)
        #expect(PresentationChecker.findings { run.read($0) } == [], "killed \(instant)")
        let text = String(decoding: run.read("v360x640/playlist.m3u8") ?? [], as: UTF8.self)
        let playlist = try MediaPlaylist(parsing: text)
        #expect(playlist.isEnded && playlist.segments.contains { !$0.isGap }, "killed \(instant): \(text)")
        // No name is listed twice, and nothing half-written stays.
        #expect(Set(playlist.segments.map(\.uri)).count == playlist.segments.count)
        let files = run.files ?? []
        #expect(
            !files.contains { $0.hasSuffix("json.tmp") || $0.hasSuffix("m3u8.tmp") || $0.hasSuffix(".lock") },
            "\(files)")
    }

    /// Before its first segment is on the disk.
    @Test(arguments: (1...16).map { $0 * 50 })
    func goesOnFromItsFirstMoments(milliseconds: Int) async throws {
        let output = Tatecast.newPath("killed")
        let more = milliseconds % 100 == 0 ? ["--serve", "127.0.0.1:0"] : []
        let words = try await words(output, seconds: 1, more)
        let killed = try await Tatecast.command(words).run { process in
            try await Task.sleep(for: .milliseconds(milliseconds))
            process.send(SIGKILL)
        }
        #expect(killed.status == 128 + SIGKILL)
        try await goesOn(words, output, "after \(milliseconds) ms")
    }

    /// Once players have something.
    @Test(arguments: [100, 700, 1_300])
    func goesOnFromTheMiddle(milliseconds: Int) async throws {
        let output = Tatecast.newPath("killed")
        let words = try await words(output, seconds: 4, ["--serve", "127.0.0.1:0"])
        let killed = try await Tatecast.command(words).run { process in
            try await process.untilThere(output + "/master.m3u8")
            try await Task.sleep(for: .milliseconds(milliseconds))
            process.send(SIGKILL)
        }
        #expect(killed.status == 128 + SIGKILL)
        try await goesOn(words, output, "\(milliseconds) ms after the first segment")
    }

    /// Nobody ever saw what it made, so the next one begins anew: what a supervisor that starts it again expects.
    @Test(arguments: [300, 600, 900]) func aRenderBeginsAnew(milliseconds: Int) async throws {
        let output = Tatecast.newPath("killed")
        let movie = output + "/movie.mp4"
        let killed = try await Tatecast.render(.long, arguments: ["--mp4", movie], output: output) { process in
            try await Task.sleep(for: .milliseconds(milliseconds))
            process.send(SIGKILL)
        }
        #expect(killed.status == 128 + SIGKILL)
        let run = try await Tatecast.render(.long, arguments: ["--mp4", movie, "--duration", "2"], output: output)
        #expect(run.status == 0, "\(run.result.errors)")
        #expect(PresentationChecker.findings { run.read($0) } == [])
        let files = run.files ?? []
        #expect(files.contains("movie.mp4") && !files.contains { $0.hasSuffix(".tmp") || $0.hasSuffix(".lock") })
        // Of the first run, nothing is left.
        #expect(Set(files.filter { $0.hasSuffix("-init.mp4") }.map { $0.split(separator: "/").last }).count == 1)
        // A show that is finished is another matter.
        let third = try await Tatecast.render(.long, arguments: ["--duration", "1"], output: output)
        #expect(third.status == 73)
    }
}
