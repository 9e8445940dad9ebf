import Synchronization

/// Answers on their way from the tasks that fetch to the one that judges. Any thread.
final class AnswerMailbox: Sendable {
    private struct State {
        var answers: [FetchAnswer] = []
        var waiting: CheckedContinuation<FetchAnswer, Never>?
    }

    private let state = Mutex(State())

    func put(_ answer: FetchAnswer) {
        let waiting = state.withLock { state -> CheckedContinuation<FetchAnswer, Never>? in
            defer { state.waiting = nil }
            if state.waiting == nil { state.answers.append(answer) }
            return state.waiting
        }
        waiting?.resume(returning: answer)
    }

    /// Waits for the next answer. For one caller at a time, who knows that one will come.
    func take() async -> FetchAnswer {
        await withCheckedContinuation { continuation in
            let answer = state.withLock { state -> FetchAnswer? in
                if state.answers.isEmpty {
                    state.waiting = continuation
                    return nil
                }
                return state.answers.removeFirst()
            }
            if let answer { continuation.resume(returning: answer) }
        }
    }
}
