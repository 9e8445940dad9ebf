/// What is kept of whoever came lately, by some key: so much at most, and who was silent for longest is forgotten first.
///
/// Two tables: who comes is put into the young one, and when that is half of all, or has gone on for long enough, it becomes the old one, and the one that
/// was old goes. So nobody ever looks through all of them, however many strangers come, and who comes again and again isn't pushed out by those who come
/// once. A value that knows no clock, as ``RateLimiter`` is one.
public struct RecentValues<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private let limit: Int
    private let memory: Duration
    private var young: [Key: Value] = [:]
    private var old: [Key: Value] = [:]
    /// When the young table was begun.
    private var begin = Duration.zero

    /// - Parameters:
    ///   - limit: So many at most; 2 or more.
    ///   - memory: Who was silent for so long may be forgotten, and for twice as long is.
    public init(limit: Int, memory: Duration) {
        precondition(limit >= 2 && memory > .zero, "\(limit) values for \(memory)")
        (self.limit, self.memory) = (limit, memory)
    }

    public var count: Int { young.count + old.count }

    public func contains(_ key: Key) -> Bool { young[key] != nil || old[key] != nil }

    /// Notes that somebody is here.
    ///
    /// - Parameters:
    ///   - now: On any clock that doesn't go back.
    ///   - first: What is kept of somebody who isn't remembered.
    public mutating func note(_ key: Key, at now: Duration, first: @autoclosure () -> Value) {
        if now - begin >= memory { turn(at: now) }
        guard young[key] == nil else { return }
        let value = old.removeValue(forKey: key) ?? first()
        if young.count >= limit / 2 { turn(at: now) }
        young[key] = value
    }

    /// Changes what is kept of somebody; `nil` for who isn't remembered.
    @discardableResult
    public mutating func change<Result>(_ key: Key, _ body: (inout Value) -> Result) -> Result? {
        if let index = young.index(forKey: key) { return body(&young.values[index]) }
        if let index = old.index(forKey: key) { return body(&old.values[index]) }
        return nil
    }

    private mutating func turn(at now: Duration) {
        // After a long silence the young ones are as old as the old ones.
        old = now - begin >= memory * 2 ? [:] : young
        // As much room again at once: a table that grows is copied.
        young = Dictionary(minimumCapacity: old.count)
        begin = now
    }
}
