import Dispatch
import FFmpegKit
import Foundation
import Testing

@testable import Broadcast

@Suite(.timeLimit(.minutes(1))) struct GraceTests {
    @Test func countsFromWhenItWasAskedFor() async throws {
        let request = Interrupt()
        let grace = Grace(.milliseconds(400), after: request)
        async let isOver: Void = grace.wait()
        try await Task.sleep(for: .milliseconds(100))
        let asked = ContinuousClock.now
        request.request()
        try await isOver
        #expect(asked.duration(to: .now) >= .milliseconds(400))
        // Whoever waits later waits for the rest, and that is nothing. How soon a thread is free to say so is another matter.
        #expect(grace.rest <= .zero)
        try await grace.wait()
    }

    @Test func endsWithTheTaskThatWaits() async {
        let waiting = Task { try await Grace(.seconds(3_600), after: Interrupt()).wait() }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
    }

    @Test func leavesAThreadThatHangs() async throws {
        let (request, isLetGo, hasEnded) = (Interrupt(), DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        request.request()
        let graces = [Grace(.milliseconds(20), after: request), Grace(.zero, after: request)]
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
        let grace = Grace(.zero, after: Interrupt())
        #expect(try await runOnThread(named: "works", leavingAfter: [grace]) { 7 } == 7)
        await #expect(throws: JobError.self) {
            let _: Int? = try await runOnThread(named: "fails", leavingAfter: [grace]) {
                throw JobError(.internal, "no")
            }
        }
    }

    /// A cancelled task still waits for its thread, which is told.
    @Test func tellsAThreadThatItIsCancelled() async throws {
        let isLetGo = DispatchSemaphore(value: 0)
        let one = Task { try await runOnThread(named: "one", onCancel: { isLetGo.signal() }) { isLetGo.wait() } }
        one.cancel()
        try await one.value
        let other = Task {
            try await runOnThread(
                named: "other", leavingAfter: [Grace(.zero, after: Interrupt())], onCancel: { isLetGo.signal() }
            ) { () -> Int in
                isLetGo.wait()
                return 7
            }
        }
        other.cancel()
        #expect(try await other.value == 7)
    }

    @concurrent private func wait(for semaphore: DispatchSemaphore) async {
        await withCheckedContinuation { continuation in
            Thread {
                semaphore.wait()
                continuation.resume()
            }.start()
        }
    }
}
