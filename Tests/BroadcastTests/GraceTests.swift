import Foundation
import Synchronization
import Testing

@testable import Broadcast

@Suite(.timeLimit(.minutes(1))) struct GraceTests {
    private final class ManualClock: Sendable {
        private let instant = Mutex(ContinuousClock.now)
        var now: ContinuousClock.Instant { instant.withLock { $0 } }
        func advance(_ duration: Duration) { instant.withLock { $0 += duration } }
    }

    @Test func countsFromWhenItWasAskedFor() {
        let (clock, isAsked) = (ManualClock(), Flag())
        let grace = Grace(.seconds(2), now: { clock.now }, since: { isAsked.isSet })
        clock.advance(.seconds(60))
        #expect(!grace.isOver)
        isAsked.set()
        #expect(!grace.isOver)
        clock.advance(.milliseconds(1_999))
        #expect(!grace.isOver)
        clock.advance(.milliseconds(1))
        #expect(grace.isOver)
    }

    @Test func leavesAThreadThatHangs() async throws {
        let (isAsked, isLetGo, hasEnded) = (Flag(), DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        isAsked.set()
        let graces = [Grace(.milliseconds(20), since: { isAsked.isSet }), Grace(.zero, since: { isAsked.isSet })]
        let result: Int? = try await runOnThread(named: "hangs", leavingAfter: graces) {
            isLetGo.wait()
            hasEnded.signal()
            return 1
        }
        #expect(result == nil)
        // What it does later bothers nobody.
        isLetGo.signal()
        await wait(for: hasEnded)
    }

    @Test func waitsForOneThatNobodyAskedToEnd() async throws {
        let grace = Grace(.zero, since: { false })
        #expect(try await runOnThread(named: "works", leavingAfter: [grace]) { 7 } == 7)
        await #expect(throws: JobError.self) {
            let _: Int? = try await runOnThread(named: "fails", leavingAfter: [grace]) {
                throw JobError(.internal, "no")
            }
        }
    }

    @concurrent private func wait(for semaphore: DispatchSemaphore) async {
        await withCheckedContinuation { continuation in
            Thread {
                semaphore.wait()
                continuation.resume()
            }.start()
        }
    }

    private final class Flag: Sendable {
        private let value = Atomic(false)
        var isSet: Bool { value.load(ordering: .relaxed) }
        func set() { value.store(true, ordering: .relaxed) }
    }
}
