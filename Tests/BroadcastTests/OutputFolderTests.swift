import MediaTesting
import Testing

@testable import Broadcast

@Suite struct OutputFolderTests {
    private static func error(_ path: String, overwrites: Bool = false) -> JobError? {
        do throws(JobError) {
            _ = try OutputFolder(path: path, overwrites: overwrites)
            return nil
        } catch {
            return error
        }
    }

    private static let oldShow = [
        "master.m3u8", "audio/playlist.m3u8", "audio/abc-init.mp4", "audio/abc-0.m4s", "v720x1280/playlist.m3u8",
        "v720x1280/iframes.m3u8", "v720x1280/abc-init.mp4", "v720x1280/abc-12.m4s", "poster.jpg", "storyboard.vtt",
        "storyboard/abc-0.jpg", "storyboard/playlist.m3u8",
    ]
    private static let foreign = [
        "notes.txt", "v720x1280/cover.jpg", "photos/1.jpg", "audio.txt", "storyboard/cover.jpg",
    ]

    private static func makeOldShow(in folder: TemporaryFolder) throws {
        for name in ["audio", "v720x1280", "photos", "storyboard"] {
            _ = try OutputFolder(path: "\(folder.path)/out", overwrites: true).makeFolder(name)
        }
        for file in oldShow + foreign { try folder.write("old", to: "out/\(file)") }
    }

    @Test func makesEveryFolderOnTheWayAndRevertsThemAll() throws {
        let folder = try TemporaryFolder()
        let output = try OutputFolder(path: folder.path + "/a/b/c", overwrites: false)
        try output.makeFolder("v720x1280")
        try output.write([1, 2, 3], to: "v720x1280/x.m4s")
        #expect(folder.contents().last == "a/b/c/v720x1280/x.m4s")
        #expect(try folder.read("a/b/c/v720x1280/x.m4s") == [1, 2, 3])
        output.revert()
        #expect(folder.contents() == [])
    }

    @Test(arguments: ["out", "out/", "./out", "out//deep/"])
    func takesAnySpellingOfAPath(name: String) throws {
        let folder = try TemporaryFolder()
        let output = try OutputFolder(path: "\(folder.path)/\(name)", overwrites: false)
        try output.write([1], to: "master.m3u8")
        #expect(folder.contents().contains { $0.hasSuffix("master.m3u8") })
        output.revert()
        #expect(folder.contents() == [])
    }

    @Test func keepsAnEmptyFolderThatWasThere() throws {
        let folder = try TemporaryFolder()
        try OutputFolder(path: folder.path + "/out", overwrites: false).write([], to: "x")
        let path = folder.path + "/out"
        let output = try OutputFolder(path: path, overwrites: true)
        try output.makeFolder("audio")
        try output.write([9], to: "audio/x.m4s")
        output.revert()
        #expect(folder.contents() == ["out", "out/x"])
    }

    @Test func refusesWhatIsThere() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("text", to: "file")
        #expect(Self.error(file)?.message == "\(file) is a file; name a folder to write the show to")
        #expect(Self.error(file, overwrites: true)?.code == .outputNotWritable)
        #expect(Self.error(file + "/below")?.code == .outputNotWritable)
        #expect(
            Self.error(folder.path)?.message == "\(folder.path) isn't empty; use --overwrite to replace the show in it")
        #expect(Self.error(folder.path, overwrites: true) == nil)
        #expect(Self.error("")?.code == .outputNotWritable)
        #expect(Self.error("/proc/tatecast/out")?.code == .outputNotWritable)
    }

    @Test func aPathThatCannotBeMadeLeavesNothing() throws {
        let folder = try TemporaryFolder()
        let long = String(repeating: "x", count: 300)
        #expect(Self.error("\(folder.path)/a/b/\(long)")?.code == .outputNotWritable)
        #expect(folder.contents() == [])
    }

    @Test func anOverwriteReplacesTheShowAndNothingElse() throws {
        let folder = try TemporaryFolder()
        try Self.makeOldShow(in: folder)
        let output = try OutputFolder(path: folder.path + "/out", overwrites: true)
        for name in ["v720x1280", "v360x640"] { try output.makeFolder(name) }
        try output.write([1], to: "v720x1280/def-0.m4s")
        try output.write([1], to: "v360x640/def-0.m4s")
        // The old show is whole until the new one is.
        for file in Self.oldShow { #expect(try folder.read("out/\(file)") == Array("old".utf8)) }
        try output.write(together: [("v720x1280/playlist.m3u8", [2]), ("master.m3u8", [3])])
        output.removePrevious()
        let files = folder.contents().filter { $0.contains(".") }
        #expect(
            files
                == (["master.m3u8", "v360x640/def-0.m4s", "v720x1280/def-0.m4s", "v720x1280/playlist.m3u8"]
                + Self.foreign)
                .map { "out/\($0)" }.sorted())
        #expect(!folder.contents().contains("out/audio"))
        #expect(try folder.read("out/master.m3u8") == [3])
    }

    @Test func aFailedOverwriteLeavesTheOldShow() throws {
        let folder = try TemporaryFolder()
        try Self.makeOldShow(in: folder)
        let before = folder.contents()
        let output = try OutputFolder(path: folder.path + "/out", overwrites: true)
        for name in ["v720x1280", "v360x640"] { try output.makeFolder(name) }
        try output.write([1], to: "v720x1280/def-0.m4s")
        // The second can't be written, as its folder isn't there: so the first stays as it was.
        #expect(throws: JobError.self) {
            try output.write(together: [("v720x1280/playlist.m3u8", [2]), ("none/playlist.m3u8", [2])])
        }
        output.revert()
        #expect(folder.contents() == before)
        for file in Self.oldShow + Self.foreign { #expect(try folder.read("out/\(file)") == Array("old".utf8)) }
    }

    @Test func removesOneFile() throws {
        let folder = try TemporaryFolder()
        let output = try OutputFolder(path: folder.path, overwrites: true)
        try output.write([1], to: "a.m4s")
        output.remove("a.m4s")
        output.remove("never-there.m4s")
        #expect(folder.contents() == [])
    }
}
