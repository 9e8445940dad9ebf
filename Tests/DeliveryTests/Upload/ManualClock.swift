import Synchronization

@testable import Delivery

/// A clock that stands still until it is told to go on.
final class ManualClock: Sendable {
    private struct State {
        var now = ContinuousClock.now
        var sleepers: [(end: ContinuousClock.Instant, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())

    var now: ContinuousClock.Instant { state.withLock { $0.now } }

    var clock: UploadClock { UploadClock(now: { self.now }, sleep: { await self.sleep(until: $0) }) }

    private func sleep(until end: ContinuousClock.Instant) async {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                if end > state.now { state.sleepers.append((end, continuation)) }
                return end <= state.now
            }
            if isOver { continuation.resume() }
        }
    }

    func advance(by duration: Duration) {
        let due = state.withLock { state in
            state.now += duration
            let now = state.now
            defer { state.sleepers.removeAll { $0.end <= now } }
            return state.sleepers.filter { $0.end <= now }
        }
        for sleeper in due { sleeper.continuation.resume() }
    }
}
