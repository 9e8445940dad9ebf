import Broadcast
import FFmpegKit
import Foundation
import Logging
import MediaTesting
import Testing

@testable import Delivery

@Suite(.timeLimit(.minutes(1)))
struct FolderUploadTests {
    private let folder: TemporaryFolder
    private let store = ScriptedStore()
    private let rendition = "v720x1280"

    init() throws { folder = try TemporaryFolder() }

    private func write(_ name: String, _ text: String) throws {
        let path = "\(folder.path)/\(name)"
        try FileManager.default.createDirectory(
            atPath: FilePath.parent(of: path), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }

    /// A finished show of one rendition.
    private func makeShow(_ segments: ClosedRange<Int> = 0...9, files: ClosedRange<Int>? = nil) throws {
        for number in files ?? segments { try write("\(rendition)/1-\(number).m4s", "segment \(number)") }
        try write("\(rendition)/1-init.mp4", "init")
        let entries = segments.map { "#EXTINF:2,\n1-\($0).m4s\n" }.joined()
        try write(
            "\(rendition)/playlist.m3u8",
            "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:\(segments.lowerBound)\n"
                + "#EXT-X-MAP:URI=\"1-init.mp4\"\n\(entries)#EXT-X-ENDLIST\n")
        try write("master.m3u8", "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n\(rendition)/playlist.m3u8\n")
    }

    private func upload(repeats: Bool = false) async throws -> Int {
        let uploader = try uploader()
        defer { Task { await uploader.close() } }
        let left = try await FolderUpload(uploader, folder: folder.path).run(repeats: repeats, until: Interrupt())
        await uploader.close()
        return left
    }

    private func uploader() throws -> Uploader {
        Uploader(
            try UploadAddress("s3://shop/42"), options: .init(folder: folder.path), taker: store, clock: .system,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    @Test func storesAllOnceAndPlaylistsAfterWhatTheyName() async throws {
        try makeShow()
        let whole = FolderUpload(try uploader(), folder: folder.path)
        // Nobody has wanted it there yet.
        #expect(!whole.isOwed)
        try write("uploads.ndjson", "{\"to\":\"s3://shop/42\"}\n")
        #expect(whole.isOwed)
        #expect(try await upload() == 0)
        #expect(store.faults.isEmpty)
        #expect(store.done.count == 13)
        #expect(store.done.last == "+master.m3u8")
        #expect(!whole.isOwed)
        #expect(try await upload() == 0)
        // Playlists are small, and may be another show's.
        #expect(store.done.count == 15)
        #expect(try await upload(repeats: true) == 0)
        #expect(store.done.count == 28)
    }

    @Test func goesOnWhereAKillCutItOff() async throws {
        try makeShow()
        let text = (0..<4).map { "{\"stored\":\"\(rendition)/1-\($0).m4s\",\"to\":\"s3://shop/42\"}\n" }.joined()
        try write("uploads.ndjson", text + "{\"stored\":\"\(rendition)/1-4.m")
        #expect(try await upload() == 0)
        #expect(Set(store.done.filter { $0.hasSuffix(".m4s") }) == Set((4...9).map { "+\(rendition)/1-\($0).m4s" }))
    }

    @Test func endsWhenItIsRefused() async throws {
        try makeShow()
        store.answer { _ in UploadFailure(.refused, "not allowed") }
        #expect(try await upload() == 13)
        store.answer { _ in nil }
        #expect(try await upload() == 0)
        #expect(store.faults.isEmpty)
    }

    @Test func removesWhatIsListedNoMoreAndNowhereHere() async throws {
        try makeShow(5...9, files: 4...9)
        let old = [0, 4, 5].map { "{\"stored\":\"\(rendition)/1-\($0).m4s\",\"to\":\"s3://shop/42\"}\n" }.joined()
        try write("uploads.ndjson", old)
        #expect(try await upload() == 0)
        // 4 is here, 5 is listed: both stay.
        #expect(store.done.filter { $0.hasPrefix("-") } == ["-\(rendition)/1-0.m4s"])
    }

    @Test func leavesThereWhatOnlyThatPlaceHasStill() async throws {
        try makeShow(0...9, files: 5...9)
        let moved = (0..<5).map { "{\"stored\":\"\(rendition)/1-\($0).m4s\",\"to\":\"s3://shop/42\"}\n" }.joined()
        try write("uploads.ndjson", moved)
        #expect(try await upload() == 0)
        #expect(!store.done.contains { $0.hasPrefix("-") })
        #expect(store.text("\(rendition)/playlist.m3u8")?.contains("GAP") == false)
    }

    @Test(arguments: ["", "#EXTM3U\n#EXTINF", "\u{0}\u{0}\u{0}"])
    func refusesAPlaylistThatIsCutOff(text: String) async throws {
        try makeShow()
        try write("\(rendition)/playlist.m3u8", text)
        let error = await #expect(throws: JobError.self) { _ = try await upload() }
        #expect(error?.code == .inputUnusable)
        #expect(store.done.isEmpty)
    }

    @Test func refusesAFolderWithoutAShow() async throws {
        try write("notes.txt", "")
        let error = await #expect(throws: JobError.self) { _ = try await upload() }
        #expect(error?.code == .inputNotFound)
    }
}
