import Follow
import Foundation
import MediaTesting
import Testing

/// `tatecast follow`, and shows whose crop follows, with the built program and its own detectors.
@Suite(.timeLimit(.minutes(2))) struct FollowTests {
    private static let samples =
        URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path + "/samples"
    private static let clip = samples + "/seller.mp4"
    private static let truth = samples + "/seller.subjects.ndjson"
    private static let preset = """
        name: follow
        canvas: {width: 90, height: 160}
        ladder: [{width: 90, height: 160, bitRate: 200k}]
        reframe: {mode: follow}
        layers: []
        """

    /// What `--path` says of a picture.
    private struct Place: Decodable {
        let time, center: Double
        let kind: String?
    }

    /// Her face is where the clip's maker put it, so nets of another build may differ by a little, but not lose her; and one core finds what
    /// two find.
    @Test(.enabled(if: FollowDetectors.library != nil, "needs OpenCV")) func keepsTheSellerInside() async throws {
        var texts: [String] = []
        for cores in ["0", "0,1"] {
            let path = Tatecast.newPath("path") + ".ndjson"
            let run = try await ToolProcess(
                "taskset", ["-c", cores, Tatecast.executable, "follow", Self.clip, "--path", path]
            ).run()
            #expect(run.status == 0, "\(run.errors)")
            #expect(String(decoding: run.output, as: UTF8.self).contains("face 100 %"))
            texts.append(try String(contentsOfFile: path, encoding: .utf8))
            if ProcessInfo.processInfo.activeProcessorCount < 2 { break }
        }
        #expect(texts.allSatisfy { $0 == texts[0] })
        let places = try texts[0].split(separator: "\n").map {
            try JSONDecoder().decode(Place.self, from: Data($0.utf8))
        }
        let findings = try SubjectTrack(ndjson: Data(contentsOf: URL(filePath: Self.truth))).findings
        #expect(places.count == 240)
        // 406 of 1,280 samples.
        let half = 0.3171875 / 2
        let inside = try places.count { place in
            let last = findings.last { Double($0.time) / 1e9 <= place.time + 1e-6 }
            let box = try #require(last?.subjects.first).box
            return place.kind == "face" && box.x >= place.center - half && box.x + box.width <= place.center + half
        }
        #expect(inside >= 230, "\(inside) of \(places.count)")
    }

    @Test func namesTheLineOfASubjectFileThatIsWrong() async throws {
        let wrong = try Tatecast.file(
            "wrong.ndjson", #"{"time":0,"subjects":[]}"# + "\n" + #"{"time":1,"subjects":[{"kind":"cat"}]}"#)
        let run = try await Tatecast.render(path: Self.clip, preset: Self.preset, arguments: ["--subjects", wrong])
        #expect(run.status == 65)
        #expect(
            run.result.errors.contains("wrong.ndjson: line 2: subjects[0].kind: expected one of face, hands, motion"))
        let still = Self.preset.replacing("follow}", with: "crop}")
        let other = try await Tatecast.render(path: Self.clip, preset: still, arguments: ["--subjects", Self.truth])
        #expect(other.status == 64 && other.result.errors.contains("reframe.mode is crop"))
    }
}
