import MediaModel
import Show
import Synchronization
import Typeset

/// Sprites that take long to make and depend on little of a preset, kept from one preset to the next: a designer who
/// moves the hearts hasn't changed what they look like.
///
/// What no preset has asked for in a while is forgotten. Any thread.
final class SharedSpriteCache: Sendable {
    /// What a set of sprites shows: all that it depends on.
    enum Key: Hashable, Sendable {
        case hearts(HeartSprites.Recipe)
        case digits(TextStyle, sign: String, zoom: Double, locale: String)
        case counter(TextStyle, height: Int, locale: String)
    }

    private struct Entry {
        let value: any Sendable
        /// By how many presets it has been passed over.
        var age = 0
    }

    /// A designer goes back to what was there before, and not to what was there long ago.
    private static let longestAge = 4
    private let entries: Mutex<[Key: Entry]>

    init(reusing old: SharedSpriteCache?) {
        var entries = old?.entries.withLock { $0 } ?? [:]
        for key in entries.keys { entries[key]?.age += 1 }
        self.entries = Mutex(entries.filter { $0.value.age <= Self.longestAge })
    }

    func has(_ key: Key) -> Bool { entries.withLock { $0[key] != nil } }

    /// What a key stands for, made if it isn't there.
    func value<Value: Sendable>(
        for key: Key, make: () throws(OverlayError) -> Value
    ) throws(OverlayError) -> Value {
        let found = entries.withLock { entries in
            entries[key]?.age = 0
            return entries[key]?.value as? Value
        }
        if let found { return found }
        let made = try make()
        entries.withLock { $0[key] = Entry(value: made) }
        return made
    }
}
