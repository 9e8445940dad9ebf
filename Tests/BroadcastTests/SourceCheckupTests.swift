import FFmpegKit
import MediaTesting
import Testing

@testable import Broadcast

@Suite(.timeLimit(.minutes(1))) struct SourceCheckupTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func look(_ words: String, limit: Duration = .seconds(60)) async throws -> CheckupReport {
        let clip = try folder.makeMedia("clip.mkv", words)
        return try await SourceCheckup(clip, limit: limit).run(stop: Interrupt())
    }

    private func value(_ key: String, _ report: CheckupReport) -> Double? {
        report.sections.flatMap(\.findings).first { $0.key == key }?.value
    }

    private func remarks(_ report: CheckupReport) -> [String] {
        report.sections.flatMap(\.findings).filter { $0.state != .good }.map { "\($0.key) \($0.state)" }
    }

    /// A tone of -24 dBFS in both channels has -24 LUFS.
    @Test func measuresSoundAndPictures() async throws {
        let report = try await look(
            "-f lavfi -i testsrc2=s=720x1280:r=30 -f lavfi -i aevalsrc=0.0631*sin(6283*t)|0.0631*sin(6283*t):s=48000 "
                + "-t 4 -c:v libx264 -preset ultrafast -g 60 -c:a pcm_s16le")
        #expect(abs(try #require(value("loudness", report)) - -24) < 0.2)
        #expect(abs(try #require(value("truePeak", report)) - -24) < 0.3)
        #expect(abs(try #require(value("frameRate", report)) - 30) < 0.1)
        #expect(abs(try #require(value("keyInterval", report)) - 2) < 0.05)
        #expect(value("offset", report) == 0 && value("black", report) == 0)
        #expect(abs(report.duration - 4) < 0.1)
        // A tone lies under itself.
        #expect(remarks(report) == ["noiseFloor hint"])
    }

    @Test func findsABlackSilentPicture() async throws {
        let report = try await look(
            "-f lavfi -i color=black:s=1280x720:r=25 -f lavfi -i anullsrc -t 3 -c:v libx264 -preset ultrafast -c:a pcm_s16le"
        )
        #expect(report.count(of: .bad) == 3)
        let found = remarks(report)
        for remark in ["loudness bad", "shape hint", "black bad", "frozen bad"] {
            #expect(found.contains(remark), "\(found)")
        }
    }

    @Test func looksNoFurtherThanItIsTold() async throws {
        let report = try await look(
            "-f lavfi -i testsrc2=s=160x90:r=10 -t 20 -c:v mpeg4", limit: .seconds(2))
        #expect(report.duration == 2)
        #expect(remarks(report).first == "track bad")
    }

    @Test func findsSubtitleTracks() async throws {
        let words = try folder.write("1\n00:00:00,000 --> 00:00:01,000\nhello\n", to: "words.srt")
        let report = try await look(
            "-f lavfi -i testsrc2=s=160x90:r=10 -i \(words) -t 1 -c:v mpeg4 -c:s subrip -metadata:s:s language=jpn")
        let found = report.sections.flatMap(\.findings).first { $0.key == "subtitleTracks" }
        #expect(found?.detail == "jpn (subrip)")
        #expect(value("closedCaptions", report) == 0)
    }

    @Test func saysWhatIsNoClip() async throws {
        await #expect(throws: JobError.self) {
            _ = try await SourceCheckup("\(folder.path)/gone.mp4", limit: .seconds(2)).run(stop: Interrupt())
        }
    }
}
