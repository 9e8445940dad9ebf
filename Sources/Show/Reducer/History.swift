/// What a reducer has come to, and how: a state to start from and the last events since.
///
/// An event is undone by going through the rest again from the start, which gives the very state that would be there
/// without it.
struct History<Reducer: UndoableReducer>: Sendable {
    /// As it is now.
    private(set) var current: Reducer
    private var base: Reducer
    private var entries: [Entry] = []
    private let capacity: Int

    private struct Entry {
        var tick: Int
        var id: String?
        var input: Reducer.Input
    }

    /// - Parameter capacity: At least so many of the last events can be undone; twice as many are kept.
    init(_ reducer: Reducer, capacity: Int) {
        (current, base, self.capacity) = (reducer, reducer, capacity)
        entries.reserveCapacity(2 * capacity)
    }

    /// How many events are kept.
    var count: Int { entries.count }

    /// Changes what it has come to, and what that would be without the events that are kept.
    mutating func change(_ body: (inout Reducer) -> Void) {
        body(&current)
        body(&base)
    }

    /// Changes what is remembered of each event, and with it what undoing one of them leads to.
    mutating func changeInputs(_ body: (Reducer.Input) -> Reducer.Input) {
        for index in entries.indices { entries[index].input = body(entries[index].input) }
    }

    mutating func advance(to tick: Int, _ rules: ShowRules) { current.advance(to: tick, rules) }

    mutating func apply(_ input: Reducer.Input, id: String?, atTick tick: Int, _ rules: ShowRules) {
        current.advance(to: tick, rules)
        current.apply(input, rules)
        remember(Entry(tick: tick, id: id, input: input), rules)
    }

    /// Takes an event back. Returns `false` if none of this id is remembered.
    mutating func undo(id: String, atTick tick: Int, _ rules: ShowRules) -> Bool {
        guard let index = entries.lastIndex(where: { $0.id == id }) else { return false }
        entries.remove(at: index)
        current = base
        for entry in entries { Self.apply(entry, to: &current, rules) }
        current.advance(to: tick, rules)
        return true
    }

    private static func apply(_ entry: Entry, to reducer: inout Reducer, _ rules: ShowRules) {
        reducer.advance(to: entry.tick, rules)
        reducer.apply(entry.input, rules)
    }

    private mutating func remember(_ entry: Entry, _ rules: ShowRules) {
        if entry.id == nil, mergeIntoLast(entry) { return }
        if entries.count == 2 * capacity {
            for old in entries.prefix(capacity) { Self.apply(old, to: &base, rules) }
            entries.removeFirst(capacity)
        }
        entries.append(entry)
    }

    /// Of events without ids that say the same, only those of the last tick and the sum of all before them are kept.
    private mutating func mergeIntoLast(_ entry: Entry) -> Bool {
        guard let last = entries.last, last.id == nil else { return false }
        let end = entries.count - 1
        if last.tick == entry.tick {
            return Reducer.merge(entry.input, into: &entries[end].input, isSameTick: true)
        }
        if end > 0, entries[end - 1].id == nil,
            Reducer.merge(last.input, into: &entries[end - 1].input, isSameTick: false)
        {
            entries[end - 1].tick = last.tick
            entries.removeLast()
        }
        return false
    }
}
