import Synchronization

/// Asks blocking work to stop, at once or when it takes too long. FFmpeg polls one through
/// `AVFormatContext.interrupt_callback`; everybody else can wait for it. Any thread.
public final class Interrupt: Sendable {
    private struct Handlers {
        var next = 0
        /// In the order in which they came.
        var actions: [(number: Int, action: @Sendable () -> Void)] = []
    }

    /// When it was requested first, on the monotonic clock in nanoseconds; `.max` before.
    private let requestTime = Atomic(Int64.max)
    /// On the monotonic clock, in nanoseconds.
    private let deadline = Atomic(Int64.max)
    private let handlers = Mutex(Handlers())
    private let other: Interrupt?
    private let isFollowing: Atomic<Bool>

    /// - Parameter other: Ends blocking work too, until ``followNoMore()``.
    public init(following other: Interrupt? = nil) {
        self.other = other
        isFollowing = Atomic(other != nil)
    }

    /// Parts from the other: whoever asks that one to stop asks nobody here any more.
    public func followNoMore() { isFollowing.store(false, ordering: .relaxed) }

    /// Whether somebody asked for it.
    public var isRequested: Bool { requestTime.load(ordering: .relaxed) != .max }

    /// How long ago somebody asked for it first; `nil` if nobody has.
    public var age: Duration? {
        let time = requestTime.load(ordering: .relaxed)
        return time == .max ? nil : .nanoseconds(Self.now - time)
    }

    /// Asks for it, and calls those who want to hear of that.
    public func request() {
        _ = requestTime.compareExchange(expected: .max, desired: Self.now, ordering: .relaxed)
        let actions = handlers.withLock { handlers in
            defer { handlers.actions = [] }
            return handlers.actions
        }
        for (_, action) in actions { action() }
    }

    /// What begins now may last so long; `nil`: as long as it likes.
    public func allow(_ duration: Duration?) {
        deadline.store(duration.map { Self.now + Self.nanoseconds($0) } ?? .max, ordering: .relaxed)
    }

    /// Whether blocking work is to end.
    var isDue: Bool {
        if isRequested || isFollowing.load(ordering: .relaxed) && other?.isRequested == true { return true }
        let deadline = deadline.load(ordering: .relaxed)
        return deadline != .max && Self.now > deadline
    }

    private static let origin = ContinuousClock.now

    private static var now: Int64 { nanoseconds(ContinuousClock.now - origin) }

    private static func nanoseconds(_ duration: Duration) -> Int64 {
        let (seconds, attoseconds) = duration.components
        return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    }
}

// MARK: - Waiting for it

extension Interrupt {
    /// Runs an operation that hears of a request meanwhile.
    ///
    /// - Parameter onRequest: Called once, on the requester's thread, or before the operation if it is requested already. It
    ///   must not wait.
    public func withHandler<Success>(
        onRequest: @escaping @Sendable () -> Void, operation: () async throws -> Success
    ) async rethrows -> Success {
        let number: Int? = handlers.withLock { handlers in
            // Whoever requests it from here on finds the handler, as that needs the lock too.
            guard !isRequested else { return nil }
            handlers.next += 1
            handlers.actions.append((handlers.next, onRequest))
            return handlers.next
        }
        if number == nil { onRequest() }
        defer { handlers.withLock { $0.actions.removeAll { $0.number == number } } }
        return try await operation()
    }

    /// Suspends until it is requested, or the task is cancelled.
    public func wait() async {
        let (requests, continuation) = AsyncStream.makeStream(of: Void.self)
        await withHandler(onRequest: { continuation.finish() }) { for await _ in requests {} }
    }
}
