import Synchronization

/// Asks blocking work to stop, at once or when it takes too long. FFmpeg polls one through
/// `AVFormatContext.interrupt_callback`. Any thread.
public final class Interrupt: Sendable {
    private let requested = Atomic(false)
    /// When it is due, in nanoseconds of the monotonic clock.
    private let deadline = Atomic(Int64.max)
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
    public var isRequested: Bool { requested.load(ordering: .relaxed) }

    public func request() { requested.store(true, ordering: .relaxed) }

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
