import FFmpegKit
import Follow
import Foundation
import Testing

@testable import tatecast

@Suite struct DoctorTests {
    @Test(.timeLimit(.minutes(1))) func findsAllOnAMachineThatWasSetUp() throws {
        let answer = try doctor()
        #expect(answer.status == 0, "\(answer.output)")
        #expect(answer.output.contains("✓ encode H.264"))
        #expect(answer.output.contains("✓ x264 ultra"))
        #expect(answer.output.contains("✓ zimg"))
        #expect(answer.output.contains("✓ faces and hands") == (FollowDetectors.library != nil))
        #expect(answer.output.contains("¥3,980"))
        #expect(!answer.output.contains("✗"))
        for latency in ["normal", "low   ", "ultra "] { #expect(answer.output.contains("\n    \(latency)  ")) }
    }

    @Test(.timeLimit(.minutes(1))) func namesMissingFontsAndTheirPackages() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "doctor-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let fontless = folder.appending(path: "fonts.conf")
        try Data("<fontconfig><cachedir>\(folder.path())/cache</cachedir></fontconfig>".utf8).write(to: fontless)

        let answer = try doctor(environment: ["FONTCONFIG_FILE": fontless.path()])
        #expect(answer.status == 69)
        #expect(answer.output.contains("✗ BIZ UDPGothic Bold  not installed; the nearest here: none"))
        #expect(answer.output.contains("→ sudo apt-get install fonts-morisawa-bizud-gothic"))
        #expect(answer.output.contains("→ sudo apt-get install fonts-noto-color-emoji"))
        #expect(answer.output.contains("2 missing"))
    }

    @Test(.timeLimit(.minutes(1))) func checksTheFontsAndTheLocaleOfAPreset() throws {
        let preset = FileManager.default.temporaryDirectory.appending(path: "doctor-\(UUID()).yaml")
        try Data("locale: fr-FR\nlayers: [price: {style: {font: Nosuch Sans Bold}}]".utf8).write(to: preset)
        defer { try? FileManager.default.removeItem(at: preset) }

        let answer = try doctor("--preset", preset.path())
        #expect(answer.status == 69)
        #expect(answer.output.contains("✗ Nosuch Sans Bold"))
        #expect(answer.output.contains("→ apt-cache search fonts nosuch"))
        #expect(answer.output.contains("✓ fr-FR"))
    }

    @Test(.timeLimit(.minutes(1))) func refusesAPresetThatIsNotThere() throws {
        let answer = try doctor("--preset", "/nowhere/x.yaml")
        #expect(answer.status == 66)
        #expect(answer.output.isEmpty)
    }

    @Test(.timeLimit(.minutes(1))) func saysTheSameToMachines() throws {
        struct Report: Decodable {
            struct Section: Decodable { var title: String }
            struct Row: Decodable {
                var latency: String
                var delay: Int
            }
            var complete: Bool
            var sections: [Section]
            var encoderTable: [Row]
            var remedies: [String]
        }
        let answer = try doctor("--json")
        let report = try JSONDecoder().decode(Report.self, from: Data(answer.output.utf8))
        #expect(answer.status == 0)
        #expect(report.complete)
        #expect(report.sections.count == 10)
        #expect(report.encoderTable.map(\.latency) == ["normal", "low", "ultra"])
        // Fonts of scripts that viewers may write in are the only thing that a set-up machine may lack.
        #expect(
            report.remedies.allSatisfy { $0.hasPrefix("sudo apt-get install fonts-") } && report.remedies.count <= 1)
    }

    @Test(
        arguments: [
            ("5.1.9-0+deb12u1", true), ("7.1.5-0+deb13u1", true), ("6.1.1-3ubuntu5", false), ("n7.1", true),
            ("7.1", true),
            ("7.0.2", false), ("8.0", false), ("15.1", false), ("N-109542-g1bf1ab9", false), ("", false),
        ])
    func knowsWhichVersionsWereTried(version: String, isTried: Bool) {
        let finding = TriedVersions.ffmpeg.finding(version)
        #expect(finding.state == (isTried ? .present : .untried))
        #expect(finding.detail == (isTried ? version : "\(version) was never tried; those that were: 5.1, 7.1"))
    }

    @Test func asksEveryLibraryForItsVersion() {
        let findings = TriedVersions.findings(ffmpeg: LibraryReport().release)
        #expect(findings.map(\.name) == ["FFmpeg", "Pango", "Cairo", "HarfBuzz", "glibc"])
        for finding in findings { #expect(finding.detail.contains(/^n?\d+\.\d+/) || finding.name == "FFmpeg") }
    }

    @Test func notesAnUntriedVersionWithoutFailing() {
        let report = DoctorReport(
            sections: [.init(title: "Versions", findings: [TriedVersions.pango.finding("1.60.0")])], encoderTable: [])
        #expect(report.isComplete && report.remedies == [])
        #expect(report.text.contains("  ? Pango  1.60.0 was never tried; those that were: 1.50, 1.56\n"))
        #expect(report.text.hasSuffix("All is here. A version was never tried: make test tells whether it will do."))
    }

    @Test func callsAMissingDecoderNoReasonToFail() {
        var report = DoctorReport(
            sections: [
                .init(
                    title: "Codecs",
                    findings: [
                        .init(name: "encode H.264", state: .present, detail: "libx264", remedy: "unused"),
                        .init(name: "decode AV1", state: .optionalMissing, detail: "can't", remedy: "install it"),
                    ])
            ], encoderTable: [])
        #expect(report.isComplete)
        #expect(report.remedies == ["install it"])
        #expect(report.text.contains("  ! decode AV1    can't\n                  → install it\n"))
        #expect(report.text.hasSuffix("1 missing that some shows need. To mend it:\n    install it"))

        report.sections[0].findings[0].state = .missing
        #expect(!report.isComplete)
        #expect(
            report.text.hasSuffix("1 missing: no show can be relied on here. To mend it:\n    unused\n    install it"))
    }

    /// Runs the program that was built beside the tests.
    private func doctor(
        _ arguments: String..., environment: [String: String] = [:]
    ) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent().appending(path: "tatecast")
        process.arguments = ["doctor"] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }
}
