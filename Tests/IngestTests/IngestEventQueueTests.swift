import Foundation
import Synchronization
import Testing

@testable import Ingest

@Suite(.timeLimit(.minutes(1))) struct IngestEventQueueTests {
    private func publication(_ id: UInt64) -> Publication {
        Publication(id: id, peer: "192.0.2.\(id):1", keyName: "main", isSecure: false, program: "")
    }

    private func unit(_ bytes: Int) -> IngestEvent {
        .video(
            EncodedSample(
                decodeTime: 0, isKeyFrame: true, bytes: [UInt8](repeating: 0, count: bytes)[...], arrival: .now))
    }

    private func takeAll(_ eventQueue: IngestEventQueue) -> [IngestEvent] {
        var events: [IngestEvent] = []
        while eventQueue.waitingBytes > 0, let event = eventQueue.next() { events.append(event) }
        return events
    }

    @Test func keepsPublicationsApart() {
        let eventQueue = IngestEventQueue(capacity: 1_000)
        #expect(eventQueue.begin(publication(1)))
        eventQueue.add(.metadata(StreamMetadata()), of: 1)
        #expect(eventQueue.begin(publication(2)))
        eventQueue.add(unit(1), of: 1)
        eventQueue.end(1, .disconnected)
        eventQueue.end(2, .unpublished)
        eventQueue.end(2, .disconnected)
        #expect(
            takeAll(eventQueue) == [
                .published(publication(1)), .metadata(StreamMetadata()), .ended(.replaced(by: "192.0.2.2:1")),
                .published(publication(2)), .ended(.unpublished),
            ])
        #expect(eventQueue.waitingBytes == 0)
    }

    @Test func asksThePublisherToWaitAndToGoOn() {
        let eventQueue = IngestEventQueue(capacity: 10_000)
        let resumed = Mutex(0)
        #expect(eventQueue.begin(publication(1)))
        func isFull(_ id: UInt64) -> Bool { eventQueue.isFull(for: id) { resumed.withLock { $0 += 1 } } }
        for _ in 0..<9 { eventQueue.add(unit(1_000), of: 1) }
        #expect(isFull(1))
        #expect(!isFull(2))
        for _ in 0..<5 { _ = eventQueue.next() }
        #expect(resumed.withLock { $0 } == 0, "more than half is left")
        for _ in 0..<5 { _ = eventQueue.next() }
        #expect(resumed.withLock { $0 } == 1)
        #expect(!isFull(1))
    }

    @Test func refusesPublicationsThatNobodyTakes() {
        let eventQueue = IngestEventQueue(capacity: 1_000)
        var taken = 0
        for id in 1..<100_000 as Range<UInt64> where eventQueue.begin(publication(id)) { taken += 1 }
        #expect(taken < 2_000)
        #expect(eventQueue.waitingBytes < 2 << 20)
    }

    @Test func wakesTheConsumer() async {
        let eventQueue = IngestEventQueue(capacity: 1_000)
        let count = Mutex(0)
        let publication = publication(1)
        await withCheckedContinuation { continuation in
            Thread {
                while eventQueue.next() != nil { count.withLock { $0 += 1 } }
                continuation.resume()
            }.start()
            #expect(eventQueue.begin(publication))
            for _ in 0..<5_000 { eventQueue.add(.metadata(StreamMetadata()), of: 1) }
            eventQueue.close()
        }
        #expect(count.withLock { $0 } == 5_001, "what was left when it closed is taken too")
        #expect(eventQueue.next() == nil)
        #expect(!eventQueue.begin(publication))
    }

    @Test func letsGoWhoeverWantsNoMore() async {
        let eventQueue = IngestEventQueue(capacity: 1_000)
        let isWanted = Mutex(true)
        let isAsked = DispatchSemaphore(value: 0)
        await withCheckedContinuation { continuation in
            Thread {
                let event = eventQueue.next {
                    isAsked.signal()
                    return isWanted.withLock { $0 }
                }
                #expect(event == nil)
                continuation.resume()
            }.start()
            // It has seen that there is nothing, and waits, or is about to: the lock that it holds until then is what wakes it.
            isAsked.wait()
            isWanted.withLock { $0 = false }
            eventQueue.wake()
        }
        #expect(eventQueue.begin(publication(1)))
        #expect(eventQueue.next(while: { false }) == nil, "what waits isn't wanted either")
        #expect(eventQueue.next() == .published(publication(1)))
    }
}
