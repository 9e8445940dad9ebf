import Synchronization
import Testing

@testable import FFmpegKit

@Suite(.timeLimit(.minutes(1))) struct InterruptTests {
    private let interrupt = Interrupt()
    private let calls = Calls()

    private final class Calls: Sendable {
        private let numbers = Mutex<[Int]>([])
        var all: [Int] { numbers.withLock { $0 } }
        func add(_ number: Int) { numbers.withLock { $0.append(number) } }
    }

    @Test func callsEachHandlerOnce() async {
        await interrupt.withHandler(onRequest: { [calls] in calls.add(1) }) {
            await interrupt.withHandler(onRequest: { [calls] in calls.add(2) }) {
                interrupt.request()
                interrupt.request()
            }
        }
        #expect(calls.all == [1, 2])
    }

    @Test func callsALateHandlerAtOnceAndNoneThatHasGone() async {
        await interrupt.withHandler(onRequest: { Issue.record("it has gone") }) {}
        interrupt.request()
        await interrupt.withHandler(onRequest: { [calls] in calls.add(1) }) {
            #expect(calls.all == [1])
        }
    }

    @Test func isWaitedForUntilItIsRequested() async {
        #expect(interrupt.age == nil)
        async let waited: Void = interrupt.wait()
        interrupt.request()
        await waited
        #expect(interrupt.age != nil)
        await interrupt.wait()
    }

    @Test func isWaitedForNoLongerByATaskThatIsCancelled() async {
        let waiting = Task { [interrupt] in await interrupt.wait() }
        waiting.cancel()
        await waiting.value
        #expect(!interrupt.isRequested)
    }

    @Test func endsWhatFollowsItUntilThatFollowsNoMore() {
        let first = Interrupt()
        let (second, third) = (Interrupt(following: first), Interrupt(following: first))
        third.followNoMore()
        first.request()
        #expect(second.isDue && !third.isDue && !second.isRequested)
        let slow = Interrupt()
        slow.allow(.seconds(-1))
        #expect(slow.isDue)
        slow.allow(nil)
        #expect(!slow.isDue)
    }
}
