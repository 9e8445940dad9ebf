import Foundation
import MediaTesting
import Testing

/// The same input, preset and events make the same canvases to the byte, on one core and on two.
@Suite(.timeLimit(.minutes(10))) struct DeterminismTests {
    private static let samples = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    private static let hasTwoCores = ProcessInfo.processInfo.activeProcessorCount > 1

    @Test(.enabled(if: hasTwoCores, "needs two cores"), arguments: ["cup", "bbb", "damaged"])
    func oneCoreMakesTheSamePicturesAsTwo(name: String) async throws {
        let clip =
            name == "damaged"
            ? try await ClipLibrary.shared.path(.damaged) : "\(Self.samples)/samples/\(name).mp4"
        let events = "\(Self.samples)/samples/\(name == "bbb" ? "bbb" : "cup").events.ndjson"
        let preset = try String(contentsOfFile: "\(Self.samples)/presets/minimal.yaml", encoding: .utf8)
        var recordings: [Data] = []
        for cores in ["0", "0,1"] {
            let canvas = Tatecast.newPath("canvas") + ".y4m"
            defer { unlink(canvas) }
            let run = try await Tatecast.render(
                // Small rungs: the canvas counts here, not what it is encoded to.
                path: clip, preset: preset + "\ncanvas: {width: 360, height: 640}\n",
                arguments: ["--raw-canvas", canvas, "--events", events, "--quiet"], wrapper: ["taskset", "-c", cores])
            #expect(run.status == 0, "\(run.result.errors)")
            recordings.append(try Data(contentsOf: URL(fileURLWithPath: canvas)))
        }
        let frame = 6 + 360 * 640 * 3 / 2
        let count = recordings[0].count / frame
        // Of a clip too short for three instants, all.
        #expect(count >= 60)
        #expect(recordings[0].count == recordings[1].count)
        let different = (0..<count).filter { index in
            let range =
                (recordings[0].count - (count - index) * frame)..<(recordings[0].count - (count - index - 1) * frame)
            return recordings[0][range] != recordings[1][range]
        }
        #expect(different.isEmpty, "pictures \(different.prefix(10))")
    }
}
