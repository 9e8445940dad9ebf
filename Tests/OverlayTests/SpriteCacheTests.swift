import MediaModel
import Synchronization
import Testing
import Typeset

@testable import Overlay

@Suite struct SpriteCacheTests {
    private let sprite = Sprite(.flat(.white, width: 16, height: 16))

    /// A cache with room for three sprites.
    private func makeCache() -> SpriteCache<Int> { SpriteCache(limit: sprite.byteCount * 3 + 10) }

    @Test func makesASpriteOnce() {
        let cache = makeCache()
        let first = cache.sprite(for: 1) { sprite }
        let second = cache.sprite(for: 1) {
            Issue.record("it is there already")
            return sprite
        }
        #expect(first === second)
    }

    @Test func dropsTheOneUnusedForLongest() {
        let cache = makeCache()
        for key in [1, 2, 3, 1, 4] { _ = cache.sprite(for: key) { sprite } }
        var made: [Int] = []
        for key in [1, 3, 4, 2] {
            _ = cache.sprite(for: key) {
                made.append(key)
                return sprite
            }
        }
        #expect(made == [2])
    }

    @Test func tellsHowWellItServesAcrossCaches() {
        let account = SpriteAccount()
        do {
            let cache = SpriteCache<Int>(limit: sprite.byteCount * 3 + 10, account: account)
            for key in [1, 2, 3, 1, 4, 4] { _ = cache.sprite(for: key) { sprite } }
            #expect(account.hits == 2 && account.misses == 4 && account.evictions == 1)
            #expect(account.entryCount == cache.count && account.byteCount == cache.byteCount)
            #expect(account.byteCount == 3 * sprite.byteCount)
        }
        // What a cache took is free with it; what it did stays done.
        #expect(account.byteCount == 0 && account.entryCount == 0 && account.misses == 4)
        let next = SpriteCache<Int>(limit: sprite.byteCount, account: account)
        _ = next.sprite(for: 1) { sprite }
        _ = next.sprite(for: 2) { Sprite(.flat(.white, width: 400, height: 400)) }
        #expect(account.misses == 6 && account.entryCount == 1 && account.evictions == 1)
    }

    @Test func neverExceedsItsLimit() {
        let cache = makeCache()
        for key in 0..<1_000 {
            let size = 1 + key * 7 % 40
            _ = cache.sprite(for: key) { Sprite(.flat(.white, width: size, height: size)) }
            #expect(cache.byteCount <= cache.limit)
        }
        #expect(cache.count >= 1)
    }

    @Test func handsOutWhatIsLargerThanItself() {
        let cache = makeCache()
        _ = cache.sprite(for: 1) { sprite }
        let large = cache.sprite(for: 2) { Sprite(.flat(.white, width: 100, height: 100)) }
        #expect(large.size.width == 100 && cache.count == 1)
    }

    @Test func keepsNothingOfWhatFailed() {
        struct Failure: Error {}
        let cache = makeCache()
        #expect(throws: Failure.self) { try cache.sprite(for: 1) { () throws(Failure) in throw Failure() } }
        #expect(cache.count == 0)
    }

    @Test func servesManyThreads() async {
        let cache = makeCache()
        await withTaskGroup(of: Void.self) { group in
            for task in 0..<8 {
                group.addTask {
                    for key in 0..<200 {
                        _ = cache.sprite(for: (key * (task + 1)) % 7) { Sprite(.flat(.white, width: 16, height: 16)) }
                    }
                }
            }
        }
        #expect(cache.byteCount == cache.count * sprite.byteCount && cache.count == 3)
    }
}
