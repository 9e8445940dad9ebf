/// When to acknowledge what was received (RTMP 1.0, 5.4.3).
struct AcknowledgementWindow {
    /// In bytes; what this server asks for until the peer states its own.
    static let ours: UInt32 = 2_500_000

    var size = UInt64(Self.ours)
    private var received: UInt64 = 0
    private var acknowledged: UInt64 = 0

    mutating func count(_ bytes: Int) { received += UInt64(bytes) }

    /// All bytes so far, modulo 2³², if a window is full. Peers wait for it after two windows at most.
    mutating func takeDue() -> UInt32? {
        guard received - acknowledged >= max(1, size) else { return nil }
        acknowledged = received
        return UInt32(truncatingIfNeeded: received)
    }
}
