import Foundation
import Testing

@testable import Broadcast

@Suite(.timeLimit(.minutes(1))) struct BoundedQueueDeadlineTests {
    /// Much longer than any test may take.
    private static let never: Int64 = 600_000_000_000

    private let clock = MonotonicClock()
    private let queue = BoundedQueue<Int>(capacity: 2)

    /// Has another thread do something once somebody waits.
    private func soon(_ action: @escaping @Sendable (BoundedQueue<Int>) -> Void) {
        let queue = queue
        Thread.detachNewThread {
            usleep(20_000)
            action(queue)
        }
    }

    @Test func wakesWhoWaitsForAnElement() {
        soon { _ = $0.push(1) }
        queue.waitForElement(until: clock.now + Self.never, on: clock)
        #expect(queue.tryPop() == 1)
    }

    @Test func wakesWhoWaitsForRoom() {
        _ = queue.push(1)
        _ = queue.push(2)
        soon { _ = $0.pop() }
        queue.waitForRoom(until: clock.now + Self.never, on: clock)
        #expect(queue.depth == 1)
    }

    /// Whoever waits for an instant as well mustn't go round and round until then.
    @Test func waitsForTheInstantWhereNothingFollows() {
        let end = clock.now + 30_000_000
        soon { $0.close() }
        queue.waitForElement(until: end, on: clock)
        #expect(clock.now >= end && queue.pop() == nil)
    }

    @Test func waitsNoLongerThanAllowed() {
        let end = clock.now + 5_000_000
        queue.waitForElement(until: end, on: clock)
        #expect(clock.now >= end && queue.depth == 0)
    }

    /// What came before, or went again, is no reason to wake later.
    @Test func forgetsWhatCameBefore() {
        for number in 0..<3 {
            soon { _ = $0.push(number) }
            queue.waitForElement(until: clock.now + Self.never, on: clock)
            #expect(queue.tryPop() == number)
        }
        let end = clock.now + 5_000_000
        queue.waitForElement(until: end, on: clock)
        #expect(clock.now >= end)
    }
}
