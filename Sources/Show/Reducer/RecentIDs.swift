/// The last ids seen, a bounded number of them.
struct RecentIDs {
    private let capacity: Int
    private var known: Set<String> = []
    /// In the order they came, as a ring once full.
    private var inOrder: [String] = []
    private var oldest = 0

    init(capacity: Int) {
        precondition(capacity > 0)
        self.capacity = capacity
    }

    func contains(_ id: String) -> Bool { known.contains(id) }

    /// Remembers an id and forgets the oldest if need be. Returns `false` if it was known.
    @discardableResult
    mutating func insert(_ id: String) -> Bool {
        guard known.insert(id).inserted else { return false }
        guard inOrder.count == capacity else {
            inOrder.append(id)
            return true
        }
        known.remove(inOrder[oldest])
        inOrder[oldest] = id
        oldest = (oldest + 1) % capacity
        return true
    }
}
