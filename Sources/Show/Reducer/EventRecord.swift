/// What the last events with ids said and on which ticks they were committed, a bounded number of them.
struct EventRecord: Sendable {
    private struct Entry {
        /// The tick that the event was committed on.
        let tick: Int
        /// Of what it did; `nil` for a comment that was removed before it came.
        let fingerprint: Int?
        var isUndone = false
    }

    private let capacity: Int
    private var entries: [String: Entry] = [:]
    /// In the order they came, as a ring once full.
    private var inOrder: [String] = []
    private var oldest = 0

    init(capacity: Int) {
        precondition(capacity > 0)
        self.capacity = capacity
    }

    /// The tick on which an event of this id was committed; `nil` if none is remembered.
    func tick(of id: String) -> Int? { entries[id].flatMap { $0.fingerprint == nil ? nil : $0.tick } }

    /// Whether an event of this id was committed, or is a removed comment.
    func contains(_ id: String) -> Bool { entries[id] != nil }

    /// Whether the event of this id was taken back.
    func isUndone(_ id: String) -> Bool { entries[id]?.isUndone ?? false }

    /// - Parameter action: As it came, before words are masked: the same event sent again says the same.
    func use(of id: String, by action: ShowEvent.Action) -> EventIDUse {
        guard let entry = entries[id] else { return .new }
        guard let fingerprint = entry.fingerprint else {
            // To remove a comment isn't to use its id for anything else.
            if case .comment = action { return .repeated }
            return .new
        }
        return fingerprint == action.hashValue ? .repeated : .other(tick: entry.tick)
    }

    /// Remembers an event, and forgets the oldest if need be.
    mutating func insert(_ id: String, _ action: ShowEvent.Action, tick: Int) {
        put(Entry(tick: tick, fingerprint: action.hashValue), under: id)
    }

    /// Remembers that the comment of this id must not come any more, unless it has come already.
    mutating func insert(removedComment id: String, tick: Int) {
        guard entries[id] == nil else { return }
        put(Entry(tick: tick, fingerprint: nil), under: id)
    }

    /// Remembers that the event of this id was taken back.
    mutating func undo(_ id: String) { entries[id]?.isUndone = true }

    private mutating func put(_ entry: Entry, under id: String) {
        guard entries.updateValue(entry, forKey: id) == nil else { return }
        guard inOrder.count == capacity else {
            inOrder.append(id)
            return
        }
        entries[inOrder[oldest]] = nil
        inOrder[oldest] = id
        oldest = (oldest + 1) % capacity
    }
}
