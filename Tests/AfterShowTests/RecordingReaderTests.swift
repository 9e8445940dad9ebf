import AfterShow
import Broadcast
import Foundation
import HLSTesting
import HLS
import MediaModel
import MediaTesting
import Testing

@Suite struct RecordingReaderTests {
    /// A small show's files in a folder, changed before they are written.
    private static func folder(
        _ show: SyntheticShow = SyntheticShow(), _ change: (inout [String: [UInt8]]) -> Void = { _ in }
    ) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        var files = show.files()
        change(&files)
        for (name, bytes) in files {
            let path = "\(folder.path)/\(name)"
            try FileManager.default.createDirectory(
                atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
            try Data(bytes).write(to: URL(fileURLWithPath: path))
        }
        return folder
    }

    @Test func opensAFinishedShow() throws {
        let folder = try Self.folder()
        let reader = try RecordingReader(folder: folder.path)
        #expect(reader.isEnded)
        #expect(reader.pictures.map { "\($0.id)" } == ["v720x1280", "v360x640"])
        #expect(reader.sound.map { "\($0.id)" } == "audio")
        #expect(reader.start == .zero)
        // Playlists tell durations in microseconds.
        #expect(reader.end.ticks(timescale: 1_000, rounding: .nearest) == 3_867)
        let second = try #require(reader.pictures[0].timeline.segments(in: .seconds(2)..<(.seconds(3))).first)
        let media = try reader.media(of: second, in: reader.pictures[0])
        #expect(media.start == MediaTime(48, timescale: 30))
        #expect(media.index.sampleCount == 48)
    }

    /// Of a broadcast that goes on, the window's first segment is an hour old, and its media say so.
    @Test func countsWhatHasLeftTheWindow() throws {
        var show = SyntheticShow()
        for index in show.tracks.indices { show.tracks[index].start += Int(show.tracks[index].timescale) * 3_600 }
        let folder = try Self.folder(show) { files in
            for (name, bytes) in files where name.hasSuffix("/playlist.m3u8") {
                let text = String(decoding: bytes, as: UTF8.self).replacingOccurrences(of: "#EXT-X-ENDLIST\n", with: "")
                files[name] = Array(text.utf8)
            }
        }
        let reader = try RecordingReader(folder: folder.path)
        #expect(!reader.isEnded)
        #expect(reader.start == .seconds(3_600))
        #expect(reader.sound?.timeline.start == .seconds(3_600))
    }

    @Test func readsAllOfABroadcastThatKeepsEverything() throws {
        let folder = try Self.folder { files in
            for (name, bytes) in files where name.hasSuffix("/playlist.m3u8") {
                files[name.replacingOccurrences(of: "playlist", with: "recording")] = bytes
                let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
                files[name] = Array(lines.prefix(9).joined(separator: "\n").utf8)
            }
        }
        #expect(try RecordingReader(folder: folder.path).pictures[0].timeline.segments.count == 3)
    }

    private static let faults: [(String, JobError.Code, @Sendable (inout [String: [UInt8]]) -> Void)] = [
        ("has no master.m3u8", .inputNotFound, { $0["master.m3u8"] = nil }),
        ("isn't a playlist of ours", .inputUnusable, { $0["master.m3u8"] = Array("<html>".utf8) }),
        ("damaged, or isn't a playlist", .inputUnusable, { $0["v720x1280/playlist.m3u8"]?.removeAll() }),
        ("no such file", .inputNotFound, { $0["v720x1280/playlist.m3u8"] = nil }),
        ("is torn", .inputUnusable, { $0["v720x1280/a-0.m4s"]?.removeLast(3_000) }),
        ("another version", .inputUnusable, { $0["v720x1280/a-init.mp4"] = BoxBuilder.audio().reversed() }),
        ("no such file", .inputNotFound, { $0["audio/a-0.m4s"] = nil }),
        (
            "isn't named as in a show of ours", .inputUnusable,
            { files in
                let text = String(decoding: files["audio/playlist.m3u8"] ?? [], as: UTF8.self)
                files["audio/playlist.m3u8"] = Array(
                    text.replacingOccurrences(of: "a-0.m4s", with: "../../etc/passwd").utf8)
            }
        ),
    ]

    @Test(arguments: faults.indices) func saysWhatIsWrongInASentence(index: Int) throws {
        let (words, code, change) = Self.faults[index]
        let folder = try Self.folder { change(&$0) }
        let error = try #require(throws: JobError.self) { try RecordingReader(folder: folder.path) }
        #expect(error.code == code)
        #expect(error.message.contains(words) && !error.message.contains("\n"), "\(error.message)")
    }

    @Test func refusesAFolderThatIsNot() throws {
        let error = try #require(throws: JobError.self) { try RecordingReader(folder: "/nowhere/at/all") }
        #expect(error.code == .inputNotFound)
    }
}
