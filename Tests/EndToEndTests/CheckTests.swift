import Foundation
import MediaTesting
import Testing

/// What `tatecast check` prints, and what it ends with.
@Suite(.timeLimit(.minutes(2))) struct CheckTests {
    private func check(_ arguments: String...) async throws -> ToolProcess.Result {
        try await ToolProcess(Tatecast.executable, ["check"] + arguments).run()
    }

    private static let good = "layers: [countdown: {anchor: top, inset: [0%, 20%], width: 50%}]\n"
    private static let overlapping = """
        layers:
          - countdown: {anchor: center}
          - nameplate: {anchor: center}

        """

    @Test func endsWithSuccessWhereThereAreWarningsAtMost() async throws {
        let preset = try Tatecast.file("good.yaml", "layers: [clock: {anchor: left, inset: [0%, 0%], width: 40%}]\n")
        let result = try await check(preset, "--app", "hls")
        #expect(result.status == 0)
        #expect(
            result.text == """
                \(preset):1:10: warning: "clock" is partly covered in plain HLS player that fills a 9:19.5 phone (left \
                edge), plain HLS player with black bars on a 9:19.5 phone (left edge)
                1 preset: 0 errors, 1 warning

                """)
        #expect(try await check(preset, "--quiet").text == "1 preset: 0 errors, 0 warnings\n")
    }

    @Test func endsWithTheUsageStatusWhereThereAreErrors() async throws {
        let (good, bad) = (
            try Tatecast.file("good.yaml", Self.good), try Tatecast.file("bad.yaml", Self.overlapping)
        )
        let result = try await check(good, bad, "--quiet")
        #expect(result.status == 64)
        #expect(result.text.hasPrefix("\(bad):3:5: error: \"nameplate\" covers "))
        #expect(result.text.hasSuffix("\n2 presets: 1 error, 0 warnings\n"))
    }

    @Test func saysTheSameToMachines() async throws {
        struct Report: Decodable {
            struct Preset: Decodable {
                var file: String
                var findings: [Finding]
                var unreadable: String?
            }
            struct Finding: Decodable {
                var file, severity, rule, message: String
                var line, column: Int
                var layers: [String]
            }
            var presets: [Preset]
            var errors, warnings: Int
        }
        let bad = try Tatecast.file("bad.yaml", Self.overlapping)
        let result = try await check("--json", "--quiet", bad, "/nowhere/x.yaml")
        let report = try JSONDecoder().decode(Report.self, from: result.output)
        #expect(result.status == 66)
        #expect(report.errors == 1 && report.warnings == 0)
        #expect(report.presets.map(\.file) == [bad, "/nowhere/x.yaml"])
        #expect(report.presets[1].unreadable == "no such file" && report.presets[0].unreadable == nil)
        let finding = try #require(report.presets[0].findings.first)
        #expect(
            finding.rule == "overlap" && finding.severity == "error" && finding.layers == ["nameplate", "countdown"])
        #expect(finding.line == 3 && finding.column == 5 && finding.file == bad)
    }

    @Test func refusesAnAppThatItDoesNotKnow() async throws {
        let result = try await check("x.yaml", "--app", "tiktoc")
        #expect(result.status == 64)
        #expect(result.firstErrorLine.contains("--app tiktoc: unknown app; did you mean \"tiktok\"?"))
    }
}
