import DequeModule

/// Lines that wait for whoever takes them: bounded by what they cost, in bytes.
///
/// When it is full, what comes is dropped rather than what waits: so there is one gap, and it says how much is missing where
/// it is. After that there is room again once half of what waited is gone; a slow reader would see a gap for every line otherwise.
struct LineQueue<Entry: Sendable> {
    private struct Waiting {
        let item: LineItem<Entry>
        let cost: Int
    }

    private let limit: Int
    private var waiting: Deque<Waiting> = []
    private(set) var cost = 0
    /// Dropped since the last entry that found room.
    private var gap = 0
    private var isOverflowing = false

    /// - Parameter limit: In bytes, besides what is kept.
    init(limit: Int) {
        precondition(limit > 0)
        self.limit = limit
    }

    var isEmpty: Bool { waiting.isEmpty && gap == 0 }

    /// Returns whether there was room.
    ///
    /// - Parameter lines: What it counts for if it is dropped.
    mutating func put(_ entry: Entry, cost: Int, lines: Int, _ importance: LineImportance) -> Bool {
        guard importance == .kept || hasRoom(for: cost) else {
            isOverflowing = true
            if importance == .usual { gap += lines }
            return false
        }
        closeGap()
        waiting.append(Waiting(item: .entry(entry, isKept: importance == .kept), cost: cost))
        self.cost += cost
        return true
    }

    /// The oldest, or a gap behind all that waits.
    mutating func pop() -> LineItem<Entry>? {
        if waiting.isEmpty { closeGap() }
        guard let next = waiting.popFirst() else { return nil }
        cost -= next.cost
        if cost <= limit / 2 { isOverflowing = false }
        return next.item
    }

    /// Drops and counts what isn't kept, for an end that can't wait.
    mutating func prune() {
        var lines = 0
        let kept = waiting.filter { waiting in
            switch waiting.item {
            case .entry(_, isKept: true): return true
            case .entry(_, isKept: false): lines += 1
            case .gap(let dropped): lines += dropped
            }
            return false
        }
        waiting = (lines > 0 ? [Waiting(item: .gap(lines: lines), cost: 0)] : []) + kept
        cost = waiting.reduce(0) { $0 + $1.cost }
        isOverflowing = cost > limit / 2
    }

    private func hasRoom(for cost: Int) -> Bool {
        !isOverflowing && self.cost + cost <= limit
    }

    private mutating func closeGap() {
        guard gap > 0 else { return }
        waiting.append(Waiting(item: .gap(lines: gap), cost: 0))
        gap = 0
    }
}
