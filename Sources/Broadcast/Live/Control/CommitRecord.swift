/// On which ticks the last events with ids were committed, a bounded number of them.
struct CommitRecord {
    private let capacity: Int
    private var ticks: [String: Int] = [:]
    /// In the order they came, as a ring once full.
    private var inOrder: [String] = []
    private var oldest = 0

    init(capacity: Int = 65_536) {
        precondition(capacity > 0)
        self.capacity = capacity
    }

    subscript(_ id: String) -> Int? { ticks[id] }

    /// Remembers an event, and forgets the oldest if need be. The first tick of an id stays.
    mutating func insert(_ id: String, tick: Int) {
        guard ticks[id] == nil else { return }
        ticks[id] = tick
        guard inOrder.count == capacity else {
            inOrder.append(id)
            return
        }
        ticks[inOrder[oldest]] = nil
        inOrder[oldest] = id
        oldest = (oldest + 1) % capacity
    }
}
