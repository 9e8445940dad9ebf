import Dispatch
import NIOCore
import Synchronization

/// Holds a thread until it is opened.
final class DispatchGate: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)

    func wait() { semaphore.wait() }
    func open() { semaphore.signal() }
}

/// A look-up that hangs until its gate opens, and counts.
final class CountedLookup: Sendable {
    private let gate: DispatchGate
    private let calls = Atomic(0)

    init(_ gate: DispatchGate) { self.gate = gate }

    var count: Int { calls.load(ordering: .relaxed) }

    func lookUp(_ host: String, _ port: Int) throws -> SocketAddress {
        calls.add(1, ordering: .relaxed)
        gate.wait()
        return try SocketAddress(ipAddress: "127.0.0.1", port: 7)
    }
}
