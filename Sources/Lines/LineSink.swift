import Dispatch
import Foundation
import Synchronization

/// Hands lines to one that may be slow to take them, or never does, on a thread of its own: nobody else waits.
///
/// Safe on any thread: to put a line in takes a lock that is never held for longer than that.
package final class LineSink<Entry: Sendable>: Sendable {
    private struct State {
        var queue: LineQueue<Entry>
        /// Whether the thread has nothing to do, or waits to try again, and is to be woken.
        var isWaiting = false
        /// Since when the thread has held an item; `nil` for none.
        var busySince: ContinuousClock.Instant?
        /// Whether it couldn't be taken, and is tried again.
        var isFailing = false
        var isEnding = false
        /// Whether what can't be taken at once is let go.
        var isHurried = false
        /// The waits of those who want to know when all is taken.
        var drained: [DispatchSemaphore] = []
    }

    private let state: Mutex<State>
    private let work = DispatchSemaphore(value: 0)
    private let onCount: @Sendable (Int) -> Void

    /// Starts the thread.
    ///
    /// - Parameters:
    ///   - name: Of the thread, for the process list; Linux shows 15 characters.
    ///   - limit: In bytes, of what ``put(_:cost:lines:_:)`` says its entries cost.
    ///   - onCount: Told of each entry that is on its way, 1, and that no longer is, -1.
    package init<Taker: LineTaker & ~Copyable & Sendable>(
        named name: String, limit: Int, taker: consuming sending Taker,
        onCount: @escaping @Sendable (Int) -> Void = { _ in }
    ) where Taker.Entry == Entry {
        state = Mutex(State(queue: LineQueue(limit: limit)))
        self.onCount = onCount
        let box = Box(taker)
        let thread = Thread {
            Thread.current.name = name
            guard let taker = box.take() else { return }
            self.run(taker)
        }
        thread.start()
    }

    /// Puts an entry in, or drops it; returns at once.
    ///
    /// - Parameters:
    ///   - cost: About as many bytes as it takes to keep.
    ///   - lines: What it counts for if it is dropped.
    package func put(_ entry: Entry, cost: Int, lines: Int = 1, _ importance: LineImportance = .usual) {
        onCount(1)
        let (isTaken, wakes) = state.withLock { state in
            let isTaken = state.queue.put(entry, cost: cost, lines: lines, importance)
            defer { state.isWaiting = false }
            return (isTaken, state.isWaiting)
        }
        if !isTaken { onCount(-1) }
        if wakes { work.signal() }
    }

    /// How long one item has been held by whoever takes them: zero while they come through.
    package var stuckTime: Duration {
        state.withLock { $0.busySince?.duration(to: .now) ?? .zero }
    }

    /// Whether what is due can't be taken for now, as on a full disk; not while a slow reader takes it.
    package var isFailing: Bool { state.withLock { $0.isFailing } }

    /// Waits until all that was put in is taken. Blocks.
    ///
    /// - Parameters:
    ///   - prunes: Whether what isn't kept is dropped when half of the time is over, so that the rest gets through.
    /// - Returns: Whether all is taken.
    @discardableResult
    package func drain(within patience: Duration, prunes: Bool = true) -> Bool {
        let drained = DispatchSemaphore(value: 0)
        let waits = state.withLock { state in
            guard state.busySince != nil || !state.queue.isEmpty else { return false }
            state.drained.append(drained)
            return true
        }
        guard waits else { return true }
        // A taker that waits to try again does so now.
        work.signal()
        let half = DispatchTimeInterval.microseconds(Int(patience / .microseconds(2)))
        if drained.wait(timeout: .now() + half) == .success { return true }
        if prunes { state.withLock { $0.queue.prune() } }
        return drained.wait(timeout: .now() + half) == .success
    }

    /// Ends the thread, and the taker with it, once all is taken. Blocks as ``drain(within:)`` does.
    ///
    /// What can't be taken in time is let go.
    @discardableResult
    package func end(within patience: Duration) -> Bool {
        let isDrained = drain(within: patience)
        state.withLock { state in
            state.isEnding = true
            state.isHurried = true
        }
        work.signal()
        return isDrained
    }

    // MARK: - The thread

    private func run<Taker: LineTaker & ~Copyable>(_ taker: consuming Taker) where Taker.Entry == Entry {
        while let item = next() {
            while case .later(let pause) = taker.take(item) {
                let isHurried = state.withLock { state in
                    state.isFailing = true
                    return state.isHurried
                }
                if isHurried { break }
                _ = work.wait(timeout: .now() + .microseconds(Int(pause / .microseconds(1))))
            }
            state.withLock { $0.isFailing = false }
            if case .entry = item { onCount(-1) }
        }
    }

    /// Waits for the next item; `nil` at the end.
    private func next() -> LineItem<Entry>? {
        while true {
            let (item, isOver) = state.withLock { state -> (LineItem<Entry>?, Bool) in
                if let item = state.queue.pop() {
                    state.busySince = .now
                    return (item, false)
                }
                state.busySince = nil
                for drained in state.drained { drained.signal() }
                state.drained = []
                state.isWaiting = !state.isEnding
                return (nil, state.isEnding)
            }
            if let item { return item }
            if isOver { return nil }
            work.wait()
        }
    }
}

/// Carries the taker to its thread.
private final class Box<Value: ~Copyable & Sendable>: Sendable {
    private let value: Mutex<Value?>

    init(_ value: consuming sending Value) { self.value = Mutex(value) }

    func take() -> Value? { value.withLock { $0.take() } }
}
