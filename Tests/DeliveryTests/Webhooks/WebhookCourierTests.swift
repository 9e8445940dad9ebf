import FFmpegKit
import Foundation
import Synchronization
import Testing

@testable import Delivery

/// A clock on which nobody really waits: whoever sleeps is at the end of it at once.
private final class LeapingClock: Clock, Sendable {
    struct Instant: InstantProtocol {
        var offset: Duration
        func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        func duration(to other: Instant) -> Duration { other.offset - offset }
        static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    }

    private let time = Mutex(Duration.zero)
    var now: Instant { Instant(offset: time.withLock { $0 }) }
    var minimumResolution: Duration { .nanoseconds(1) }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        try Task.checkCancellation()
        time.withLock { $0 = max($0, deadline.offset) }
        await Task.yield()
    }

    func advance(by duration: Duration) { time.withLock { $0 += duration } }
}

/// A receiver that says what it is told to, and remembers what it was told.
private final class ScriptedReceiver: WebhookSender {
    let requests = Mutex<[WebhookRequest]>([])
    private let answer: @Sendable (Int, WebhookRequest) throws -> WebhookAnswer

    /// - Parameter answer: Given how many attempts there were before.
    init(_ answer: @escaping @Sendable (Int, WebhookRequest) throws -> WebhookAnswer) { self.answer = answer }

    func post(_ request: WebhookRequest) async throws -> WebhookAnswer {
        let count = requests.withLock { requests in
            requests.append(request)
            return requests.count - 1
        }
        return try answer(count, request)
    }
}

private struct Refused: Error, CustomStringConvertible { var description: String { "no route" } }

@Suite(.timeLimit(.minutes(1)))
struct WebhookCourierTests {
    private let clock = LeapingClock()
    private let secrets = try? WebhookSecrets("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")

    private func courier(_ outbox: WebhookOutbox, _ receiver: ScriptedReceiver) throws -> WebhookCourier {
        let clock = clock
        return WebhookCourier(
            "https://shop.example/hooks", outbox: outbox, secrets: try #require(secrets), sender: receiver,
            clock: clock,
            now: { Date(timeIntervalSince1970: 1_800_000_000 + clock.now.offset / .seconds(1)) })
    }

    private func put(_ count: Int, into outbox: WebhookOutbox) {
        for _ in 0..<count { outbox.put(WebhookMessage(.warning, at: Date()), at: Date()) }
    }

    /// Figure 4: 1,000 events, 3.6 s apart, while the receiver is away half of the time, for up to ten minutes.
    @Test func `of a thousand events in an hour of failures none is lost, and all are in order`() async throws {
        let outbox = WebhookOutbox()
        let clock = clock
        let next = Mutex(0)
        // What is due by now happens, whether anyone is reached or not.
        let putDue: @Sendable () -> Void = {
            next.withLock { next in
                while next < 1_000, Double(next) * 3.6 <= clock.now.offset / .seconds(1) {
                    next += 1
                    outbox.put(WebhookMessage(.warning, at: Date()), at: Date())
                }
                if next == 1_000 { outbox.close() }
            }
        }
        let receiver = ScriptedReceiver { count, _ in
            clock.advance(by: .milliseconds(20))
            putDue()
            let now = clock.now.offset / .seconds(1)
            let isAway = Int(now) % 1_200 < 600 && now < 3_600
            if isAway, count % 3 == 0 { throw Refused() }
            return WebhookAnswer(status: isAway ? [500, 503, 429][count % 3] : count % 7 == 3 ? 502 : 200)
        }
        let courier = try courier(outbox, receiver)
        let time = Task {
            while next.withLock({ $0 < 1_000 }) {
                if outbox.read(\.entries).isEmpty {
                    clock.advance(by: .milliseconds(100))
                    putDue()
                }
                await Task.yield()
            }
        }
        await courier.run(hurry: Interrupt()) { _ in }
        await time.value
        #expect(courier.account.delivered == 1_000 && outbox.read(\.entries).isEmpty && outbox.read(\.lossCount) == 0)
        #expect(courier.account.failures > 100)
        // In order: each identifier's first attempt comes after the one before was taken.
        let ids = receiver.requests.withLock { $0.map { $0.headers["webhook-id"] ?? "" } }
        var order: [String] = []
        for id in ids where order.last != id { order.append(id) }
        #expect(order.count == 1_000 && Set(order).count == 1_000)
        #expect(clock.now.offset >= .seconds(3_500))
    }

    @Test func `signs each attempt anew under the same name`() async throws {
        let outbox = WebhookOutbox()
        put(1, into: outbox)
        outbox.close()
        let receiver = ScriptedReceiver { count, _ in WebhookAnswer(status: count < 6 ? 500 : 204) }
        await (try courier(outbox, receiver)).run(hurry: Interrupt()) { _ in }
        let requests = receiver.requests.withLock { $0 }
        #expect(requests.count == 7 && Set(requests.map { $0.headers["webhook-id"] }).count == 1)
        let times = requests.compactMap { $0.headers["webhook-timestamp"].flatMap(Int64.init) }
        #expect(times.count == 7 && times == times.sorted() && times[6] - times[0] >= 20)
        for request in requests {
            let expected = try #require(secrets).signature(
                id: request.headers["webhook-id"] ?? "",
                timestamp: Int64(request.headers["webhook-timestamp"] ?? "") ?? 0,
                body: request.body)
            #expect(request.headers["webhook-signature"] == expected)
        }
    }

    @Test func `waits as long as it is asked to`() async throws {
        let outbox = WebhookOutbox()
        put(1, into: outbox)
        outbox.close()
        let receiver = ScriptedReceiver { count, _ in
            count == 0 ? WebhookAnswer(status: 503, retryAfter: .seconds(900)) : WebhookAnswer(status: 200)
        }
        await (try courier(outbox, receiver)).run(hurry: Interrupt()) { _ in }
        #expect(clock.now.offset >= .seconds(900))
    }

    @Test func `410 ends it, a redirect doesn't`() async throws {
        let outbox = WebhookOutbox()
        put(3, into: outbox)
        let receiver = ScriptedReceiver { count, _ in WebhookAnswer(status: count == 0 ? 302 : 410) }
        let courier = try courier(outbox, receiver)
        let news = Mutex<[String]>([])
        await courier.run(hurry: Interrupt()) { item in news.withLock { $0.append("\(item)") } }
        #expect(courier.account.isGone && courier.account.delivered == 0 && outbox.read(\.entries).isEmpty)
        put(1, into: outbox)
        #expect(outbox.read(\.entries).isEmpty)
        let told = news.withLock { $0 }
        #expect(told.count == 2 && told[0].contains("redirects") && told[1] == "gone")
    }

    @Test func `the programme's end cuts the longest wait short`() async throws {
        let outbox = WebhookOutbox()
        put(1, into: outbox)
        let hurry = Interrupt()
        let receiver = ScriptedReceiver { count, _ in
            if count == 0 { throw Refused() }
            return WebhookAnswer(status: 200)
        }
        // Real time: a wait of minutes begins, and ends at once.
        let courier = WebhookCourier(
            "https://shop.example/", outbox: outbox, secrets: try #require(secrets), sender: SlowFirst(receiver))
        let running = Task { await courier.run(hurry: hurry) { _ in } }
        while receiver.requests.withLock({ $0.isEmpty }) { try await Task.sleep(for: .milliseconds(5)) }
        outbox.close()
        hurry.request()
        let begin = ContinuousClock.now
        await running.value
        #expect(courier.account.delivered == 1 && begin.duration(to: .now) < .seconds(10))
    }
}

/// Asks for a wait of ten minutes after a failure.
private struct SlowFirst: WebhookSender {
    let receiver: ScriptedReceiver
    init(_ receiver: ScriptedReceiver) { self.receiver = receiver }

    func post(_ request: WebhookRequest) async throws -> WebhookAnswer {
        do {
            return try await receiver.post(request)
        } catch {
            return WebhookAnswer(status: 503, retryAfter: .seconds(600))
        }
    }
}
