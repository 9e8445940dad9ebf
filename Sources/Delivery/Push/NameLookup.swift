import Broadcast
import Ingest
import NIOCore
import NIOPosix
import Synchronization

/// Looks up one host's name, each time anew, and waits no longer than its caller likes.
///
/// The system's own look-up can't be interrupted, and hangs for half a minute where no server of names answers. It has a thread of its
/// own, which is left to itself then; the next caller waits for the same one, so that there is never more than one.
final class NameLookup: Sendable {
    private struct State {
        var isRunning = false
        var waiting: [Int: CheckedContinuation<Result<SocketAddress, PushFailure>, Never>] = [:]
        var next = 0
    }

    private let host: String
    private let port: Int
    private let state = Mutex(State())
    private let lookUp: @Sendable (String, Int) throws -> SocketAddress

    /// - Parameter lookUp: What blocks; the system's by default.
    init(
        host: String, port: Int,
        lookUp: @escaping @Sendable (String, Int) throws -> SocketAddress = {
            try SocketAddress.makeAddressResolvingHost($0, port: $1)
        }
    ) {
        (self.host, self.port, self.lookUp) = (host, port, lookUp)
    }

    /// The host's address.
    ///
    /// - Throws: ``PushFailure`` if there is none, or not in time; at once if the task is cancelled.
    func address(within limit: Duration) async throws(PushFailure) -> SocketAddress {
        // Numbers are looked up nowhere.
        if let address = try? SocketAddress(ipAddress: host, port: port) { return address }
        let number = state.withLock { state in
            state.next += 1
            return state.next
        }
        let timer = Task {
            try await Task.sleep(for: limit)
            self.give(up: number, "the look-up of its name takes longer than \(limit.components.seconds) s")
        }
        defer { timer.cancel() }
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in wait(number, continuation) }
        } onCancel: {
            give(up: number, "it was stopped")
        }
        return try result.get()
    }

    private func wait(_ number: Int, _ continuation: CheckedContinuation<Result<SocketAddress, PushFailure>, Never>) {
        let begins = state.withLock { state in
            state.waiting[number] = continuation
            defer { state.isRunning = true }
            return !state.isRunning
        }
        if Task.isCancelled { give(up: number, "it was stopped") }
        guard begins else { return }
        startThread(named: "name lookup") { [host, port, lookUp] in
            self.finish(Result { try lookUp(host, port) })
        }
    }

    private func finish(_ result: Result<SocketAddress, any Error>) {
        let waiting = state.withLock { state in
            defer { (state.isRunning, state.waiting) = (false, [:]) }
            return state.waiting
        }
        let answer = result.mapError { _ in
            PushFailure(.away, "there is no such host, or no server of names that knows it")
        }
        for (_, continuation) in waiting { continuation.resume(returning: answer) }
    }

    private func give(up number: Int, _ words: String) {
        let continuation = state.withLock { $0.waiting.removeValue(forKey: number) }
        continuation?.resume(returning: .failure(PushFailure(.away, words)))
    }
}
