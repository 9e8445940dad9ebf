import Foundation
import HLS
import MediaModel
import MediaTesting
import Testing

@testable import Broadcast

@Suite struct LiveFolderTests {
    private static let constants = BroadcastConstants(grid: PartGrid(frameRate: .fps30, latency: .low))

    /// A broadcast that was cut off, whose second run lists two segments of the first and two of its own.
    private func makeFolder(isRecorded: Bool = false) throws -> String {
        let path = Tatecast.newPath("cut-off")
        try FileManager.default.createDirectory(atPath: "\(path)/audio", withIntermediateDirectories: true)
        let playlist = """
            #EXTM3U
            #EXT-X-VERSION:9
            #EXT-X-TARGETDURATION:2
            #EXT-X-MEDIA-SEQUENCE:6
            #EXT-X-DISCONTINUITY-SEQUENCE:0
            #EXT-X-MAP:URI="one-init.mp4"
            #EXT-X-PROGRAM-DATE-TIME:2026-11-22T10:00:00.000Z
            #EXTINF:1.600000,
            one-6.m4s
            #EXT-X-PROGRAM-DATE-TIME:2026-11-22T10:00:01.600Z
            #EXTINF:1.600000,
            one-7.m4s
            #EXT-X-DISCONTINUITY
            #EXT-X-MAP:URI="two-init.mp4"
            #EXT-X-PROGRAM-DATE-TIME:2026-11-22T10:01:00.000Z
            #EXTINF:1.600000,
            two-10.m4s
            #EXT-X-PROGRAM-DATE-TIME:2026-11-22T10:01:01.600Z
            #EXTINF:1.600000,
            two-11.m4s

            """
        try playlist.write(toFile: "\(path)/audio/playlist.m3u8", atomically: true, encoding: .utf8)
        if isRecorded {
            try playlist.write(toFile: "\(path)/audio/recording.m3u8", atomically: true, encoding: .utf8)
        }
        let files =
            ["one-init.mp4", "two-init.mp4", "one-5.m4s", "one-6.m4s", "one-7.m4s", "two-10.m4s", "two-11.m4s"]
            + ["two-12.m4s.tmp", "notes.txt"]
        for file in files { try Data().write(to: URL(fileURLWithPath: "\(path)/audio/\(file)")) }
        return path
    }

    @Test func tellsWhatAnEarlierRunLeftAndWhenItEnded() throws {
        // 5.2 s after the last segment's end.
        let now = try #require(ProgramDateTime(parsing: "2026-11-22T10:01:08.400Z"))
        let opened = try LiveFolder.open(
            path: makeFolder(), names: ["audio", "v1x1"], constants: Self.constants, now: now)
        func ago(_ count: Int) -> MediaTime { .zero - MediaTime(8 * Int64(count), timescale: 5) }
        let expected = [
            ("one-5.m4s", ago(4)), ("two-12.m4s.tmp", ago(4)), ("one-6.m4s", ago(3)), ("one-7.m4s", ago(2)),
            ("one-init.mp4", ago(2)), ("two-10.m4s", ago(1)), ("two-11.m4s", .zero), ("two-init.mp4", .zero),
        ].map { LiveFolder.Leftover(name: "audio/\($0)", end: $1) }
        #expect(opened.leftovers["audio"] == expected)
        #expect(opened.leftovers["v1x1"] == [])
        #expect(opened.continuation?.firstSequence == 12 - 2 + BroadcastContinuation.reservedSegmentCount + 3)
    }

    @Test func leavesARecordingAlone() throws {
        let path = try makeFolder(isRecorded: true)
        let opened = try LiveFolder.open(path: path, names: ["audio"], constants: Self.constants)
        #expect(opened.leftovers["audio"] == [])
        #expect(FileManager.default.fileExists(atPath: "\(path)/audio/one-5.m4s"))
    }

    // MARK: - Constants

    private static func refusal(_ path: String, _ constants: BroadcastConstants) -> String? {
        do throws(JobError) {
            _ = try LiveFolder.open(path: path, names: ["audio"], constants: constants)
            return nil
        } catch {
            return error.code == .outputNotWritable ? error.message : "another code: \(error.code)"
        }
    }

    private static func write(_ text: String, _ path: String) throws {
        try text.write(toFile: "\(path)/\(BroadcastFile.name)", atomically: true, encoding: .utf8)
    }

    /// At 30 pictures a second both have a target duration of 2 s.
    @Test func refusesAnotherLengthOfParts() throws {
        let ultra = BroadcastConstants(grid: PartGrid(frameRate: .fps30, latency: .ultra))
        #expect(ultra.targetDuration == Self.constants.targetDuration && ultra.partTarget != Self.constants.partTarget)
        let path = try makeFolder()
        #expect(Self.refusal(path, ultra) == nil, "an older version's folder doesn't tell")
        try Self.write(String(decoding: BroadcastFile(Self.constants).bytes, as: UTF8.self), path)
        #expect(Self.refusal(path, Self.constants) == nil)
        let sentence = try #require(Self.refusal(path, ultra))
        #expect(sentence.hasPrefix(path) && sentence.contains("0.550000 s at most"), "\(sentence)")
        #expect(sentence.contains("choose the latency and frame rate that it began with"))
    }

    @Test(arguments: ["", "{}", "[]", "{\"partTargetMicroseconds\":-1}", "{\"partTargetMicroseconds\":1e300}"])
    func refusesConstantsThatCannotBeRead(text: String) throws {
        let path = try makeFolder()
        try Self.write(text, path)
        #expect(Self.refusal(path, Self.constants)?.contains("doesn't say how long the parts") == true)
        try Self.write(text + String(repeating: " ", count: 5_000), path)
        #expect(Self.refusal(path, Self.constants)?.contains("doesn't say how long the parts") == true)
    }

    @Test func anEmptyFolderHasNone() throws {
        let opened = try LiveFolder.open(path: Tatecast.newPath(), names: ["audio"], constants: Self.constants)
        #expect(opened.leftovers.isEmpty && opened.continuation == nil)
    }
}
