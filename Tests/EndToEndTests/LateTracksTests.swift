import Foundation
import HLS
import MediaTesting
import Testing

/// Sources that are pulled, and whose sound or pictures begin later than anybody waits for.
@Suite(.serialized, .timeLimit(.minutes(3))) struct LateTracksTests {
    /// Broadcasts what is left of a clip of six seconds when one kind of tags begins at `start`, in milliseconds.
    private func broadcast(_ late: UInt8, from start: Int) async throws -> Tatecast.Run {
        let tags = try PacedServer.tags(of: try await ClipLibrary.shared.path(.lateTracks))
        let begin = try #require(tags.first { $0.type == late && !$0.isConfiguration && $0.time >= start }).time
        let kept = tags.filter { $0.type != late || ($0.time >= begin && !$0.isConfiguration) }
        // Its sequence header comes with it.
        let header = try #require(tags.first { $0.type == late && $0.isConfiguration })
        let place = try #require(kept.firstIndex { $0.type == late })
        let server = PacedServer(Array(kept[..<place]) + [header] + kept[place...])
        defer { server.close() }
        let output = Tatecast.newPath()
        let result = try await ToolProcess(
            Tatecast.executable,
            [
                "live", "--input", "http://127.0.0.1:\(server.port)/live.flv", "--end-when-source-ends", "--record",
                "--preset", try Tatecast.file("p.yaml", Tatecast.preset(latency: "low", more: "")), "--output", output,
                "--log-format", "text",
            ]
        ).run()
        let run = Tatecast.Run(result: result, output: output)
        #expect(run.status == 0, "\(result.errors)")
        #expect(PresentationChecker.findings { run.read($0) } == [])
        return run
    }

    /// The hundredths of a second in which something is heard.
    private func heard(_ run: Tatecast.Run) async throws -> [Int] {
        let sound = try await Decoded.sound("\(run.output)/audio/playlist.m3u8")
        return stride(from: 0, to: sound.samples.count - 480, by: 480).compactMap { start in
            sound.samples[start..<start + 480].contains { abs($0) > 0.03 } ? start / 480 : nil
        }
    }

    @Test func hearsSoundThatBeginsLate() async throws {
        let run = try await broadcast(PacedServer.Tag.sound, from: 3_500)
        #expect(run.result.errors.contains("h264, no sound"), "\(run.result.errors)")
        #expect(run.result.errors.contains("h264, aac"), "\(run.result.errors)")
        let heard = try await heard(run)
        // Two and a half seconds, of which a busy machine may miss the first moments.
        #expect(heard.count > 180, "\(heard.count): \(run.result.errors)")
        #expect(heard.first ?? 0 >= 330, "heard from \(heard.first ?? 0)")
    }

    @Test func waitsForPicturesThatBeginLate() async throws {
        let run = try await broadcast(PacedServer.Tag.pictures, from: 3_500)
        #expect(run.result.errors.contains("h264, aac"), "\(run.result.errors)")
        #expect(run.result.errors.contains("the source's picture is on air"), "\(run.result.errors)")
        // What was heard before there were pictures is no part of the show.
        let heard = try await heard(run)
        #expect(heard.count > 150 && heard.count < 400, "\(heard.count): \(run.result.errors)")
    }
}

extension Clip {
    fileprivate static let lateTracks = Clip(
        "late-tracks", "flv", pattern(seconds: 6) + tone(6) + h264 + ["-g", "15"] + aac)
}
