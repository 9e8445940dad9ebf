import Foundation
import Lines
import Synchronization

/// What one address is still to be told of: in memory, and on the disk where there is one. Any thread; never waits for the disk, and
/// goes on in memory while it fails.
final class WebhookOutbox: Sendable {
    /// The longest file that is read, in bytes: twice what an outbox holds, and what its lines have besides.
    private static let longestFile = 64 << 20
    /// Of lines that wait for the disk, in bytes.
    private static let limit = 24 << 20

    private let shared: OutboxState
    private let sink: LineSink<OutboxJournal.Change>?
    /// Whoever delivers waits for something to come.
    private let changes: AsyncStream<Void>
    private let change: AsyncStream<Void>.Continuation

    /// An outbox in memory alone.
    convenience init(limits: OutboxQueue.Limits = .init()) {
        self.init(OutboxQueue(limits: limits), path: nil) { _ in }
    }

    /// An outbox in a file, with what an earlier process left there; one is made when there is something to write. Blocks while
    /// it is read.
    ///
    /// - Parameters:
    ///   - path: Nobody else uses it.
    ///   - onFault: Told what is wrong with the disk, on a thread of its own; `nil` when it is over.
    /// - Returns: The outbox, and how many lines of the file can't be read.
    /// - Throws: What the system says of a file that is there and can't be read.
    static func open(
        path: String, limits: OutboxQueue.Limits = .init(), onFault: @escaping @Sendable (String?) -> Void
    ) throws -> (WebhookOutbox, unreadableLines: Int) {
        var contents = JournalLine.Contents()
        if FileManager.default.fileExists(atPath: path) {
            let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            contents = JournalLine.read(try file.read(upToCount: longestFile) ?? Data())
            try file.close()
        }
        let queue = OutboxQueue(limits: limits, restoring: contents.entries, lastNumber: contents.lastNumber)
        return (WebhookOutbox(queue, path: path, onFault: onFault), contents.unreadableCount)
    }

    private init(_ queue: OutboxQueue, path: String?, onFault: @escaping @Sendable (String?) -> Void) {
        let shared = OutboxState(queue)
        self.shared = shared
        (changes, change) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        sink = path.map { path in
            LineSink(
                named: "webhook outbox", limit: Self.limit,
                taker: OutboxJournal(path: path, outbox: shared, onFault: onFault))
        }
    }

    /// Reads of what waits.
    func read<Result: Sendable>(_ part: (OutboxQueue) -> Result) -> Result { shared.read(part) }

    /// Puts an event in; returns at once.
    func put(_ message: WebhookMessage, at date: Date) {
        let added: (entry: OutboxEntry, makesRoom: Bool)? = shared.value.withLock { state in
            guard !state.isClosed else { return nil }
            let added = state.queue.put(message, at: date, ids: &state.ids)
            // In the order of their numbers; the sink never waits.
            sink?.put(added.1 ? .rewrite : .put(added.0), cost: added.0.byteCount)
            return (added.0, added.1)
        }
        if added != nil { change.yield() }
    }

    /// The event that is to be delivered next, at once or when it has come; `nil` once the outbox is closed and empty, or the task is
    /// cancelled. One at a time may ask.
    func next() async -> OutboxEntry? {
        while !Task.isCancelled {
            let (first, isClosed) = shared.value.withLock { ($0.queue.first, $0.isClosed) }
            if let first { return first }
            if isClosed { return nil }
            var iterator = changes.makeAsyncIterator()
            await iterator.next()
        }
        return nil
    }

    /// An event has been delivered.
    func deliver(_ number: Int) {
        shared.value.withLock { state in
            state.queue.deliver(number)
            sink?.put(.delivered(number), cost: 64)
        }
    }

    /// Takes no more events.
    func close() {
        shared.value.withLock { $0.isClosed = true }
        change.yield()
    }

    /// Forgets all events, and takes no more: nobody is there to be told.
    func giveUp() {
        shared.value.withLock { state in
            state.queue.removeAll()
            state.isClosed = true
            sink?.put(.rewrite, cost: 64)
        }
        change.yield()
    }

    /// Waits until the disk has all of it. Blocks.
    ///
    /// - Returns: Whether the disk has it in time.
    @discardableResult
    func finish(within patience: Duration) -> Bool {
        sink?.put(.end, cost: 64, .kept)
        return sink?.end(within: patience) ?? true
    }
}

/// What an outbox and its journal both look at.
final class OutboxState: Sendable {
    struct Value {
        var queue: OutboxQueue
        var ids = EventIDs()
        var isClosed = false
    }

    let value: Mutex<Value>

    init(_ queue: OutboxQueue) { value = Mutex(Value(queue: queue)) }

    /// Reads under the lock. The queue itself doesn't leave it: as long as somebody held that copy, the next change would have to copy all
    /// that waits.
    func read<Result: Sendable>(_ part: (OutboxQueue) -> Result) -> Result { value.withLock { part($0.queue) } }
}
