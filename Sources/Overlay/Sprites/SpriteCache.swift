import Synchronization

/// Sprites by what they show, bounded by their bytes: the one unused for longest goes first.
///
/// A sprite that has left the cache lives on in the scenes that show it. Any thread.
public final class SpriteCache<Key: Hashable & Sendable>: Sendable {
    private struct Entry {
        let film: AnimatedSprite
        let byteCount: Int
        var lastUse: UInt64
    }

    private struct Contents {
        var entries: [Key: Entry] = [:]
        var byteCount = 0
        var clock: UInt64 = 0

        mutating func use(_ key: Key) -> AnimatedSprite? {
            clock += 1
            entries[key]?.lastUse = clock
            return entries[key]?.film
        }

        mutating func insert(_ film: AnimatedSprite, _ added: Int, for key: Key, limit: Int, _ account: SpriteAccount) {
            // A search through all is fine: a cache holds some hundred sprites, and a miss costs a layout anyway.
            while byteCount + added > limit,
                let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse })
            {
                byteCount -= oldest.value.byteCount
                entries[oldest.key] = nil
                account.note(bytes: -oldest.value.byteCount, entries: -1)
                account.evictionTotal.add(1, ordering: .relaxed)
            }
            entries[key] = Entry(film: film, byteCount: added, lastUse: clock)
            byteCount += added
            account.note(bytes: added, entries: 1)
        }
    }

    /// The most that all sprites together may take, in bytes.
    public let limit: Int
    private let account: SpriteAccount
    private let contents = Mutex(Contents())

    /// - Parameters:
    ///   - limit: In bytes; 64 MB if left out.
    ///   - account: What counts how well it serves.
    public init(limit: Int = 64 << 20, account: SpriteAccount = SpriteAccount()) {
        precondition(limit >= 0, "a cache of \(limit) bytes")
        (self.limit, self.account) = (limit, account)
    }

    deinit { contents.withLock { account.note(bytes: -$0.byteCount, entries: -$0.entries.count) } }

    /// What all cached sprites take together, in bytes.
    public var byteCount: Int { contents.withLock { $0.byteCount } }

    /// The number of cached sprites.
    public var count: Int { contents.withLock { $0.entries.count } }

    /// The sprite of a key, which counts as used now; made by `make` if it isn't there. See ``film(for:make:)``.
    public func sprite<Failure: Error>(
        for key: Key, make: () throws(Failure) -> Sprite
    ) throws(Failure) -> Sprite {
        let film = try film(for: key) { () throws(Failure) in AnimatedSprite(sprites: [try make()], milliseconds: [1]) }
        return film.first
    }

    /// The sprites of a key, of which the cache keeps all or none. They count as used now.
    ///
    /// `make` runs outside the lock: it may take milliseconds, and may use the cache itself. Two threads that miss the
    /// same key at once both make it, and the first one's is kept.
    func film<Failure: Error>(for key: Key, make: () throws(Failure) -> AnimatedSprite) throws(Failure)
        -> AnimatedSprite
    {
        if let found = contents.withLock({ $0.use(key) }) {
            account.hitTotal.add(1, ordering: .relaxed)
            return found
        }
        account.missTotal.add(1, ordering: .relaxed)
        let made = try make()
        let byteCount = made.byteCount
        // One that is larger than the whole cache would only empty it.
        guard byteCount <= limit else { return made }
        return contents.withLock { contents in
            if let found = contents.use(key) { return found }
            contents.insert(made, byteCount, for: key, limit: limit, account)
            return made
        }
    }
}
