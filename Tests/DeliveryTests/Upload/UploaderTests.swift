import Broadcast
import FFmpegKit
import Foundation
import Logging
import Synchronization
import Testing

@testable import Delivery

private final class Told: Sendable {
    let changes = Mutex<[UploadChange]>([])
    /// By a drain that is over: how many files are left.
    let left = Mutex<Int?>(nil)
}

@Suite(.timeLimit(.minutes(1)))
final class UploaderTests {
    private let clock = ManualClock()
    private let store = ScriptedStore()
    private let told = Told()

    private func uploader(_ change: (inout Uploader.Options) -> Void = { _ in }) throws -> Uploader {
        var options = Uploader.Options()
        options.removalDelay = .seconds(30)
        change(&options)
        let uploader = Uploader(
            try UploadAddress("s3://shop/42"), options: options, taker: store, clock: clock.clock,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        uploader.listen { [told] change in told.changes.withLock { $0.append(change) } }
        return uploader
    }

    /// A live playlist of a rendition.
    private func playlist(_ uploader: Uploader, _ segments: ClosedRange<Int>, isEnded: Bool = false) {
        let entries = segments.map { "#EXTINF:2,\n1-\($0).m4s\n" }.joined()
        uploader.addPlaylist("v/playlist.m3u8", [Array("#EXTM3U\n\(entries)\(isEnded ? "#EXT-X-ENDLIST\n" : "")".utf8)])
    }

    private func segment(_ uploader: Uploader, _ number: Int, bytes: Int = 10) {
        uploader.addMedia(
            "v/1-\(number).m4s", .bytes([[UInt8](repeating: 0, count: bytes)]), byteCount: bytes)
    }

    /// Lets the clock go on, a little at a time, until it is so.
    private func wait(_ step: Duration = .milliseconds(100), for condition: () -> Bool) async throws {
        for _ in 0..<5_000 where !condition() {
            clock.advance(by: step)
            try await Task.sleep(for: .microseconds(200))
        }
        #expect(condition())
    }

    /// Waits until it is so while the clock stands still: nobody may wait for it to go on.
    private func happens(_ condition: () -> Bool) async throws {
        for _ in 0..<5_000 where !condition() { try await Task.sleep(for: .milliseconds(1)) }
        #expect(condition())
    }

    /// Long enough for most of what can happen at this instant.
    private func settle() async throws { try await Task.sleep(for: .milliseconds(20)) }

    private static func away(_ name: String) -> UploadFailure? { UploadFailure(.away, "away") }

    @Test func catchesUpInOrderAfterAnOutage() async throws {
        let uploader = try uploader()
        store.answer(Self.away)
        for number in 0..<20 {
            segment(uploader, number)
            playlist(uploader, max(0, number - 9)...number)
            clock.advance(by: .seconds(2))
            try await Task.sleep(for: .milliseconds(1))
        }
        #expect(store.files.isEmpty)
        #expect(uploader.counters.behind >= .seconds(38))
        store.answer { _ in nil }
        try await wait { uploader.counters.pending == 0 }
        #expect(store.faults.isEmpty)
        let media = store.done.filter { $0.hasSuffix(".m4s") }
        // Eight at a time: none is more than that away from its place.
        for (place, name) in media.enumerated() {
            let number = try #require(Int(name.dropFirst("+v/1-".count).dropLast(".m4s".count)))
            #expect(abs(number - place) < 8)
        }
        #expect(media.count == 20)
        #expect(store.text("v/playlist.m3u8")?.contains("1-19.m4s") == true)
        #expect(store.text("v/playlist.m3u8")?.contains("GAP") == false)
        #expect(uploader.counters.lost == 0)
        let changes = told.changes.withLock { $0 }
        #expect(changes.count == 2)
        if case .behind? = changes.first {} else { Issue.record("it isn't told that it is behind") }
        if case .caughtUp? = changes.last {} else { Issue.record("it isn't told that it has caught up") }
    }

    @Test func sendsEightAtATimeAndOneWhileItFails() async throws {
        let uploader = try uploader()
        store.answer(Self.away)
        segment(uploader, 0)
        try await wait { uploader.counters.retries > 0 }
        for number in 1..<30 { segment(uploader, number) }
        try await wait { store.attempts > 10 }
        #expect(store.mostGoing == 1)
        store.answer { _ in nil }
        try await wait { uploader.counters.pending == 0 }
        #expect(2...8 ~= store.mostGoing)
        #expect(store.faults.isEmpty)
    }

    @Test(arguments: [(UploadFailure.Kind.away, 9...40), (.refused, 2...4)])
    func triesAgainLaterAndLater(kind: UploadFailure.Kind, attempts: ClosedRange<Int>) async throws {
        let uploader = try uploader()
        store.answer { _ in UploadFailure(kind, "no") }
        segment(uploader, 0)
        try await settle()
        let end = clock.now + .seconds(18)
        try await wait { clock.now >= end }
        #expect(attempts ~= store.attempts)
        #expect(uploader.counters.retries == store.attempts)
        #expect(uploader.counters.failure == "no")
        #expect(uploader.isRefused == (kind == .refused))
    }

    @Test func waitsAsLongAsAServerAsks() async throws {
        let uploader = try uploader()
        store.answer { _ in UploadFailure(.away, "busy", pause: .seconds(7)) }
        segment(uploader, 0)
        try await wait { uploader.counters.retries == 1 }
        store.answer { _ in nil }
        let begin = clock.now
        try await wait { uploader.counters.pending == 0 }
        #expect(clock.now - begin >= .seconds(6.5))
        #expect(store.attempts == 2)
    }

    @Test func listsOnlyWhatIsLostForGoodAsMissing() async throws {
        let uploader = try uploader { $0.spool = 25 }
        store.answer(Self.away)
        segment(uploader, 0)
        try await wait { uploader.counters.retries > 0 }
        playlist(uploader, 0...0)
        for number in 1..<5 {
            segment(uploader, number)
            playlist(uploader, 0...number)
        }
        store.answer { _ in nil }
        try await wait { uploader.counters.pending == 0 }
        let text = try #require(store.text("v/playlist.m3u8"))
        #expect(text.components(separatedBy: "#EXT-X-GAP\n").count == 1 + uploader.counters.lost)
        #expect(uploader.counters.lost > 0)
        #expect(text.hasSuffix("#EXTINF:2,\n1-4.m4s\n"))
        #expect(store.faults.isEmpty)
        #expect(told.changes.withLock { $0.count } == uploader.counters.lost)
    }

    /// What has left the window by the time the store is back is stored no more, and no text that still lists it is.
    @Test func namesNothingThatWasNeverStored() async throws {
        let uploader = try uploader()
        store.answer(Self.away)
        for number in 0..<30 {
            segment(uploader, number)
            playlist(uploader, max(0, number - 4)...number)
            if number >= 12 { uploader.remove("v/1-\(number - 12).m4s") }
            try await settle()
        }
        store.answer { _ in nil }
        try await wait { uploader.counters.pending == 0 }
        #expect(store.faults.isEmpty)
        #expect(uploader.counters.lost == 18)
        #expect(told.changes.withLock { $0.count { if case .lost = $0 { true } else { false } } } == 1)
        #expect(store.text("v/playlist.m3u8")?.contains("1-29.m4s") == true)
        #expect(store.files["v/1-0.m4s"] == nil)
        #expect(store.files["v/1-18.m4s"] != nil)
    }

    @Test func removesLateWhatLateReadersMayComeFor() async throws {
        let uploader = try uploader()
        segment(uploader, 0)
        playlist(uploader, 0...0)
        try await wait { uploader.counters.pending == 0 }
        store.answer(Self.away)
        segment(uploader, 1)
        playlist(uploader, 1...1)
        try await settle()
        clock.advance(by: .seconds(20))
        uploader.remove("v/1-0.m4s")
        store.answer { _ in nil }
        try await wait { uploader.counters.pending == 0 }
        let caughtUp = clock.now
        #expect(store.files["v/1-0.m4s"] != nil)
        try await wait(.seconds(1)) {
            playlist(uploader, 1...1)
            return store.files["v/1-0.m4s"] == nil
        }
        #expect(clock.now - caughtUp >= .seconds(28))
        #expect(uploader.counters.removed == 1)
    }

    @Test func aRemovalThatIsRefusedKeepsNobodyWaiting() async throws {
        let uploader = try uploader()
        store.answer { $0.hasPrefix("-") ? UploadFailure(.refused, "not allowed") : nil }
        segment(uploader, 0)
        playlist(uploader, 0...0)
        try await wait { uploader.counters.pending == 0 }
        uploader.remove("v/1-0.m4s")
        try await happens { !uploader.hasWork }
        segment(uploader, 1)
        try await happens { store.files["v/1-1.m4s"] != nil }
        #expect(uploader.counters.failure == nil)
        #expect(uploader.counters.retries == 0)
        #expect(store.files["v/1-0.m4s"] != nil)
    }

    @Test func aFileThatIsNeverTakenIsLostAndKeepsNobodyWaiting() async throws {
        let uploader = try uploader()
        store.answer { $0 == "v/1-1.m4s" ? UploadFailure(.unfit, "too large") : nil }
        for number in 0..<3 { segment(uploader, number) }
        playlist(uploader, 0...2)
        try await wait { uploader.counters.pending == 0 }
        #expect(store.text("v/playlist.m3u8")?.contains("#EXT-X-GAP\n1-1.m4s") == true)
        #expect(uploader.counters.lost == 1)
        #expect(store.faults.isEmpty)
    }

    @Test func playlistsLastAMomentWhileTheShowGoesOn() async throws {
        let uploader = try uploader { $0.isGzipped = true }
        segment(uploader, 0)
        playlist(uploader, 0...0)
        uploader.addPlaylist("master.m3u8", [Array("#EXTM3U\n".utf8)])
        try await wait { uploader.counters.pending == 0 }
        #expect(store.files["v/1-0.m4s"]?.cacheControl == "public, max-age=31536000, immutable")
        #expect(store.files["v/1-0.m4s"]?.isGzipped == false)
        #expect(store.files["v/playlist.m3u8"]?.cacheControl == "public, max-age=1")
        #expect(store.files["v/playlist.m3u8"]?.bytes.starts(with: [0x1F, 0x8B]) == true)
        #expect(store.files["master.m3u8"]?.cacheControl == "public, max-age=1")
        playlist(uploader, 0...0, isEnded: true)
        uploader.addPlaylist("master.m3u8", [Array("#EXTM3U\n".utf8)])
        try await wait { uploader.counters.pending == 0 }
        #expect(store.files["v/playlist.m3u8"]?.cacheControl == "public, max-age=300")
        #expect(store.files["master.m3u8"]?.cacheControl == "public, max-age=300")
    }

    @Test func drainsNoLongerThanItMay() async throws {
        let uploader = try uploader()
        store.answer(Self.away)
        segment(uploader, 0)
        playlist(uploader, 0...0)
        Task { [told] in
            let count = await uploader.drain(for: .seconds(3))
            told.left.withLock { $0 = count }
        }
        let begin = clock.now
        try await wait { told.left.withLock { $0 } != nil }
        #expect(told.left.withLock { $0 } == 2)
        #expect(.seconds(2.9)...(.seconds(4)) ~= clock.now - begin)
        #expect(await uploader.drain(for: .zero) == 2)
        store.answer { _ in nil }
        Task { [told] in
            let count = await uploader.drain(for: .seconds(30))
            told.left.withLock { $0 = count }
        }
        try await wait { told.left.withLock { $0 } == 0 }
        #expect(store.faults.isEmpty)
    }

    @Test func beginsWhereAPlaceIsAwayAndNotWhereItRefuses() async throws {
        let uploader = try uploader()
        store.answer(Self.away)
        try await uploader.check(until: Interrupt())
        store.answer { _ in UploadFailure(.refused, "not allowed") }
        let error = await #expect(throws: JobError.self) { try await uploader.check(until: Interrupt()) }
        #expect(error?.code == .unavailable)
        store.answer { _ in nil }
        try await uploader.check(until: Interrupt())
        #expect(store.done == ["+.tatecast-check", "-.tatecast-check"])
    }
}
