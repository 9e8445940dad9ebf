import Synchronization

/// What the show's thread has to hear of: events that come in, and what is seen of the source. Any thread; never waits.
final class ShowSignal: Sendable {
    struct Contents {
        var events: [LiveEvent] = []
        var source = LiveStatus.SourceState.waiting
        var isFinished = false
    }

    /// More than a thousand viewers send in a second.
    static let capacity = 10_000
    private let contents = Mutex(Contents())

    /// Takes an event for the next tick that is free, or for the time it names. Returns `false` if too many wait.
    func offer(_ event: LiveEvent) -> Bool {
        contents.withLock { contents in
            guard contents.events.count < Self.capacity, !contents.isFinished else { return false }
            contents.events.append(event)
            return true
        }
    }

    func set(source: LiveStatus.SourceState) {
        contents.withLock { $0.source = source }
    }

    func finish() {
        contents.withLock { $0.isFinished = true }
    }

    /// What there is, without the events of before.
    func take() -> Contents {
        contents.withLock { contents in
            defer { contents.events.removeAll(keepingCapacity: true) }
            return contents
        }
    }
}
