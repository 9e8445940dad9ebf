import Foundation
import Synchronization
import Testing

@testable import Ingest

@Suite(.timeLimit(.minutes(1))) struct IngestMailboxTests {
    private func publication(_ id: UInt64) -> Publication {
        Publication(id: id, peer: "192.0.2.\(id):1", keyName: "main", isSecure: false, program: "")
    }

    private func unit(_ bytes: Int) -> IngestEvent {
        .video(CodedUnit(decodeTime: 0, isKeyFrame: true, bytes: [UInt8](repeating: 0, count: bytes), arrival: .now))
    }

    private func takeAll(_ mailbox: IngestMailbox) -> [IngestEvent] {
        var events: [IngestEvent] = []
        while case .event(let event) = mailbox.next(within: .zero) { events.append(event) }
        return events
    }

    @Test func keepsPublicationsApart() {
        let mailbox = IngestMailbox(capacity: 1_000)
        #expect(mailbox.begin(publication(1)))
        mailbox.add(.metadata(StreamMetadata()), of: 1)
        #expect(mailbox.begin(publication(2)))
        mailbox.add(unit(1), of: 1)
        mailbox.end(1, .disconnected)
        mailbox.end(2, .unpublished)
        mailbox.end(2, .disconnected)
        #expect(
            takeAll(mailbox) == [
                .published(publication(1)), .metadata(StreamMetadata()), .ended(.replaced(by: "192.0.2.2:1")),
                .published(publication(2)), .ended(.unpublished),
            ])
        #expect(mailbox.waitingBytes == 0)
    }

    @Test func asksThePublisherToWaitAndToGoOn() {
        let mailbox = IngestMailbox(capacity: 10_000)
        let resumed = Mutex(0)
        #expect(mailbox.begin(publication(1)))
        func isFull(_ id: UInt64) -> Bool { mailbox.isFull(for: id) { resumed.withLock { $0 += 1 } } }
        for _ in 0..<9 { mailbox.add(unit(1_000), of: 1) }
        #expect(isFull(1))
        #expect(!isFull(2))
        for _ in 0..<5 { _ = mailbox.next() }
        #expect(resumed.withLock { $0 } == 0, "more than half is left")
        for _ in 0..<5 { _ = mailbox.next() }
        #expect(resumed.withLock { $0 } == 1)
        #expect(!isFull(1))
    }

    @Test func refusesPublicationsThatNobodyTakes() {
        let mailbox = IngestMailbox(capacity: 1_000)
        var taken = 0
        for id in 1..<100_000 as Range<UInt64> where mailbox.begin(publication(id)) { taken += 1 }
        #expect(taken < 2_000)
        #expect(mailbox.waitingBytes < 2 << 20)
    }

    @Test func wakesTheConsumer() async {
        let mailbox = IngestMailbox(capacity: 1_000)
        let count = Mutex(0)
        let publication = publication(1)
        await withCheckedContinuation { continuation in
            Thread {
                while mailbox.next() != nil { count.withLock { $0 += 1 } }
                continuation.resume()
            }.start()
            #expect(mailbox.begin(publication))
            for _ in 0..<5_000 { mailbox.add(.metadata(StreamMetadata()), of: 1) }
            mailbox.close()
        }
        #expect(count.withLock { $0 } == 5_001, "what was left when it closed is taken too")
        #expect(mailbox.next(within: .zero) == .closed)
        #expect(!mailbox.begin(publication))
    }

    @Test func waitsNoLongerThanAsked() {
        let mailbox = IngestMailbox(capacity: 1_000)
        let start = ContinuousClock.now
        #expect(mailbox.next(within: .milliseconds(50)) == .nothing)
        #expect(.now - start >= .milliseconds(45))
    }
}
