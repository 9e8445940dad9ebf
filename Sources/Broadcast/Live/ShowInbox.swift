import Foundation

/// What the show's thread waits for: what it is asked to do, what is seen of the source, and how far the composer has come. Any thread;
/// nobody but the show's thread waits.
final class ShowInbox: @unchecked Sendable {
    // Sendable, as every access to what follows holds the lock of `changed`.

    /// What there is to be done.
    struct Contents {
        /// In the order they came.
        var commands: [ShowCommand] = []
        var source = LiveStatus.SourceState.waiting
        /// Whether the programme is over: nothing comes any more.
        var isFinished = false
    }

    /// In events; more than a thousand viewers send in a second.
    static let capacity = 20_000
    private let changed = NSCondition()
    private var contents = Contents()
    /// Of all commands in `contents`.
    private var eventCount = 0
    private var isNew = false
    /// The tick that is composed next.
    private var nextTick = 0
    /// What the show's thread waits for.
    private var wantedTick = Int.max

    /// Takes a command. Returns `false`, and forgets it, if too much waits or the programme is over.
    func offer(_ command: ShowCommand) -> Bool {
        let count = command.eventCount
        return change {
            // One that alone is more than there is room for is let in when nothing else waits.
            guard !contents.isFinished, eventCount == 0 || eventCount + count <= Self.capacity else { return false }
            contents.commands.append(command)
            eventCount += count
            return true
        }
    }

    func set(source: LiveStatus.SourceState) {
        _ = change {
            contents.source = source
            return true
        }
    }

    func finish() {
        _ = change {
            contents.isFinished = true
            return true
        }
    }

    /// Says which tick the composer comes to next. For the composer's thread, once a tick.
    func reached(_ tick: Int) {
        changed.lock()
        defer { changed.unlock() }
        nextTick = tick
        if tick >= wantedTick { changed.signal() }
    }

    /// Waits until there is news, or the composer has come to a tick. For the show's thread.
    ///
    /// - Returns: All there is, which then waits no more.
    func next(untilTick tick: Int) -> Contents {
        changed.lock()
        defer { changed.unlock() }
        wantedTick = tick
        while !isNew, nextTick < tick { changed.wait() }
        let taken = contents
        (contents.commands, eventCount, isNew) = ([], 0, false)
        return taken
    }

    /// Nobody takes commands any more, as the show's thread has ended or never began: those that wait are refused.
    func close() {
        finish()
        changed.lock()
        let left = contents.commands
        (contents.commands, eventCount) = ([], 0)
        changed.unlock()
        for command in left { command.refuse("the programme is over") }
    }

    /// - Parameter body: Returns whether it has changed anything.
    private func change(_ body: () -> Bool) -> Bool {
        changed.lock()
        defer { changed.unlock() }
        guard body() else { return false }
        isNew = true
        changed.signal()
        return true
    }
}
