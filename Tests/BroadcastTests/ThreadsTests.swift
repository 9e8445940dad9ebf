import Foundation
import MediaModel
import Synchronization
import Testing

@testable import Broadcast

/// Counts how often it is freed.
private struct Counted: ~Copyable, Sendable {
    let number: Int
    let freed: Counter

    deinit { freed.add(number) }
}

private final class Counter: Sendable {
    private let numbers = Mutex<[Int]>([])
    func add(_ number: Int) { numbers.withLock { $0.append(number) } }
    var all: [Int] { numbers.withLock { $0 }.sorted() }
}

@Suite(.timeLimit(.minutes(1))) struct BoundedQueueTests {
    @Test func keepsTheOrder() async throws {
        let queue = BoundedQueue<Int>(capacity: 3)
        async let sent: Void = runOnThread(named: "sender") {
            for number in 0..<10_000 { #expect(queue.push(number)) }
            queue.close()
        }
        let received = try await runOnThread(named: "receiver") {
            var numbers: [Int] = []
            while let number = queue.pop() { numbers.append(number) }
            return numbers
        }
        try await sent
        #expect(received == Array(0..<10_000))
    }

    @Test func neverHoldsMoreThanItsCapacity() async throws {
        let queue = BoundedQueue<Counted>(capacity: 4)
        let freed = Counter()
        let pushed = Atomic(0)
        async let sent: Void = runOnThread(named: "sender") {
            for number in 0..<200 {
                guard queue.push(Counted(number: number, freed: freed)) else { return }
                pushed.add(1, ordering: .sequentiallyConsistent)
            }
            queue.close()
        }
        try await runOnThread(named: "receiver") {
            var popped = 0
            while queue.pop() != nil {
                popped += 1
                // One may be on its way into the slot that was just left.
                #expect(pushed.load(ordering: .sequentiallyConsistent) <= popped + 4)
            }
            #expect(popped == 200)
        }
        try await sent
        #expect(freed.all == Array(0..<200))
    }

    @Test func servesManyOnBothSides() async throws {
        let queue = BoundedQueue<Int>(capacity: 2)
        let received = Counter()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for sender in 0..<4 {
                group.addTask {
                    try await runOnThread(named: "sender") {
                        for number in 0..<500 { #expect(queue.push(sender * 500 + number)) }
                    }
                }
            }
            for _ in 0..<3 {
                group.addTask {
                    try await runOnThread(named: "receiver") { while let number = queue.pop() { received.add(number) } }
                }
            }
            for _ in 0..<4 { try await group.next() }
            queue.close()
            try await group.waitForAll()
        }
        #expect(received.all == Array(0..<2000))
    }

    private static func push(_ number: Int, to queue: BoundedQueue<Counted>, _ freed: Counter, isTaken: Bool = true) {
        let answer = queue.push(Counted(number: number, freed: freed))
        #expect(answer == isTaken)
    }

    @Test func closingLetsTheWaitingBePopped() {
        let queue = BoundedQueue<Int>(capacity: 3)
        #expect(queue.push(1) && queue.push(2))
        queue.close()
        #expect(!queue.push(3))
        #expect(queue.pop() == 1)
        #expect(queue.pop() == 2)
        #expect(queue.pop() == nil)
        #expect(queue.pop() == nil)
    }

    @Test func abandoningLetsGoOfAll() {
        let (queue, freed) = (BoundedQueue<Counted>(capacity: 3), Counter())
        // Around the end of the ring.
        for number in 0..<2 { Self.push(number, to: queue, freed) }
        _ = queue.pop()
        _ = queue.pop()
        for number in 2..<5 { Self.push(number, to: queue, freed) }
        queue.abandon()
        #expect(freed.all == [0, 1, 2, 3, 4])
        Self.push(5, to: queue, freed, isTaken: false)
        let isEmpty = queue.pop() == nil
        #expect(isEmpty)
        queue.abandon()
        #expect(freed.all == [0, 1, 2, 3, 4, 5])
    }

    @Test func freesWhatIsLeftInIt() {
        let freed = Counter()
        do {
            let queue = BoundedQueue<Counted>(capacity: 3)
            for number in 0..<3 { Self.push(number, to: queue, freed) }
            _ = queue.pop()
            Self.push(3, to: queue, freed)
            #expect(freed.all == [0])
        }
        #expect(freed.all == [0, 1, 2, 3])
    }

    @Test(arguments: [false, true])
    func letsWaitersGo(abandons: Bool) async throws {
        let (full, empty) = (BoundedQueue<Int>(capacity: 1), BoundedQueue<Int>(capacity: 1))
        #expect(full.push(0))
        async let pushed = runOnThread(named: "pusher") { full.push(1) }
        async let popped = runOnThread(named: "popper") { empty.pop() }
        for queue in [full, empty] { if abandons { queue.abandon() } else { queue.close() } }
        #expect(try await pushed == false)
        #expect(try await popped == nil)
    }
}

@Suite struct TransferBoxTests {
    @Test func handsOnAValueThatCannotBeCopied() async throws {
        let freed = Counter()
        let handover = TransferBox(Counted(number: 1, freed: freed))
        try await runOnThread(named: "taker") {
            let taken = handover.take()
            let number = taken.number
            #expect(number == 1)
            #expect(freed.all == [])
        }
        #expect(freed.all == [1])
    }

    @Test func freesWhatNobodyTook() {
        let freed = Counter()
        do { _ = TransferBox(Counted(number: 7, freed: freed)) }
        #expect(freed.all == [7])
    }

    @Test func carriesNothingToo() {
        let handover = TransferBox<Int?>(nil)
        #expect(handover.take() == nil)
    }
}

@Suite(.timeLimit(.minutes(1))) struct ProgrammeLengthTests {
    private static func tick(_ tick: Int) -> Int64 { Int64(tick) * 1_000_000_000 / 30 }

    @Test func theLongerTrackDecides() {
        for (video, audio, expected) in [(90, 30, 90), (30, 90, 90), (90, 0, 90), (0, 0, 1), (90, 90, 90)] {
            let length = ProgrammeLength(frameRate: .fps30, limit: nil)
            length.reportVideoEnd(Self.tick(video))
            #expect(length.end == nil)
            length.reportAudioEnd(Self.tick(audio))
            #expect(length.end == expected)
            #expect(length.waitForEnd() == expected)
        }
    }

    @Test func aLimitHoldsFromTheStart() {
        let length = ProgrammeLength(frameRate: .fps30, limit: 60)
        #expect(length.end == 60)
        length.reportAudioEnd(Self.tick(300))
        length.reportVideoEnd(Self.tick(300))
        #expect(length.waitForEnd() == 60)
        let short = ProgrammeLength(frameRate: .fps30, limit: 60)
        short.reportAudioEnd(Self.tick(10))
        short.reportVideoEnd(Self.tick(45))
        #expect(short.waitForEnd() == 45)
    }

    @Test func aDecisionHoldsAndIsNeverLater() {
        let length = ProgrammeLength(frameRate: .fps30, limit: nil)
        length.decide(96)
        length.reportAudioEnd(Self.tick(300))
        length.reportVideoEnd(Self.tick(300))
        #expect(length.end == 96)
        length.decide(144)
        #expect(length.end == 96)
        length.decide(48)
        #expect(length.end == 48)
        let limited = ProgrammeLength(frameRate: .fps30, limit: 60)
        limited.decide(96)
        #expect(limited.end == 60)
    }

    @Test func abortingLetsWaitersGo() async throws {
        let length = ProgrammeLength(frameRate: .fps30, limit: 30)
        async let end = runOnThread(named: "waiter") { length.waitForEnd() }
        length.abort()
        #expect(try await end == nil)
    }

    @Test func wakesWhoeverWaits() async throws {
        let length = ProgrammeLength(frameRate: .fps25, limit: nil)
        async let first = runOnThread(named: "one") { length.waitForEnd() }
        async let second = runOnThread(named: "two") { length.waitForEnd() }
        length.reportVideoEnd(2_000_000_000)
        length.reportAudioEnd(0)
        let ends = try await (first, second)
        #expect(ends.0 == 50)
        #expect(ends.1 == 50)
    }
}
