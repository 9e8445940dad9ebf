/// What was noted lately under some keys: each for a while, and only so many. Times are on any clock that doesn't go back.
struct RecentTable<Key: Hashable, Value> {
    private let memory: Duration
    private let maximumCount: Int
    private var entries: [Key: (value: Value, last: Duration)] = [:]

    /// - Parameters:
    ///   - memory: After so long without a note, a key is forgotten.
    ///   - maximumCount: Of keys; the one that was quiet for longest gives way.
    init(memory: Duration, maximumCount: Int) {
        (self.memory, self.maximumCount) = (memory, maximumCount)
    }

    var count: Int { entries.count }

    /// What was noted last; `nil` if that is forgotten.
    mutating func value(of key: Key, at now: Duration) -> Value? {
        if let entry = entries[key], now - entry.last > memory { entries[key] = nil }
        return entries[key]?.value
    }

    mutating func note(_ value: Value, for key: Key, at now: Duration) {
        if entries[key] == nil, entries.count >= maximumCount {
            entries = entries.filter { now - $0.value.last <= memory }
            if entries.count >= maximumCount, let quietest = entries.min(by: { $0.value.last < $1.value.last }) {
                entries[quietest.key] = nil
            }
        }
        entries[key] = (value, now)
    }

    mutating func forget(_ key: Key) { entries[key] = nil }
}
