import Testing

@testable import Delivery

/// The order that readers of a store rely on.
@Suite final class UploadQueueTests {
    private var queue = UploadQueue(spool: 100, hasFolder: false)
    private let now = ContinuousClock.now

    private func media(_ name: String, bytes: Int = 1) -> [String] {
        queue.addMedia(name, .bytes([[UInt8](repeating: 0, count: bytes)]), byteCount: bytes, at: now)
    }

    private func playlist(_ name: String, _ text: String = "") {
        queue.addPlaylist(name, [Array(text.utf8)], isMultivariant: !name.contains("/"), at: now)
    }

    private func remove(_ name: String) -> Bool { queue.remove(name, at: now) }

    private func begin() -> UploadQueue.Operation? { queue.begin(mayRemove: true) }

    @Test func storesMediaTogetherAndPlaylistsAfterThem() throws {
        _ = media("v/1")
        _ = media("a/1")
        playlist("v/p")
        let (first, second) = (try #require(begin()), try #require(begin()))
        #expect([first.name, second.name] == ["v/1", "a/1"])
        #expect(begin() == nil)
        queue.succeed(second)
        #expect(begin() == nil)
        queue.succeed(first)
        #expect(begin()?.name == "v/p")
    }

    @Test func storesTheMultivariantPlaylistAfterAllOthers() throws {
        playlist("v/p")
        playlist("a/p")
        playlist("master")
        let (first, second) = (try #require(begin()), try #require(begin()))
        #expect(begin() == nil)
        queue.succeed(first)
        #expect(begin() == nil)
        queue.succeed(second)
        #expect(begin()?.name == "master")
    }

    @Test func hasOneTextOfANameInFlightAndSkipsOldOnes() throws {
        playlist("v/p", "1")
        let first = try #require(begin())
        playlist("v/p", "22")
        playlist("v/p", "333")
        playlist("v/p", "4444")
        #expect(begin() == nil)
        queue.succeed(first)
        let second = try #require(begin())
        // The next one stays, and the newest took the place of the one before it.
        #expect(second.byteCount == 2)
        queue.succeed(second)
        #expect(begin()?.byteCount == 4)
        #expect(queue.pendingCount == 1)
    }

    @Test func showsTheShowGoOnWhileItCatchesUp() throws {
        _ = media("v/1")
        playlist("v/p", "1")
        _ = media("v/2")
        playlist("v/p", "22")
        _ = media("v/3")
        playlist("v/p", "333")
        queue.succeed(try #require(begin()))
        #expect(begin()?.byteCount == 1)
    }

    @Test func removesAfterThePlaylistThatNoLongerNamesIt() throws {
        _ = media("v/1")
        queue.succeed(try #require(begin()))
        playlist("v/p")
        #expect(!remove("v/1"))
        let first = try #require(begin())
        #expect(first.kind == .playlist)
        #expect(begin() == nil)
        queue.succeed(first)
        #expect(begin()?.kind == .removal)
    }

    @Test func aFailureGoesBackToItsPlace() throws {
        _ = media("v/1")
        _ = media("v/2")
        let (first, second) = (try #require(begin()), try #require(begin()))
        queue.fail(second)
        queue.fail(first)
        #expect(begin()?.name == "v/1")
        #expect(begin()?.name == "v/2")
    }

    @Test func aPlaylistThatFailedGivesWayToTheNext() throws {
        playlist("v/p", "1")
        let first = try #require(begin())
        playlist("v/p", "22")
        queue.fail(first)
        #expect(begin()?.byteCount == 2)
        #expect(begin() == nil)
    }

    @Test func losesTheOldestForWantOfRoom() throws {
        #expect(media("v/1", bytes: 60).isEmpty)
        #expect(media("v/2", bytes: 60) == ["v/1"])
        #expect(queue.lost == ["v/1"])
        #expect(begin()?.name == "v/2")
        #expect(queue.spooledBytes == 0)
    }

    @Test func readsFromAFolderWhatMemoryHasNoRoomFor() throws {
        queue = UploadQueue(spool: 100, hasFolder: true)
        _ = media("v/1", bytes: 60)
        #expect(media("v/2", bytes: 60).isEmpty)
        #expect(queue.pendingCount == 2)
        #expect(queue.spooledBytes == 60)
    }

    @Test func forgetsWhatWasRemovedBeforeItWasStored() {
        _ = media("v/1")
        #expect(remove("v/1"))
        #expect(queue.isEmpty)
    }

    @Test func forgetsOldTextsThatListWhatWasNeverStored() throws {
        _ = media("v/1")
        playlist("v/p", "1")
        playlist("v/p", "22")
        #expect(remove("v/1"))
        #expect(begin()?.byteCount == 2)
        #expect(queue.pendingCount == 1)
    }

    @Test func marksWhatIsLost() {
        let text = "#EXTM3U\n#EXTINF:1.6,\n1.m4s\n#EXTINF:1.6,\n2.m4s\n"
        func mark(_ text: String, _ lost: Set<String>) -> String {
            String(decoding: GapMarks.mark(Array(text.utf8), of: "v/playlist.m3u8", lost: lost), as: UTF8.self)
        }
        #expect(mark(text, ["v/2.m4s"]) == "#EXTM3U\n#EXTINF:1.6,\n1.m4s\n#EXTINF:1.6,\n#EXT-X-GAP\n2.m4s\n")
        #expect(mark(text, ["a/1.m4s"]) == text)
        let marked = mark(text, ["v/1.m4s"])
        #expect(mark(marked, ["v/1.m4s"]) == marked)
    }
}
