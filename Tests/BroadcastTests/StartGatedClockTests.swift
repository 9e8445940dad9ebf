import Foundation
import Synchronization
import Testing

@testable import Broadcast

@Suite(.timeLimit(.minutes(1))) struct StartGatedClockTests {
    private func released(_ clock: StartGatedClock, from source: ManualClock) async {
        await withCheckedContinuation { continuation in
            Thread {
                clock.wait(until: 0)
                continuation.resume()
            }.start()
            source.advance(to: 1_000_000_000)
        }
    }

    @Test func beginsOnceWhoeverIsFirst() async {
        let source = ManualClock()
        let clock = StartGatedClock(clock: source)
        #expect(clock.now < 0 && clock.start == nil)
        clock.start(in: 5)
        let isCancelled = clock.cancelStart { Issue.record("it has begun") }
        #expect(!isCancelled)
        #expect(clock.start != nil)
        await released(clock, from: source)
    }

    @Test func neverBeginsOnceThatIsSaid() async {
        let source = ManualClock()
        let clock = StartGatedClock(clock: source)
        let isDecided = Mutex(false)
        let isCancelled = clock.cancelStart {
            // Whoever is let go finds out at once why.
            #expect(!clock.hasStarted)
            isDecided.withLock { $0 = true }
        }
        #expect(isCancelled)
        #expect(isDecided.withLock { $0 })
        clock.start()
        #expect(clock.start == nil && clock.hasStarted)
        await released(clock, from: source)
    }
}
