import Synchronization

/// Answers on their way from the tasks that fetch to the one that judges. Any thread.
final class FetchResultBox: Sendable {
    private struct State {
        var answers: [FetchResult] = []
        var waiting: CheckedContinuation<FetchResult?, Never>?
        var isClosed = false
    }

    private let state = Mutex(State())

    func put(_ answer: FetchResult) {
        let waiting = state.withLock { state -> CheckedContinuation<FetchResult?, Never>? in
            defer { state.waiting = nil }
            if state.waiting == nil { state.answers.append(answer) }
            return state.waiting
        }
        waiting?.resume(returning: answer)
    }

    /// Nobody waits any longer.
    func close() {
        let waiting = state.withLock { state in
            defer { (state.waiting, state.isClosed) = (nil, true) }
            return state.waiting
        }
        waiting?.resume(returning: nil)
    }

    /// Waits for the next answer; `nil` once it is closed. For one caller at a time, who knows that one will come.
    func take() async -> FetchResult? {
        await withCheckedContinuation { continuation in
            let (answer, isWaiting) = state.withLock { state -> (FetchResult?, Bool) in
                if state.isClosed { return (nil, false) }
                if state.answers.isEmpty {
                    state.waiting = continuation
                    return (nil, true)
                }
                return (state.answers.removeFirst(), false)
            }
            if !isWaiting { continuation.resume(returning: answer) }
        }
    }
}
