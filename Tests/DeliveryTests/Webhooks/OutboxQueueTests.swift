import Foundation
import Testing

@testable import Delivery

struct OutboxQueueTests {
    private static let date = Date(timeIntervalSince1970: 1_800_000_000)
    private var ids = EventIDs(run: "t")

    private mutating func put(_ types: [WebhookEventType], into queue: inout OutboxQueue) {
        for type in types { _ = queue.put(WebhookMessage(type, at: Self.date), at: Self.date, ids: &ids) }
    }

    @Test mutating func `hands out in order, each with a name of its own`() {
        var queue = OutboxQueue()
        put([.ready, .source, .finished], into: &queue)
        #expect(queue.entries.map(\.type) == [.ready, .source, .finished])
        #expect(queue.entries.map(\.number) == [1, 2, 3] && Set(queue.entries.map(\.id)).count == 3)
        queue.deliver(2)
        #expect(queue.first?.number == 1)
        queue.deliver(1)
        #expect(queue.first?.number == 2)
    }

    @Test mutating func `merges states first, and tells what is lost in its place`() throws {
        var queue = OutboxQueue(limits: .init(count: 8, byteCount: 1 << 20))
        put([.ready, .source, .committed, .source, .committed, .source, .overload, .committed], into: &queue)
        #expect(queue.entries.count == 8 && queue.lossCount == 0)
        put([.warning], into: &queue)
        // The first stays, the last source too; two sources and the oldest of the rest go.
        #expect(
            queue.entries.map(\.type) == [.ready, .dropped, .committed, .source, .overload, .committed, .warning])
        #expect(queue.entries[1].losses == ["source": 2, "committed": 1] && queue.lossCount == 3)
        #expect(queue.entries[1].body.contains(#""data":{"count":3,"types":{"committed":1,"source":2}}"#))
        #expect(queue.entries.map(\.number) == queue.entries.map(\.number).sorted())
    }

    @Test mutating func `adds later losses to the event that tells of them`() {
        var queue = OutboxQueue(limits: .init(count: 8, byteCount: 1 << 20))
        put([.ready] + [WebhookEventType](repeating: .committed, count: 100) + [.finished], into: &queue)
        #expect(queue.entries.count <= 8)
        #expect(queue.entries.filter { $0.type == .dropped }.count == 1)
        #expect(queue.entries.first?.type == .ready && queue.entries.last?.type == .finished)
        let kept = queue.entries.filter { $0.type == .committed }.count
        #expect(queue.entries[1].losses == ["committed": 100 - kept] && queue.lossCount == 100 - kept)
    }

    @Test mutating func `holds so many bytes, too, and never the one on its way`() {
        var queue = OutboxQueue(limits: .init(count: 1_000, byteCount: 3_000))
        put([WebhookEventType](repeating: .warning, count: 200), into: &queue)
        #expect(queue.byteCount <= 3_000 && queue.first?.number == 1)
        #expect(queue.byteCount == queue.entries.reduce(0) { $0 + $1.byteCount })
    }
}
