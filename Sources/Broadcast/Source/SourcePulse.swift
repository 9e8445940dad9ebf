import Synchronization

/// When a live source was last seen or heard: written by its decoders, read by the composer. Any thread; never waits.
///
/// What can't be decoded is no sign of life.
final class SourcePulse: Sendable {
    private let last = Atomic(Int64.min)

    /// Says that something of the source has been decoded, or that it is known to stand still.
    ///
    /// - Parameter time: Now, on the programme's clock, in nanoseconds.
    func note(at time: Int64) { last.store(time, ordering: .relaxed) }

    /// On the programme's clock, in nanoseconds; long before its start if there was nothing yet.
    var time: Int64 { last.load(ordering: .relaxed) }
}
