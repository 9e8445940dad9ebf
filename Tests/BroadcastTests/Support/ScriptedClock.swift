import Synchronization

@testable import Broadcast

/// A clock that nobody waits for, and at whose instants things happen: before whoever waits for a later one goes on. One thread waits.
final class ScriptedClock: ProgrammeClock {
    private struct State {
        var now: Int64 = 0
        var script: [(time: Int64, action: @Sendable () -> Void)] = []
        var onWait: @Sendable () -> Void = {}
    }

    private let state = Mutex(State())

    var now: Int64 { state.withLock { $0.now } }

    /// Has something happen at an instant, in seconds. Those of one instant happen in the order of their calls.
    func at(_ seconds: Double, _ action: @escaping @Sendable () -> Void) {
        state.withLock { state in
            state.script.append((Int64(seconds * 1_000_000_000), action))
            state.script.sort { $0.time < $1.time }
        }
    }

    /// Has something happen each time that somebody waits.
    func onEachWait(_ action: @escaping @Sendable () -> Void) {
        state.withLock { $0.onWait = action }
    }

    func wait(until time: Int64) {
        state.withLock { $0.onWait }()
        while let action = takeDue(by: time) { action() }
        state.withLock { $0.now = max($0.now, time) }
    }

    private func takeDue(by time: Int64) -> (@Sendable () -> Void)? {
        state.withLock { state in
            guard let first = state.script.first, first.time <= time else { return nil }
            state.script.removeFirst()
            state.now = max(state.now, first.time)
            return first.action
        }
    }
}
