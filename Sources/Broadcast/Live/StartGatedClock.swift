import Foundation
import Show
import Synchronization

/// The clock of a programme that begins with its source: it stands before the first picture until somebody starts it.
final class StartGatedClock: ProgrammeClock, @unchecked Sendable {
    // Sendable, as `begin` is atomic, and every access to `isDecided` and `wallBegin` holds the lock of `changed`.

    /// Runs since before this was made: for what goes on whether or not the programme has begun.
    let base: any ProgrammeClock
    /// When the programme begins, on `base`; `.max` before that is known. Read for each packet, and so without the lock.
    private let begin = Atomic(Int64.max)
    private let changed = NSCondition()
    /// Whether it is known if the programme begins at all.
    private var isDecided = false
    private var wallBegin: WallTime?

    private let wall: @Sendable () -> WallTime

    /// - Parameters:
    ///   - clock: What time passes by.
    ///   - wall: What a clock on the wall shows.
    init(
        clock: any ProgrammeClock = MonotonicClock(),
        wall: @escaping @Sendable () -> WallTime = {
            WallTime(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
        }
    ) {
        (base, self.wall) = (clock, wall)
    }

    /// Lets the programme begin, if it hasn't.
    ///
    /// - Parameter delay: How long from now, in nanoseconds.
    func start(in delay: Int64 = 0) {
        guard !hasStarted else { return }
        decide(at: base.now + delay, wall: WallTime(microseconds: wall().microseconds + delay / 1_000))
    }

    /// Sees to it that the programme never begins, if it hasn't yet; everybody who waits for it is let go.
    ///
    /// - Parameter decide: Called before they are. Must not wait.
    /// - Returns: Whether it never begins.
    @discardableResult
    func cancelStart(_ decide: () -> Void = {}) -> Bool { self.decide(at: base.now, wall: nil, decide) }

    /// Whoever is first decides.
    @discardableResult
    private func decide(at time: Int64, wall: WallTime?, _ before: () -> Void = {}) -> Bool {
        changed.lock()
        defer { changed.unlock() }
        guard !isDecided else { return false }
        (isDecided, wallBegin) = (true, wall)
        before()
        begin.store(time, ordering: .releasing)
        changed.broadcast()
        return true
    }

    /// When the first picture is shown; `nil` before that is known, and where it never is. What the wall clock does later changes nothing.
    var start: WallTime? {
        changed.lock()
        defer { changed.unlock() }
        return wallBegin
    }

    /// Whether it is known when the programme begins, or that it never does.
    var hasStarted: Bool { begin.load(ordering: .acquiring) != .max }

    var now: Int64 {
        let begin = begin.load(ordering: .relaxed)
        return begin == .max ? -1 : base.now - begin
    }

    func wait(until time: Int64) {
        waitForStart()
        base.wait(until: begin.load(ordering: .relaxed) + time)
    }

    func wait(until time: Int64, or bell: DispatchSemaphore) {
        waitForStart()
        base.wait(until: begin.load(ordering: .relaxed) + time, or: bell)
    }

    private func waitForStart() {
        guard !hasStarted else { return }
        changed.lock()
        while !hasStarted { changed.wait() }
        changed.unlock()
    }
}
