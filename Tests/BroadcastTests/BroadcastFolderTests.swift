import Foundation
import HLS
import MediaModel
import MediaTesting
import Testing

@testable import Broadcast

@Suite struct BroadcastFolderTests {
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
        let opened = try BroadcastFolder.open(
            path: makeFolder(), renditions: ["audio", "v1x1"], constants: Self.constants, now: now)
        func ago(_ count: Int) -> MediaTime { .zero - MediaTime(8 * Int64(count), timescale: 5) }
        let expected = [
            ("one-5.m4s", ago(4)), ("two-12.m4s.tmp", ago(4)), ("one-6.m4s", ago(3)), ("one-7.m4s", ago(2)),
            ("one-init.mp4", ago(2)), ("two-10.m4s", ago(1)), ("two-11.m4s", .zero), ("two-init.mp4", .zero),
        ].map { BroadcastFolder.Leftover(name: "audio/\($0)", end: $1) }
        #expect(opened.leftovers["audio"] == expected)
        #expect(opened.leftovers["v1x1"] == [])
        #expect(opened.continuation?.firstSequence == 12 - 2 + BroadcastContinuation.reservedSegmentCount + 3)
    }

    @Test func leavesARecordingAlone() throws {
        let path = try makeFolder(isRecorded: true)
        let opened = try BroadcastFolder.open(path: path, renditions: ["audio"], constants: Self.constants)
        #expect(opened.leftovers["audio"] == [])
        #expect(FileManager.default.fileExists(atPath: "\(path)/audio/one-5.m4s"))
    }

    // MARK: - Constants

    private static func refusal(_ path: String, _ constants: BroadcastConstants) -> String? {
        do throws(JobError) {
            _ = try BroadcastFolder.open(path: path, renditions: ["audio"], constants: constants)
            return nil
        } catch {
            return error.code == .outputNotWritable ? error.message : "another code: \(error.code)"
        }
    }

    private static func write(_ text: String, _ path: String) throws {
        try text.write(toFile: "\(path)/\(BroadcastManifest.name)", atomically: true, encoding: .utf8)
    }

    /// At 30 pictures a second both have a target duration of 2 s.
    @Test func refusesAnotherLengthOfParts() throws {
        let ultra = BroadcastConstants(grid: PartGrid(frameRate: .fps30, latency: .ultra))
        #expect(ultra.targetDuration == Self.constants.targetDuration && ultra.partTarget != Self.constants.partTarget)
        let path = try makeFolder()
        #expect(Self.refusal(path, ultra) == nil, "an older version's folder doesn't tell")
        try Self.write(String(decoding: BroadcastManifest(Self.constants).bytes, as: UTF8.self), path)
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

    // MARK: - Cut off in its first moments

    /// What a run may leave that dies before its first segment is listed; files by name and content.
    struct Beginning: Sendable, CustomTestStringConvertible {
        var name: String
        var files: [String: String]
        /// Of the next run, ten seconds after it began; `nil` for one that begins like any other.
        var first: Int?

        var testDescription: String { name }
    }

    private static let began =
        "{\"partTargetMicroseconds\":550000,\"beginning\":"
        + "{\"sequence\":40,\"discontinuityCount\":2,\"time\":1800000000000,\"lead\":0}}\n"
    private static let untold = "{\"partTargetMicroseconds\":550000}\n"
    private static let begun = ProgramDateTime(millisecondsSince1970: 1_800_000_000_000)

    static let beginnings: [Beginning] = [
        Beginning(name: "a log alone", files: ["events.ndjson": ""], first: nil),
        Beginning(name: "a log with events", files: ["events.ndjson": "{\"at\":0}\n"], first: nil),
        Beginning(name: "constants alone", files: ["broadcast.json": untold], first: nil),
        Beginning(name: "half the constants", files: ["broadcast.json": "{\"part", "events.ndjson": ""], first: nil),
        Beginning(name: "no constants any more", files: ["broadcast.json": ""], first: nil),
        Beginning(name: "what the bed did", files: ["bed.json": "{}", "bed.json.tmp": "{"], first: nil),
        Beginning(name: "a file that was being written", files: ["broadcast.json.tmp": "{"], first: nil),
        Beginning(name: "an empty rendition", files: ["audio/": "", "events.ndjson": ""], first: nil),
        Beginning(name: "a lock that nobody holds", files: [".tatecast.lock": "12 elsewhere\n"], first: nil),
        Beginning(name: "a volume of its own", files: ["lost+found/": ""], first: nil),
        Beginning(name: "a recording of the source", files: ["show.mkv": "x", "show-2.mkv": "x"], first: nil),
        Beginning(
            name: "initialisation sections", files: ["audio/a-init.mp4": "x", "v1x1/a-init.mp4.tmp": ""], first: nil),
        // Six segments in ten seconds, and two to be sure.
        Beginning(name: "viewers, and nothing on the disk", files: ["broadcast.json": began], first: 40 + 6 + 2),
        Beginning(
            name: "viewers, and segments that nothing lists",
            files: ["broadcast.json": began, "audio/a-40.m4s": "x", "v1x1/a-41.m4s.tmp": "x"], first: 48),
        Beginning(
            name: "a clock that was set back", files: ["broadcast.json": began, "audio/a-90.m4s": "x"], first: 93),
        Beginning(
            name: "playlists without content", files: ["audio/playlist.m3u8": "", "audio/a-7.m4s": "x"], first: 10),
        Beginning(
            name: "playlists of zeros",
            files: ["audio/playlist.m3u8": "\0\0\0\0", "broadcast.json": began, "master.m3u8": "\0"], first: 48),
        Beginning(
            name: "half a playlist",
            files: ["audio/playlist.m3u8": "#EXTM3U\n#EXT-X-VERSION:9\n#EXTINF:1.6\n", "audio/a-7.m4s": "x"], first: 10),
        Beginning(name: "a list of renditions alone", files: ["master.m3u8": "#EXTM3U\n"], first: nil),
    ]

    private static func make(_ files: [String: String]) throws -> String {
        let path = Tatecast.newPath("cut-off")
        for (name, text) in files {
            let file = "\(path)/\(name)"
            let folder = name.hasSuffix("/") ? file : FilePath.parent(of: file)
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            if !name.hasSuffix("/") { try text.write(toFile: file, atomically: false, encoding: .utf8) }
        }
        return path
    }

    @Test(arguments: beginnings)
    func goesOnWhereverARunWasCutOff(_ beginning: Beginning) throws {
        let path = try Self.make(beginning.files)
        let recording = try SourceRecordingFile(path: path + "/show.mkv")
        let opened = try BroadcastFolder.open(
            path: path, renditions: ["audio", "v1x1"], constants: Self.constants, isServed: true,
            isOurs: recording.isName,
            now: Self.begun.advanced(by: .seconds(10)))
        #expect(opened.continuation?.firstSequence == beginning.first)
        // The next run that dies at once is told of in the same way.
        let told = try #require(try BroadcastManifest.read(folder: path)?.beginning)
        #expect(told.sequence == beginning.first ?? 0)
        if beginning.files["broadcast.json"] == Self.began {
            #expect(opened.continuation?.discontinuityCount == 2 && told.discontinuityCount == 3)
        }
        let files = FileManager.default.subpaths(atPath: path) ?? []
        #expect(!files.contains { $0.hasSuffix(".json.tmp") })
        let isListed = beginning.files.keys.contains { $0.hasSuffix("playlist.m3u8") }
        #expect(isListed || !files.contains { $0.hasSuffix(".m4s") || $0.hasSuffix("init.mp4") })
        #expect(files.contains("show.mkv") == (beginning.files["show.mkv"] != nil))
    }

    @Test func aTimelineBeginsBehindWhatWasNeverListed() throws {
        let path = try Self.make(["broadcast.json": Self.began])
        let now = Self.begun.advanced(by: .seconds(10))
        let opened = try BroadcastFolder.open(path: path, renditions: ["audio"], constants: Self.constants, now: now)
        var timeline = LiveTimeline<Void>(
            constants: Self.constants, renditions: [Rendition(id: "audio", codec: .aac)], run: "two",
            start: now,
            continuing: opened.continuation)
        for part in 0..<Self.constants.grid.partsPerSegment {
            timeline.add(
                LivePart(
                    duration: Self.constants.grid.partDuration, isIndependent: part == 0, byteCount: 1, payload: ()),
                to: 0)
        }
        let playlist = try MediaPlaylist(parsing: "\(timeline.plainPlaylist(of: 0))")
        #expect(playlist.mediaSequence == 48 && playlist.discontinuitySequence == 2)
        #expect(playlist.segments.map(\.isDiscontinuous) == [true])
    }

    @Test(arguments: [
        ["notes.txt": "mine"], ["photos/1.jpg": "mine", "events.ndjson": ""], ["audio/song.flac": "mine"],
        ["show.mp4": "mine"], ["v720x1280": "a file"],
    ])
    func refusesAFolderOfSomebodyElses(files: [String: String]) throws {
        let path = try Self.make(files)
        let before = FileManager.default.subpaths(atPath: path)
        let sentence = try #require(Self.refusal(path, Self.constants))
        #expect(
            sentence.hasPrefix("\(path) isn't empty, and ")
                && sentence.hasSuffix("choose another folder, or move it away"))
        // An option that the command hasn't.
        #expect(!sentence.contains("--"))
        #expect(FileManager.default.subpaths(atPath: path) == before)
    }

    @Test func refusesOtherRenditions() throws {
        let path = try Self.make(["v9x9/playlist.m3u8": "#EXTM3U\n", "broadcast.json": Self.untold])
        #expect(Self.refusal(path, Self.constants)?.contains("other renditions, such as v9x9") == true)
    }

    @Test func refusesOtherPartsThanViewersWereTold() throws {
        let path = try Self.make(["broadcast.json": Self.began])
        let ultra = BroadcastConstants(grid: PartGrid(frameRate: .fps30, latency: .ultra))
        #expect(Self.refusal(path, ultra)?.contains("0.550000 s at most") == true)
    }

    @Test func leavesNothingOfABroadcastThatNeverBegan() throws {
        let path = Tatecast.newPath("never/began")
        let opened = try BroadcastFolder.open(path: path, renditions: ["audio"], constants: Self.constants)
        try "".write(toFile: path + "/events.ndjson", atomically: false, encoding: .utf8)
        #expect(FileManager.default.fileExists(atPath: path + "/broadcast.json"))
        opened.leaveAsFound()
        #expect(!FileManager.default.fileExists(atPath: FilePath.parent(of: path)))
    }

    @Test func leavesAnEarlierRunAlone() throws {
        let path = try Self.make(["broadcast.json": Self.began, "events.ndjson": ""])
        let opened = try BroadcastFolder.open(path: path, renditions: ["audio"], constants: Self.constants)
        opened.leaveAsFound()
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: path).sorted() == ["broadcast.json", "events.ndjson"])
    }

    @Test func anEmptyFolderHasNone() throws {
        let opened = try BroadcastFolder.open(
            path: Tatecast.newPath(), renditions: ["audio"], constants: Self.constants)
        #expect(opened.leftovers.isEmpty && opened.continuation == nil)
    }
}
