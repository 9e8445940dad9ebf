import Foundation
import Synchronization

/// Runs blocking work on a thread of its own, outside Swift's cooperative pool.
///
/// The pool has a thread per core and expects none of them to wait: a demuxer that waits for
/// its file's next packet would stall tasks that have nothing to do with it.
///
/// Returns when `body` has, so what `body` owns is released by then.
///
/// - Parameters:
///   - name: For the process list; Linux shows 15 characters.
///   - onCancel: Called when the calling task is cancelled, on any thread: it lets go of whatever `body` waits for.
package func runOnThread<Success: Sendable>(
    named name: String, onCancel: @escaping @Sendable () -> Void = {}, _ body: @escaping @Sendable () throws -> Success
) async throws -> Success {
    try await withTaskCancellationHandler {
        try await withCheckedThrowingContinuation { continuation in
            startThread(named: name) { continuation.resume(with: Result { try body() }) }
        }
    } onCancel: {
        onCancel()
    }
}

/// Runs blocking work that may hang where nothing can interrupt it, in the look-up of a name or on a disk, on a thread of its own.
///
/// - Parameters:
///   - graces: When all of them are over, the thread is left to itself, with what it has.
///   - onCancel: Called when the calling task is cancelled, on any thread: it asks `body` to end.
/// - Returns: `nil` if the thread was left. What it throws later is lost.
func runOnThread<Success: Sendable>(
    named name: String, leavingAfter graces: [Grace], onCancel: @escaping @Sendable () -> Void = {},
    _ body: @escaping @Sendable () throws -> Success
) async throws -> Success? {
    let outcome = OneResult<Success?>()
    let watch = Task {
        for grace in graces { try await grace.wait() }
        outcome.give(.success(nil))
    }
    defer { watch.cancel() }
    return try await withTaskCancellationHandler {
        try await withCheckedThrowingContinuation { continuation in
            outcome.ask(continuation)
            startThread(named: name) { outcome.give(Result { try body() }) }
        }
    } onCancel: {
        onCancel()
    }
}

/// Begins a thread for work that nobody waits for.
package func startThread(named name: String, _ body: @escaping @Sendable () -> Void) {
    let thread = Thread {
        // On Linux a name that is given from outside, before the start, isn't passed on to the system.
        Thread.current.name = name
        body()
    }
    // x264 and swscale keep small tables on the stack; the secondary threads' default is too close to it.
    thread.stackSize = 4 << 20
    thread.start()
}

/// Resumes a continuation with whichever answer comes first.
private final class OneResult<Value: Sendable>: Sendable {
    private enum State {
        case unasked
        case asked(CheckedContinuation<Value, any Error>)
        case answered(Result<Value, any Error>)
        case over
    }

    private let state = Mutex(State.unasked)

    func ask(_ continuation: CheckedContinuation<Value, any Error>) {
        let answer = state.withLock { state -> Result<Value, any Error>? in
            if case .answered(let answer) = state {
                state = .over
                return answer
            }
            state = .asked(continuation)
            return nil
        }
        if let answer { continuation.resume(with: answer) }
    }

    func give(_ answer: Result<Value, any Error>) {
        let continuation = state.withLock { state -> CheckedContinuation<Value, any Error>? in
            switch state {
            case .unasked: state = .answered(answer)
            case .asked(let continuation):
                state = .over
                return continuation
            case .answered, .over: break
            }
            return nil
        }
        continuation?.resume(with: answer)
    }
}
