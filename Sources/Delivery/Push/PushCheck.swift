import Broadcast
package import FFmpegKit
import Foundation
package import Ingest
import Synchronization

/// Tries a destination: connects once, publishes three seconds of a test picture, and says what the peer answers.
package struct PushCheck: Sendable {
    /// What came of it.
    package struct Report: Sendable {
        /// The peer's own words when it took the stream; empty where it says none, as over SRT; `nil` if it never took it.
        package var answer: String?
        /// From the beginning until then.
        package var acceptance: Duration?
        /// Bytes that were handed to the network.
        package var bytes = 0
        /// Why it isn't well; `nil` if all of it was taken.
        package var failure: PushFailure?
    }

    private static let seconds = 3

    private let link: any PushLink

    /// - Throws: ``DestinationAddress/Failure`` for secrets that don't fit.
    package init(
        _ order: DestinationOrder, _ secrets: DestinationSecrets, trust: PushTrust
    ) throws(DestinationOrder.Failure) {
        try secrets.check(for: order)
        link = order.makeLink(secrets, trust)
    }

    /// Does it.
    ///
    /// - Parameter stop: Ends it before its time.
    /// - Throws: `FFmpegError` if this machine can't make a picture.
    package func run(stop: Interrupt) async throws -> Report {
        let programme = TestProgramme()
        let (opened, ending, halt) = (Interrupt(), Interrupt(), Interrupt())
        let feed = PushFeed(programme.outlets, rung: programme.outlets.rungs[0])
        let queue = PacketQueue(frameRate: feed.frameRate)
        feed.rung.outlet.add(queue)
        feed.sound.add(queue)
        let report = Mutex(Report())
        // The encoder's thread waits for it, and nobody else.
        let begins = DispatchSemaphore(value: 0)
        let pictures = Task {
            defer {
                opened.request()
                ending.request()
            }
            try await runOnThread(named: "test picture") {
                try programme.run(
                    seconds: Self.seconds, onOpen: opened.request, start: { begins.wait() }, stop: halt)
            }
        }
        await opened.wait()
        let begin = ContinuousClock.now
        let news = PushNews(
            onUp: { words in
                report.withLock { ($0.answer, $0.acceptance) = (words, .now - begin) }
                begins.signal()
            },
            onSent: { count in report.withLock { $0.bytes += count } })
        let sending = Task {
            do throws(PushFailure) {
                try await link.send(feed, from: queue, until: ending, news: news)
            } catch {
                report.withLock { $0.failure = error }
            }
        }
        await stop.withHandler {
            sending.cancel()
        } operation: {
            await sending.value
        }
        // Nobody takes any more, or ever has.
        halt.request()
        begins.signal()
        try await pictures.value
        await link.close()
        return report.withLock { $0 }
    }
}
