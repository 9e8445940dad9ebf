import Follow
import Foundation
import MediaTesting
import Testing

/// A crop follows somebody whom the nets themselves find in a real clip, and is as good as one that is told where she is.
@Suite(
    .timeLimit(.minutes(2)), .enabled(if: FollowDetectors.library != nil, "this build has no OpenCV: it finds nobody"))
struct FollowedSellerTests {
    private static let samples =
        URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path + "/samples"
    private static let (width, window) = (1_280.0, 405.0 / 1_280)

    private struct Tick: Decodable {
        var time, center: Double
        var kind: String?
    }

    /// Runs `tatecast follow` over the clip, on the cores that a list names.
    private static func follow(_ words: [String] = [], cores: String) async throws -> (
        path: [Tick], found: SubjectTrack
    ) {
        let (path, found) = (Tatecast.newPath("path"), Tatecast.newPath("found"))
        defer { for file in [path, found] { unlink(file) } }
        let arguments = [
            "-c", cores, Tatecast.executable, "follow", "\(samples)/seller.mp4", "--path", path, "--json", found,
            "--quiet",
        ]
        let result = try await ToolProcess("taskset", arguments + words).run()
        #expect(result.status == 0, "\(result.errors)")
        let lines = try Data(contentsOf: URL(fileURLWithPath: path)).split(separator: UInt8(ascii: "\n"))
        return (
            try lines.map { try JSONDecoder().decode(Tick.self, from: Data($0)) },
            try SubjectTrack(ndjson: Data(contentsOf: URL(fileURLWithPath: found)))
        )
    }

    /// Where her face is at a time, in shares of the width: between two of the five findings a second.
    private static func face(_ truth: SubjectTrack, at time: Double) throws -> (center: Double, width: Double) {
        let findings = truth.findings
        let next = findings.firstIndex { Double($0.time) / 1e9 > time } ?? findings.count
        let (before, after) = (findings[max(0, next - 1)], findings[min(next, findings.count - 1)])
        let (first, last) = (try #require(before.subjects.first).box, try #require(after.subjects.first).box)
        let length = Double(after.time - before.time) / 1e9
        let share = length > 0 ? (time - Double(before.time) / 1e9) / length : 0
        return (first.centerX + share * (last.centerX - first.centerX), first.width)
    }

    @Test func isFoundAndStaysInside() async throws {
        let file = "\(Self.samples)/seller.subjects.ndjson"
        let truth = try SubjectTrack(ndjson: Data(contentsOf: URL(fileURLWithPath: file)))
        let (path, found) = try await Self.follow(cores: "0")
        #expect(path.count == 240)
        #expect(found.findings.count >= 35)
        let missed = try found.findings.count { finding in
            let face = try Self.face(truth, at: Double(finding.time) / 1e9)
            return !finding.subjects.contains {
                $0.kind == .face && abs($0.box.centerX - face.center) < 0.15 * face.width
                    && abs($0.box.width / face.width - 1) < 0.25
            }
        }
        #expect(missed <= 2, "of \(found.findings.count) looks")
        let cut = try path.filter { tick in
            let face = try Self.face(truth, at: tick.time)
            return abs(tick.center - face.center) + face.width / 2 > Self.window / 2 + 0.002
        }
        #expect(cut.isEmpty, "at \(cut.prefix(5).map(\.time))")
        #expect(path.allSatisfy { $0.kind == "face" })

        // What it costs not to be told: the window lies elsewhere by a few hundredths at most.
        let told = try await Self.follow(["--subjects", file], cores: "0").path
        #expect(told.count == path.count)
        #expect(zip(path, told).allSatisfy { abs($0.center - $1.center) < 0.12 * Self.window })
    }

    private static let hasTwoCores = ProcessInfo.processInfo.activeProcessorCount > 1

    /// A quarter of a sample: what nets on one core and on two may differ by.
    @Test(.enabled(if: hasTwoCores, "needs two cores")) func isFoundAlikeOnOneCoreAndOnTwo() async throws {
        let one = try await Self.follow(cores: "0").path
        let two = try await Self.follow(cores: "0,1").path
        #expect(one.count == two.count)
        #expect(zip(one, two).allSatisfy { abs($0.center - $1.center) * Self.width <= 0.25 })
    }
}
