/// How long a connection is still read after its last answer.
///
/// A connection that is closed with bytes unread is reset, and a reset takes the answer back from a peer that hasn't read it yet:
/// who is refused amid a large body would never learn why. So the answer is followed by the end of our side alone, and what
/// still comes is dropped until the peer has read it and closes, within bounds (RFC 9112, 9.6).
package struct LingeringClose {
    package struct Limits: Sendable {
        /// Nobody who waits for so long between two bytes is still sending.
        package var silence = Duration.seconds(2)
        /// In all.
        package var total = Duration.seconds(30)
        /// Twice the largest body that anyone would send by mistake.
        package var byteCount = 32 << 20
    }

    private let silence: Duration
    private let end: ContinuousClock.Instant
    private var lastRead: ContinuousClock.Instant
    private var byteCount: Int

    init(_ limits: Limits, at now: ContinuousClock.Instant) {
        (silence, byteCount, lastRead) = (limits.silence, limits.byteCount, now)
        end = now + limits.total
    }

    /// When the connection is to be closed if nothing comes.
    var deadline: ContinuousClock.Instant { min(lastRead + silence, end) }

    /// Takes what has come, and tells whether the peer may go on.
    mutating func drop(_ count: Int, at now: ContinuousClock.Instant) -> Bool {
        lastRead = now
        byteCount -= count
        return byteCount >= 0
    }
}
