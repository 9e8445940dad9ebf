import DequeModule
import Foundation

/// An event that waits in an outbox.
struct OutboxEntry: Hashable, Sendable {
    /// Grows from event to event of an outbox; the journal's alone.
    let number: Int
    /// The same on each attempt, and no other event's, so that receivers know what they have had (`webhook-id`).
    let id: String
    let type: WebhookEventType
    let body: String
    /// Of a `dropped` event: how many were lost of each type.
    var losses: [String: Int]?

    var byteCount: Int { body.utf8.count + id.utf8.count + 64 }
}

/// Names events, as no other process and no other event is named.
struct EventIDs {
    private let run: String
    private var count = 0

    init() { run = String(UInt64.random(in: .min ... .max), radix: 36) }

    /// - Parameter run: Begins all names.
    init(run: String) { self.run = run }

    mutating func next() -> String {
        count += 1
        return "evt_\(run)_\(count)"
    }
}

/// The events that one address is still to be told of, in order: a rule without a disk or a clock.
///
/// It holds so many, or so many bytes. What finds no room makes some: states that a later one supersedes go first, then segments, then
/// the oldest of the rest; a `dropped` event stands in their place and counts them. The first event stays: it may be on its way.
struct OutboxQueue {
    struct Limits: Hashable, Sendable {
        var count = 10_000
        var byteCount = 16 << 20
    }

    let limits: Limits
    private var waiting: Deque<OutboxEntry> = []
    private(set) var byteCount = 0
    /// Of the event that was put in last, ever.
    private(set) var lastNumber = 0
    /// Events that found no room.
    private(set) var lossCount = 0

    init(limits: Limits = Limits()) { self.limits = limits }

    /// What an earlier process left, in order.
    init(limits: Limits, restoring entries: [OutboxEntry], lastNumber: Int) {
        self.limits = limits
        waiting = Deque(entries)
        self.lastNumber = max(lastNumber, entries.last?.number ?? 0)
        byteCount = entries.reduce(0) { $0 + $1.byteCount }
    }

    /// In order. Not by `Array(_:)`: of an empty deque that writes to the empty array which all threads share.
    var entries: [OutboxEntry] { waiting.map { $0 } }

    var count: Int { waiting.count }

    var first: OutboxEntry? { waiting.first }

    /// Puts an event in at the end.
    ///
    /// - Parameters:
    ///   - ids: Names it.
    ///   - date: The time.
    /// - Returns: Its entry, and whether others went for it.
    mutating func put(_ message: WebhookMessage, at date: Date, ids: inout EventIDs) -> (OutboxEntry, makesRoom: Bool) {
        let entry = OutboxEntry(number: lastNumber + 1, id: ids.next(), type: message.type, body: message.body)
        lastNumber = entry.number
        waiting.append(entry)
        byteCount += entry.byteCount
        let isFull = waiting.count > limits.count || byteCount > limits.byteCount
        if isFull { makeRoom(at: date, ids: &ids) }
        return (entry, isFull)
    }

    /// Takes the first event out, if it has this number: it has been delivered.
    mutating func deliver(_ number: Int) {
        guard let first, first.number == number else { return }
        byteCount -= first.byteCount
        waiting.removeFirst()
    }

    /// Forgets everything: nobody is there any more to tell.
    mutating func removeAll() { (waiting, byteCount) = ([], 0) }

    // MARK: - Room

    /// Brings the queue down to three quarters of what it holds, so that this isn't done for each event.
    private mutating func makeRoom(at date: Date, ids: inout EventIDs) {
        let goal = Limits(count: limits.count * 3 / 4, byteCount: limits.byteCount * 3 / 4)
        var latest: [WebhookEventType: Int] = [:]
        for entry in waiting where entry.type.isState { latest[entry.type] = entry.number }
        let passes: [(OutboxEntry) -> Bool] = [
            { $0.type.isState && latest[$0.type] != $0.number },
            { $0.type == .segment },
            { !$0.type.isKept && latest[$0.type] == nil },
        ]
        var removed: Set<Int> = []
        var (count, bytes) = (waiting.count, byteCount)
        for isWorthless in passes {
            for entry in waiting.dropFirst() where !removed.contains(entry.number) && isWorthless(entry) {
                guard count > goal.count || bytes > goal.byteCount else { break }
                removed.insert(entry.number)
                count -= 1
                bytes -= entry.byteCount
            }
        }
        guard !removed.isEmpty else { return }
        lossCount += removed.count
        replace(removed, at: date, ids: &ids)
    }

    /// Takes events out, with what told of earlier losses, and tells of all of them in the first one's place.
    private mutating func replace(_ removed: Set<Int>, at date: Date, ids: inout EventIDs) {
        var losses: [String: Int] = [:]
        var place: (index: Int, number: Int)?
        var kept: Deque<OutboxEntry> = []
        for (index, entry) in waiting.enumerated() {
            let tellsOfLosses = index > 0 && entry.type == .dropped
            guard removed.contains(entry.number) || tellsOfLosses else {
                kept.append(entry)
                continue
            }
            place = place ?? (kept.count, entry.number)
            if tellsOfLosses {
                losses.merge(entry.losses ?? [:], uniquingKeysWith: +)
            } else {
                losses[entry.type.rawValue, default: 0] += 1
            }
        }
        guard let place else { return }
        kept.insert(
            OutboxEntry(
                number: place.number, id: ids.next(), type: .dropped,
                body: WebhookMessage.dropped(losses, at: date).body, losses: losses), at: place.index)
        waiting = kept
        byteCount = kept.reduce(0) { $0 + $1.byteCount }
    }
}

extension WebhookMessage {
    /// - Parameter losses: How many of each type; `nil` if nobody knows.
    static func dropped(_ losses: [String: Int]?, at date: Date) -> WebhookMessage {
        WebhookMessage(
            .dropped, at: date,
            [
                "count": losses.map { .number($0.values.reduce(0, +)) } ?? .null,
                "types": losses.map { .object($0.mapValues { .number($0) }) } ?? .null,
            ])
    }
}
