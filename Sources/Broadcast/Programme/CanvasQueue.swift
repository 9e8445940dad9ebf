import FFmpegKit
import Synchronization

/// Canvases on their way to one rung, or to whoever else wants each of them. Any thread.
///
/// In a render the composer waits where there is no room. In a broadcast it doesn't: a rung whose queue is full is dropped from
/// the programme, and the others go on.
final class CanvasQueue: Sendable {
    private let canvases: BoundedQueue<CanvasTick>
    private let capacity: Int
    /// How many canvases came since one was taken.
    private let untouched = Atomic(0)
    private let onLoss: (@Sendable (Loss) -> Void)?

    /// Why a rung is dropped.
    enum Loss {
        /// Its encoder takes nothing.
        case hangs
        /// Its encoder is as far behind as the queue is long, and stays so.
        case isTooSlow
    }

    /// Requested when this rung is dropped.
    let drop = Interrupt()

    /// - Parameter onLoss: Called once, on the composer's thread, when this rung is dropped: it must return at once. `nil` if the
    ///   composer is to wait instead.
    init(capacity: Int, onLoss: (@Sendable (Loss) -> Void)? = nil) {
        canvases = BoundedQueue(capacity: capacity)
        (self.capacity, self.onLoss) = (capacity, onLoss)
    }

    /// Whether this rung was dropped.
    var isDropped: Bool { drop.isRequested }

    /// How many canvases wait.
    var depth: Int { canvases.depth }

    var isFull: Bool { depth == capacity }

    /// Whether less than a tenth of it is free: its encoder is as far behind as it can be, or nearly.
    var isNearlyFull: Bool { depth > capacity - capacity / 10 }

    /// Whether none was taken while half of what it holds came.
    var isUntouched: Bool { untouched.load(ordering: .relaxed) >= capacity / 2 }

    /// Waits until there is room, at most until a time.
    func waitForRoom(until time: Int64, on clock: some ProgrammeClock) { canvases.waitForRoom(until: time, on: clock) }

    /// Adds a canvas. Returns `false` when nobody wants canvases any more.
    func push(_ canvas: CanvasTick) -> Bool {
        guard let onLoss else { return canvases.push(canvas) }
        if isDropped { return true }
        if canvases.tryPush(canvas) {
            untouched.wrappingAdd(1, ordering: .relaxed)
            return true
        }
        // Full, or closed and empty.
        guard canvases.depth > 0 else { return false }
        drop.request()
        canvases.abandon()
        onLoss(isUntouched ? .hangs : .isTooSlow)
        return true
    }

    /// Waits for the oldest canvas. Returns `nil` once none follows.
    func pop() -> CanvasTick? { taken(canvases.pop()) }

    /// The oldest canvas, or `nil` if none waits.
    func tryPop() -> CanvasTick? { taken(canvases.tryPop()) }

    private func taken(_ canvas: CanvasTick?) -> CanvasTick? {
        untouched.store(0, ordering: .relaxed)
        return canvas
    }

    /// No canvas follows.
    func close() { canvases.close() }

    /// Nobody takes canvases any more.
    func abandon() { canvases.abandon() }
}
