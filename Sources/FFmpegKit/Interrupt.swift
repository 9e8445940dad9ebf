import Synchronization

/// Asks blocking work to stop. FFmpeg polls one through `AVFormatContext.interrupt_callback`.
public final class Interrupt: Sendable {
    private let requested = Atomic(false)

    public init() {}

    public var isRequested: Bool { requested.load(ordering: .relaxed) }

    public func request() { requested.store(true, ordering: .relaxed) }
}
