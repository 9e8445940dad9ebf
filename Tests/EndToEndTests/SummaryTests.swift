import Foundation
import MediaTesting
import Testing

/// What a render says, and the files it writes beside the show.
@Suite(.timeLimit(.minutes(10))) struct SummaryTests {
    @Test func theSummaryForMachinesIsOneObject() async throws {
        let run = try await Tatecast.render(.damaged, arguments: ["--json", "--log-format", "json"])
        let summary = try #require(try JSONSerialization.jsonObject(with: run.result.output) as? [String: Any])
        #expect(summary["frames"] as? Int == 60)
        #expect(summary["duration"] as? Double == 2)
        #expect((summary["renditions"] as? [Any])?.count == 4)
        #expect((summary["warnings"] as? [String])?.isEmpty == false)
        for line in run.result.errors.split(separator: "\n") {
            #expect(try JSONSerialization.jsonObject(with: Data(line.utf8)) is [String: Any], "\(line)")
        }
    }

    @Test func quietSaysNothing() async throws {
        let run = try await Tatecast.render(.plain, arguments: ["--quiet"])
        #expect(run.status == 0)
        #expect(run.result.output.isEmpty && run.result.errors.isEmpty)
    }

    @Test func theMovieBeginsWithItsIndexAndLastsAsLongAsTheShow() async throws {
        let movie = Tatecast.newPath("movie") + ".mp4"
        let run = try await Tatecast.render(.plain, arguments: ["--mp4", movie])
        #expect(run.status == 0, "\(run.result.errors)")
        let bytes = try Data(contentsOf: URL(fileURLWithPath: movie))
        let index = try #require(bytes.range(of: Data("moov".utf8))?.lowerBound)
        let media = try #require(bytes.range(of: Data("mdat".utf8))?.lowerBound)
        #expect(index < media)
        let lengths = try await (
            Decoded.list("stream", ["duration"], stream: "v:0", of: movie),
            Decoded.list("stream", ["duration"], stream: "a:0", of: movie)
        )
        #expect(Double(lengths.0[0][0]) == 1.5)
        #expect(abs((Double(lengths.1[0][0]) ?? 0) - 1.5) <= 1024.0 / 48_000)
    }

    @Test func theRecordedCanvasHasEveryTick() async throws {
        let canvas = Tatecast.newPath("canvas") + ".y4m"
        let run = try await Tatecast.render(.plain, arguments: ["--raw-canvas", canvas])
        #expect(run.status == 0)
        let frames = try await Decoded.list("packet", ["pts"], stream: "v:0", of: canvas)
        #expect(frames.count == 45)
    }

    @Test func existingFilesAreRefusedBeforeAnythingIsDone() async throws {
        let file = try Tatecast.file("movie.mp4", "mine")
        for option in ["--mp4", "--raw-canvas"] {
            let run = try await Tatecast.render(.silent, arguments: [option, file])
            #expect(run.status == 73)
            #expect(run.result.firstErrorLine == "error: \(file) exists; use --overwrite to replace it")
            #expect(run.files == nil)
            #expect(try String(contentsOfFile: file, encoding: .utf8) == "mine")
        }
    }
}
