import MediaTesting
import Testing

@testable import Broadcast

@Suite struct SourceRecordingFileTests {
    private static func error(_ body: () throws -> Void) -> JobError? {
        do {
            try body()
            return nil
        } catch {
            return error as? JobError
        }
    }

    @Test(arguments: [
        ("show.mkv", "show-2.mkv"), ("a.b/show.MP4", "a.b/show-2.MP4"), ("/x/日本 語.mkv", "/x/日本 語-2.mkv"),
    ])
    func numbersTheFilesAfterTheFirst(path: String, second: String) throws {
        let file = try SourceRecordingFile(path: path)
        #expect(file.path(number: 1) == path)
        #expect(file.path(number: 2) == second)
    }

    @Test(arguments: ["show", "show.flv", "show.ts", ".mkv", "folder.mkv/", "show.mkv.txt", ""])
    func refusesNamesThatNameNoContainer(path: String) {
        let error = Self.error { _ = try SourceRecordingFile(path: path) }
        #expect(error?.code == .usage)
        #expect(error?.message.contains("expected a name that ends in .mkv or .mp4") == true)
    }

    @Test func overwritesNothing() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("mine", to: "show.mkv")
        let file = try SourceRecordingFile(path: path)
        #expect(
            Self.error { try file.check(output: folder.path + "/out") }?.message.contains("show.mkv exists") == true)
        // Where a broadcast goes on that a crash ended, its recording does too.
        try folder.write("#EXTM3U", to: "master.m3u8")
        try file.check(output: folder.path)
        try folder.write("mine too", to: "show-3.mkv")
        var next = 1
        for name in ["show-2.mkv", "show-4.mkv"] {
            let created = try file.create(from: next)
            #expect(created.path == "\(folder.path)/\(name)")
            next = created.next
        }
        #expect(try folder.read("show.mkv") == Array("mine".utf8))
    }

    @Test func wantsAFolder() throws {
        let folder = try TemporaryFolder()
        let inside = try SourceRecordingFile(path: folder.path + "/out/show.mkv")
        // The show's own folder will be there.
        try inside.check(output: folder.path + "/out")
        let error = Self.error { try inside.check(output: folder.path + "/elsewhere") }
        #expect(error?.code == .outputNotWritable)
        #expect(error?.message.contains("there is no folder \(folder.path)/out") == true)
    }
}
