import Foundation

/// Hands elements from thread to thread, with at most `capacity` of them waiting.
///
/// Its waits block, so only threads made for it may call it, never an `async` function.
final class BoundedQueue<Element: ~Copyable & Sendable>: @unchecked Sendable {
    // Sendable, as every access to what follows holds the lock of `changed`.
    private let capacity: Int
    private let slots: UnsafeMutablePointer<Element>
    private let changed = NSCondition()
    private var first = 0
    private var count = 0
    private var isClosed = false
    /// Whether ``bell`` is to be rung at the next change.
    private var isBellAwaited = false
    private let bell = DispatchSemaphore(value: 0)

    init(capacity: Int) {
        precondition(capacity > 0)
        self.capacity = capacity
        slots = .allocate(capacity: capacity)
    }

    deinit {
        for offset in 0..<count { slot(offset).deinitialize(count: 1) }
        slots.deallocate()
    }

    /// Waits for room, then takes the element. Returns `false`, and drops it, once closed.
    func push(_ element: consuming Element) -> Bool {
        changed.lock()
        defer { changed.unlock() }
        while count == capacity && !isClosed { changed.wait() }
        guard !isClosed else { return false }
        put(element)
        return true
    }

    /// Waits for the oldest element. Returns `nil` once closed and empty.
    func pop() -> Element? {
        changed.lock()
        defer { changed.unlock() }
        while count == 0 && !isClosed { changed.wait() }
        return takeOldest()
    }

    /// Waits until an element is there, at most until a time; until then where none follows any more. One thread at a time.
    func waitForElement(until time: Int64, on clock: some ProgrammeClock) {
        while clock.now < time, awaitsBell(while: count == 0) { clock.wait(until: time, or: bell) }
    }

    /// Waits until there is room, at most until a time. One thread at a time, and nobody who waits for
    /// an element so.
    func waitForRoom(until time: Int64, on clock: some ProgrammeClock) {
        while clock.now < time, awaitsBell(while: count == capacity) { clock.wait(until: time, or: bell) }
    }

    private func awaitsBell(while isInVain: @autoclosure () -> Bool) -> Bool {
        changed.lock()
        defer { changed.unlock() }
        isBellAwaited = isInVain()
        return isBellAwaited
    }

    /// Takes the element if there is room at once, and drops it otherwise. Never waits.
    func tryPush(_ element: consuming Element) -> Bool {
        changed.lock()
        defer { changed.unlock() }
        guard count < capacity, !isClosed else { return false }
        put(element)
        return true
    }

    /// The oldest element, or `nil` if none waits. Never waits itself.
    func tryPop() -> Element? {
        changed.lock()
        defer { changed.unlock() }
        return takeOldest()
    }

    /// How many wait.
    var depth: Int {
        changed.lock()
        defer { changed.unlock() }
        return count
    }

    /// Takes no more elements. Those that wait can still be popped.
    func close() {
        changed.lock()
        defer { changed.unlock() }
        isClosed = true
        tell()
    }

    /// Takes no more elements and lets go of those that wait: for a job that failed.
    func abandon() {
        changed.lock()
        defer { changed.unlock() }
        isClosed = true
        for offset in 0..<count { slot(offset).deinitialize(count: 1) }
        count = 0
        tell()
    }

    /// The lock is held, and there is room.
    private func put(_ element: consuming Element) {
        slot(count).initialize(to: element)
        count += 1
        tell()
    }

    /// The lock is held.
    private func takeOldest() -> Element? {
        guard count > 0 else { return nil }
        let element = slot(0).move()
        first = (first + 1) % capacity
        count -= 1
        tell()
        return element
    }

    /// Lets all go who wait for a change. The lock is held.
    private func tell() {
        changed.broadcast()
        guard isBellAwaited else { return }
        isBellAwaited = false
        bell.signal()
    }

    private func slot(_ offset: Int) -> UnsafeMutablePointer<Element> {
        slots + (first + offset) % capacity
    }
}
