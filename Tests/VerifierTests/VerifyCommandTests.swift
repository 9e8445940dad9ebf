import Foundation
import HLSTesting
import MediaTesting
import Testing

/// `tatecast verify` as a process: what it prints, and what it ends with (docs/exit-statuses.md).
@Suite(.timeLimit(.minutes(10))) struct VerifyCommandTests {
    private static func verify(_ arguments: [String]) async throws -> ToolProcess.Result {
        try await ToolProcess(Tatecast.executable, ["verify"] + arguments).run()
    }

    private static func write(_ files: [String: [UInt8]]) throws -> String {
        let folder = Tatecast.newPath("show")
        for (path, bytes) in files {
            let url = URL(fileURLWithPath: "\(folder)/\(path)")
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(bytes).write(to: url)
        }
        return folder
    }

    @Test func aRenderedShowConforms() async throws {
        let clip = Clip(
            "verify", "mp4", Clip.pattern("160x90", rate: "30", seconds: 5) + Clip.tone(5) + Clip.h264 + Clip.aac)
        let run = try await Tatecast.render(clip)
        #expect(run.status == 0, "\(run.result.errors)")
        let result = try await Self.verify([run.output])
        #expect(result.status == 0, "\(result.text)")
        #expect(result.text.hasSuffix("0 errors, 0 warnings: it conforms\n"))
        #expect(result.text.split(separator: "\n").count == 1)
        #expect(result.errors.isEmpty)
        let quiet = try await Self.verify([run.output, "--quiet"])
        #expect(quiet.status == 0 && quiet.text.isEmpty)
    }

    @Test func aFindingIsALineAndAStatus() async throws {
        var files = SyntheticShow().files()
        files["audio/a-1.m4s"] = nil
        let folder = try Self.write(files)
        let result = try await Self.verify([folder, "--no-decode"])
        #expect(result.status == 2)
        #expect(result.text.contains("audio/playlist.m3u8:14: error: segment 1: audio/a-1.m4s isn't there; expected: "))
        #expect(result.text.contains("1 error, 0 warnings: it doesn't conform"))

        let json = try await Self.verify([folder, "--no-decode", "--json"])
        #expect(json.status == 2)
        let object = try JSONSerialization.jsonObject(with: json.output) as? [String: Any]
        let finding = (object?["findings"] as? [[String: Any]])?.first
        #expect(object?["conforms"] as? Bool == false && object?["errors"] as? Int == 1)
        #expect(finding?["rule"] as? String == "file-exists" && finding?["line"] as? Int == 14)
        #expect(finding?["source"] as? String == "RFC 8216bis 6.2.1" && finding?["sequence"] as? Int == 1)
        #expect((object?["summary"] as? [String: Any])?["renditions"] as? Int == 5)

        let excepted = try await Self.verify([folder, "--no-decode", "--except", "file-exists"])
        #expect(excepted.status == 0, "\(excepted.text)")
    }

    @Test func whatCannotBeJudgedHasAStatusOfItsOwn() async throws {
        let missing = try await Self.verify([Tatecast.newPath("nothing")])
        #expect(missing.status == 66 && missing.errors.contains("isn't there") && missing.text.isEmpty)
        let server = TinyServer { _ in .init(status: 404) }
        let notFound = try await Self.verify(["\(server.address)/master.m3u8"])
        #expect(notFound.status == 66 && notFound.errors.contains("status 404"))
        server.close()
        let (descriptor, port) = LoopbackSocket.refuse()
        defer { close(descriptor) }
        let unreachable = try await Self.verify(["http://127.0.0.1:\(port)/master.m3u8"])
        #expect(unreachable.status == 69 && unreachable.errors.contains("can't be reached"))
        #expect(unreachable.errors.contains(": Connection refused\n"), "\(unreachable.errors)")
    }

    @Test(arguments: [["rtmp://host/live"], ["out", "--except", "nonsense"], ["out", "--duration", "-1"], []])
    func badWordsAreUsage(_ arguments: [String]) async throws {
        #expect(try await Self.verify(arguments).status == 64)
    }
}
