import Foundation

/// Hands what publishers send to the one thread that consumes it.
///
/// It holds a bounded number of bytes: beyond, the publisher's socket isn't read, so a slow consumer slows the publisher
/// down and costs no memory. ``next()`` blocks, so only a thread made for it may call it, never an `async` function.
public final class IngestEventQueue: @unchecked Sendable {
    // Sendable, as every access to what follows holds the lock of `changed`.
    private let changed = NSCondition()
    private let capacity: Int
    private var events: [IngestEvent] = []
    private var first = 0
    private var bytes = 0
    private var isClosed = false
    private var publisher: UInt64?
    private var resume: (@Sendable () -> Void)?
    private var refuse: (@Sendable (ProtocolError) -> Void)?

    /// - Parameter capacity: In bytes of coded media.
    public init(capacity: Int) {
        precondition(capacity > 0)
        self.capacity = capacity
    }
}

// MARK: - The consumer

extension IngestEventQueue {
    /// What ``next(within:)`` found.
    public enum Answer: Hashable, Sendable {
        case event(IngestEvent)
        /// Nothing came in that time.
        case nothing
        /// The server closed, and everything was taken.
        case closed
    }

    /// Waits for the next event. Returns `nil` once the server closed and everything was taken.
    public func next() -> IngestEvent? {
        switch take(until: nil) {
        case .event(let event): event
        case .nothing, .closed: nil
        }
    }

    /// Waits for the next event, at most `time`. A step of the system's clock may lengthen or shorten the wait.
    public func next(within time: Duration) -> Answer {
        let (seconds, attoseconds) = time.components
        return take(until: Date(timeIntervalSinceNow: Double(seconds) + Double(attoseconds) / 1e18))
    }

    /// Ends a publication that nothing can be made of, and tells its publisher why. Any thread; one that is over already isn't told.
    ///
    /// - Parameter reason: What is wrong and what to do, for the person at the encoder; without a full stop.
    public func refuse(_ publication: UInt64, because reason: String) {
        locked { publisher == publication ? refuse : nil }?(ProtocolError(.codec, reason.capitalisedFirst + "."))
    }

    /// How much waits, in bytes.
    public var waitingBytes: Int {
        changed.lock()
        defer { changed.unlock() }
        return bytes
    }

    /// Takes no more events. Those that wait can still be taken.
    public func close() {
        changed.lock()
        defer { changed.unlock() }
        isClosed = true
        resume = nil
        changed.broadcast()
    }

    private func take(until deadline: Date?) -> Answer {
        let (answer, resume) = locked { () -> (Answer, (@Sendable () -> Void)?) in
            while first == events.count && !isClosed {
                if let deadline {
                    if !changed.wait(until: deadline), first == events.count { return (.nothing, nil) }
                } else {
                    changed.wait()
                }
            }
            guard first < events.count else { return (.closed, nil) }
            let event = events[first]
            first += 1
            bytes -= event.bytes
            if first == events.count || first > 1_024 {
                events.removeFirst(first)
                first = 0
            }
            guard bytes <= capacity / 2, let resume = self.resume else { return (.event(event), nil) }
            self.resume = nil
            return (.event(event), resume)
        }
        resume?()
        return answer
    }

    private func locked<Result>(_ body: () -> Result) -> Result {
        changed.lock()
        defer { changed.unlock() }
        return body()
    }
}

// MARK: - The publishers

extension IngestEventQueue {
    /// Begins a publication, and ends the one before if there is one.
    ///
    /// - Parameter refuse: Ends it; called on any thread, and must not block.
    /// - Returns: `false` if the consumer has left so much lying that there is no room for another publication.
    func begin(_ publication: Publication, refuse: @escaping @Sendable (ProtocolError) -> Void = { _ in }) -> Bool {
        locked {
            // Media stop at the capacity, give or take a message, but publications could come and go without end.
            guard !isClosed, bytes < 2 * capacity + (1 << 20) else { return false }
            if publisher != nil { append(.ended(.replaced(by: publication.peer))) }
            publisher = publication.id
            resume = nil
            self.refuse = refuse
            append(.published(publication))
            return true
        }
    }

    /// Adds an event of the publication; one that isn't current any more adds nothing.
    func add(_ event: IngestEvent, of publication: UInt64) {
        locked { if publisher == publication { append(event) } }
    }

    func end(_ publication: UInt64, _ reason: EndReason) {
        locked {
            guard publisher == publication else { return }
            append(.ended(reason))
            publisher = nil
            resume = nil
            refuse = nil
        }
    }

    /// Whether the publisher must wait now; `resume` is then called once, on the consumer's thread, when there is room.
    func isFull(for publication: UInt64, resume: @escaping @Sendable () -> Void) -> Bool {
        locked {
            guard publisher == publication, bytes > capacity, !isClosed else { return false }
            self.resume = resume
            return true
        }
    }

    private func append(_ event: IngestEvent) {
        guard !isClosed else { return }
        events.append(event)
        bytes += event.bytes
        changed.signal()
    }
}
