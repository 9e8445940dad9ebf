import Testing

@testable import Delivery

struct BackoffTests {
    @Test func `waits grow to the last one and begin anew after a success`() {
        var backoff = Backoff([.milliseconds(500), .seconds(1), .seconds(2)])
        func isNear(_ wait: Duration, _ expected: Duration) -> Bool {
            wait >= expected * 0.8 && wait <= expected * 1.2
        }
        for expected in [Duration.milliseconds(500), .seconds(1), .seconds(2), .seconds(2)] {
            #expect(isNear(backoff.next(), expected))
        }
        backoff.reset()
        #expect(isNear(backoff.next(), .milliseconds(500)))
    }

    @Test func `two workers don't wait equally long`() {
        var backoff = Backoff([.seconds(1)])
        #expect(Set((0..<20).map { _ in backoff.next() }).count > 10)
    }
}
