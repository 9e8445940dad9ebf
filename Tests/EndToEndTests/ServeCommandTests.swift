import Foundation
import HLS
import MediaTesting
import NIOHTTP1
import Testing

/// `tatecast serve` with the built program: a finished show again, and folders that have none.
@Suite(.serialized, .timeLimit(.minutes(5))) struct ServeCommandTests {
    private static let preset = Tatecast.preset(latency: "low")

    private func render(_ output: String) async throws {
        let clip = try await ClipLibrary.shared.path(.long)
        let result = try await ToolProcess(
            Tatecast.executable,
            [
                "render", clip, "--output", output, "--duration", "2", "--quiet", "--preset",
                try Tatecast.file("p.yaml", Self.preset),
            ]
        ).run()
        #expect(result.status == 0, "\(result.errors)")
    }

    private func refusal(of folder: String) async throws -> ToolProcess.Result {
        try await ToolProcess(Tatecast.executable, ["serve", folder, "--log-format", "text"]).run()
    }

    @Test func showsAFinishedShowAgain() async throws {
        let output = Tatecast.newPath()
        try await render(output)
        let before = try FileManager.default.subpathsOfDirectory(atPath: output).sorted()
        let result = try await Tatecast.command(
            ["serve", output, "--public-url", "https://shop.example/live/42", "--json", "--log-format", "text"]
        ).run { process in
            // The ready line has the public address; the port is told by nobody, so the process is only asked to end.
            let broadcast = try await Broadcast(process)
            #expect(broadcast.play == "https://shop.example/live/42/")
            process.send(SIGTERM)
        }
        #expect(result.status == 0, "\(result.errors)")
        // Named as a segment, and in no playlist.
        let stray = "\(output)/v360x640/stray-9.m4s"
        try FileManager.default.createSymbolicLink(atPath: stray, withDestinationPath: "/etc/hostname")
        let again = try await Tatecast.command(["serve", output, "--json", "--log-format", "text"]).run { process in
            let address = try await Broadcast(process).play
            let playlist = try MediaPlaylist(parsing: try await ask(.GET, address + "v360x640/playlist.m3u8").text)
            #expect(playlist.isEnded)
            for segment in playlist.segments {
                #expect(try await ask(.GET, address + "v360x640/" + segment.uri).status == 200)
            }
            #expect(try await ask(.GET, address).text.contains("<video"))
            #expect(try await ask(.GET, address + "page/state").status == 200)
            for path in ["v1/state", "v360x640/stray-9.m4s", "broadcast.json", "events.ndjson"] {
                #expect(try await ask(.GET, address + path).status == 404, "\(path)")
            }
            process.send(SIGINT)
        }
        #expect(again.status == 0, "\(again.errors)")
        try FileManager.default.removeItem(atPath: stray)
        // Nothing is written.
        #expect(try FileManager.default.subpathsOfDirectory(atPath: output).sorted() == before)
    }

    @Test func saysWhyThereIsNothingToShow() async throws {
        let (output, files) = (Tatecast.newPath(), FileManager.default)
        let missing = try await refusal(of: output)
        #expect(missing.status == 66 && missing.errors.contains("there is no such folder"), "\(missing.errors)")
        try files.createDirectory(atPath: output, withIntermediateDirectories: true)
        let empty = try await refusal(of: output)
        #expect(empty.status == 66 && empty.errors.contains("has no show: expected master.m3u8"), "\(empty.errors)")
        try await render(output)
        // As a process holds it that writes there.
        let lock = "\(output)/.tatecast.lock"
        #expect(files.createFile(atPath: lock, contents: Data("123 \n".utf8)))
        let descriptor = open(lock, O_RDWR)
        #expect(flock(descriptor, LOCK_EX) == 0)
        let written = try await refusal(of: output)
        #expect(written.status == 75 && written.errors.contains("is still being written by"), "\(written.errors)")
        close(descriptor)
        let name = "\(output)/v360x640/playlist.m3u8"
        let text = try String(contentsOfFile: name, encoding: .utf8)
        try text.replacing("#EXT-X-ENDLIST\n", with: "").write(toFile: name, atomically: true, encoding: .utf8)
        let cutOff = try await refusal(of: output)
        #expect(cutOff.status == 65 && cutOff.errors.contains("has no end"), "\(cutOff.errors)")
        try text.write(toFile: name, atomically: true, encoding: .utf8)
        let segment = try #require(try MediaPlaylist(parsing: text).segments.last?.uri)
        try files.removeItem(atPath: "\(output)/v360x640/\(segment)")
        let torn = try await refusal(of: output)
        #expect(torn.status == 65 && torn.errors.contains("\(segment) isn't there"), "\(torn.errors)")
        try files.createSymbolicLink(atPath: "\(output)/v360x640/\(segment)", withDestinationPath: "/etc/hostname")
        let led = try await refusal(of: output)
        #expect(led.status == 65 && led.errors.contains("\(segment) is a link that leads out"), "\(led.errors)")
        let others = "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nstream_0.m3u8\n"
        try others.write(toFile: "\(output)/master.m3u8", atomically: true, encoding: .utf8)
        let foreign = try await refusal(of: output)
        #expect(
            foreign.status == 65 && foreign.errors.contains("names stream_0.m3u8, which isn't named as in a show of"),
            "\(foreign.errors)")
        let file = try await refusal(of: name)
        #expect(file.status == 66 && file.errors.contains("is a file"), "\(file.errors)")
    }
}
