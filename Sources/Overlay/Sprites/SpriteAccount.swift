import Synchronization

/// What caches of sprites hold and how well they serve, from one preset to the next: the new one's cache counts on where the old
/// one's stopped. Any thread; reading it waits for nothing.
public final class SpriteAccount: Sendable {
    private let bytes = Atomic(0)
    private let entries = Atomic(0)
    let hitTotal = Atomic(0)
    let missTotal = Atomic(0)
    let evictionTotal = Atomic(0)

    public init() {}

    /// What all caches hold at present, in bytes. Sprites that a scene still shows after they have left aren't in it.
    public var byteCount: Int { bytes.load(ordering: .relaxed) }
    /// The number of things that they hold: sprites, or animations with all their pictures.
    public var entryCount: Int { entries.load(ordering: .relaxed) }
    /// How often something was there.
    public var hits: Int { hitTotal.load(ordering: .relaxed) }
    /// How often something had to be drawn.
    public var misses: Int { missTotal.load(ordering: .relaxed) }
    /// How often something had to go for something else.
    public var evictions: Int { evictionTotal.load(ordering: .relaxed) }

    func note(bytes byteChange: Int, entries entryChange: Int) {
        bytes.add(byteChange, ordering: .relaxed)
        entries.add(entryChange, ordering: .relaxed)
    }
}
