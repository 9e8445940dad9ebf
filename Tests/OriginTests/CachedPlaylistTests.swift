import Foundation
import NIOCore
import Synchronization
import Testing

@testable import Origin

@Suite(.timeLimit(.minutes(1))) struct CachedPlaylistTests {
    private final class Counter: Sendable { let count = Atomic(0) }

    private static let text = Array(String(repeating: "#EXTINF:1.6,\n", count: 100).utf8)

    @Test func isWrittenOnceForAllWhoAsk() {
        let counter = Counter()
        let playlist = CachedPlaylist(.live(targetDuration: 2), tag: "run-1", isLong: false) {
            counter.count.add(1, ordering: .relaxed)
            return Self.text
        }
        #expect(playlist.text(compressed: false) == nil && playlist.text(compressed: true) == nil)
        let packed = playlist.makeText(compressed: true)
        #expect(packed.isCompressed && packed.bytes.readableBytes < Self.text.count / 5)
        for _ in 0..<3 {
            #expect(Array(playlist.makeText(compressed: false).bytes.readableBytesView) == Self.text)
            #expect(playlist.makeText(compressed: true).bytes == packed.bytes)
        }
        #expect(playlist.text(compressed: true)?.bytes == packed.bytes)
        #expect(counter.count.load(ordering: .relaxed) == 1)
    }

    /// While one thread writes, another is told that there is nothing yet, rather than being held up.
    @Test func nobodyWaitsForWhoeverWritesIt() async {
        let (isWriting, mayFinish) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let playlist = CachedPlaylist(.live(targetDuration: 2), tag: "run-1", isLong: true) {
            isWriting.signal()
            mayFinish.wait()
            return Self.text
        }
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                _ = playlist.makeText(compressed: true)
                continuation.resume()
            }
            isWriting.wait()
            #expect(playlist.text(compressed: false) == nil)
            mayFinish.signal()
        }
        #expect(playlist.text(compressed: true) != nil)
    }
}
