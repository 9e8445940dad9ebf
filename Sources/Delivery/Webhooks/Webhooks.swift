package import Broadcast
import FFmpegKit
import Foundation
package import Logging
package import MediaModel
import Synchronization

/// Tells those who asked for it what happens in a broadcast: at least once, in order for each address, apart from each other and
/// from the programme.
///
/// Begin with ``open(_:secrets:folder:drain:logger:)``; ``run(_:time:)`` works until ``finish(status:error:)`` and then as long as the drain
/// lets it; ``end(_:)`` says what is left. Any thread.
package final class Webhooks: Sendable {
    private struct Receiver: Sendable {
        let subscriber: WebhookSubscriber
        let courier: WebhookCourier
        /// What it is called among the others.
        let name: String
    }

    private let receivers: [Receiver]
    private let sender: HTTPWebhookSender
    private let drain: Drain
    private let hasDisk: Bool
    private let logger: Logger

    private init(_ receivers: [Receiver], sender: HTTPWebhookSender, drain: Drain, hasDisk: Bool, logger: Logger) {
        (self.receivers, self.sender, self.drain) = (receivers, sender, drain)
        (self.hasDisk, self.logger) = (hasDisk, logger)
    }

    /// Opens the outboxes, with what an earlier process left in them, which is delivered first.
    ///
    /// - Parameters:
    ///   - folder: For the outboxes, which nobody else uses meanwhile; `nil` keeps them in memory. It is there.
    ///   - drain: Begins once ``finish(status:error:)`` is called.
    /// - Throws: ``JobError`` if an outbox is there and can't be read.
    package static func open(
        _ subscribers: [WebhookSubscriber], secrets: WebhookSecrets, folder: String?, drain: Drain, logger: Logger
    ) async throws(JobError) -> Webhooks {
        let sender = HTTPWebhookSender()
        var receivers: [Receiver] = []
        for subscriber in subscribers {
            let same = receivers.count { $0.subscriber.name == subscriber.name }
            let name = same == 0 ? subscriber.name : "\(subscriber.name) (\(same + 1))"
            let outbox: WebhookOutbox
            if let folder {
                outbox = try await open("\(folder)/\(fileName(of: subscriber))", for: name, logger)
            } else {
                outbox = WebhookOutbox()
            }
            if subscriber.isUnencrypted {
                logger.warning("webhook \(name): without https, everybody on the way can read what it is told")
            }
            let courier = WebhookCourier(subscriber.address, outbox: outbox, secrets: secrets, sender: sender)
            receivers.append(Receiver(subscriber: subscriber, courier: courier, name: name))
        }
        let webhooks = Webhooks(receivers, sender: sender, drain: drain, hasDisk: folder != nil, logger: logger)
        if let folder { webhooks.tellOfOthers(in: folder) }
        return webhooks
    }

    private static func fileName(of subscriber: WebhookSubscriber) -> String {
        PresentationNames.outbox(of: subscriber.fingerprint)
    }

    private static func open(_ path: String, for name: String, _ logger: Logger) async throws(JobError) -> WebhookOutbox
    {
        do {
            let (outbox, unreadable) = try await runOnThread(named: "webhook outbox") {
                try WebhookOutbox.open(path: path) { fault in
                    if let fault {
                        logger.warning(
                            "\(path) can't be written, so a restart would lose what waits there; it is tried again: \(fault)"
                        )
                    } else {
                        logger.info("\(path) is written again")
                    }
                }
            }
            if unreadable > 0 {
                logger.warning("\(path): \(unreadable) lines can't be read, as after a power failure, and are left out")
            }
            let left = outbox.read(\.count)
            if left > 0 { logger.info("webhook \(name): \(left) events of an earlier run are delivered first") }
            return outbox
        } catch {
            throw JobError(.outputNotWritable, "\(path) can't be read: \(error.localizedDescription)", cause: error)
        }
    }

    /// Events for addresses that aren't named any more stay where they are.
    private func tellOfOthers(in folder: String) {
        let own = Set(receivers.map { Self.fileName(of: $0.subscriber) })
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        for name in names.sorted() where PresentationNames.isOutbox(name) && !own.contains(name) {
            logger.warning("\(folder)/\(name) has events for an address that isn't among --webhook: they stay there")
        }
    }
}

// MARK: - Events

extension Webhooks {
    /// Tells of what happens, and delivers it, until all is delivered after the end, or its time is over.
    ///
    /// - Parameters:
    ///   - listen: Gives what happens from then on (``BroadcastJob/events``); `nil` where nothing does but the end.
    ///   - time: The programme's media time, as it is now; `nil` before it begins.
    package func run(
        listen: (@Sendable () -> AsyncStream<BroadcastEvent>)? = nil,
        time: @escaping @Sendable () -> MediaTime? = { nil }
    ) async {
        await withTaskGroup(of: Void.self) { group in
            if let listen {
                // Before the programme begins: nothing happens unheard.
                let events = listen()
                group.addTask { await self.take(events, listen: listen, time: time) }
            }
            await self.deliver()
            group.cancelAll()
        }
    }

    /// Delivers what waits, until the outboxes are closed and empty or the drain is over.
    private func deliver() async {
        await withTaskGroup(of: Void.self) { group in
            for receiver in receivers {
                group.addTask {
                    await receiver.courier.run(hurry: self.drain.begun) { self.tell($0, of: receiver) }
                }
            }
            group.addTask {
                await self.drain.begun.wait()
                try? await Task.sleep(for: self.drain.remaining)
            }
            // All who deliver have ended, or the time has.
            for _ in receivers {
                await group.next()
                if drain.begun.isRequested, drain.remaining == .zero { break }
            }
            group.cancelAll()
        }
    }

    private func take(
        _ first: AsyncStream<BroadcastEvent>, listen: @Sendable () -> AsyncStream<BroadcastEvent>,
        time: @Sendable () -> MediaTime?
    ) async {
        await BroadcastEvent.each(of: first, listen: listen) { event in
            let now = Date()
            if let message = WebhookMessage(event, at: now, time: time()) { put(message, at: now) }
        } onGap: {
            put(.dropped(nil, at: Date()), at: Date())
        }
    }

    private func put(_ message: WebhookMessage, at date: Date) {
        for receiver in receivers where receiver.subscriber.wants(message.type) {
            receiver.courier.outbox.put(message, at: date)
        }
    }

    /// The broadcast is over: the last event is put in, and the drain begins.
    ///
    /// - Parameters:
    ///   - status: What the process would end with now.
    ///   - error: What went wrong.
    package func finish(status: Int, error: String?, time: MediaTime? = nil) {
        let now = Date()
        put(
            WebhookMessage(
                .finished, at: now, time: time, ["status": .number(status), "error": .sentence(ifAny: error)]), at: now)
        for receiver in receivers { receiver.courier.outbox.close() }
        drain.begin()
    }

    /// Delivers what an earlier process left, and nothing else, for as long as the drain lets it: for whoever finishes a broadcast
    /// that is over. Then call ``end(_:)``.
    package func deliverRest() async {
        for receiver in receivers { receiver.courier.outbox.close() }
        drain.begin()
        await deliver()
    }

    /// Ends, after ``run(listen:time:)`` or ``deliverRest()``.
    ///
    /// - Returns: How many events are left; the log says for whom, and what becomes of them.
    package func end(_ logger: Logger) async -> Int {
        await sender.close()
        let receivers = receivers
        try? await runOnThread(named: "webhook outbox") {
            for receiver in receivers { receiver.courier.outbox.finish(within: .milliseconds(500)) }
        }
        var left = 0
        for receiver in receivers {
            let count = receiver.courier.outbox.read(\.count)
            guard count > 0 else { continue }
            left += count
            let cause = receiver.courier.account.failure.map { ", as \($0)" } ?? ""
            let fate =
                hasDisk
                ? "they stay in the outbox: `tatecast upload` with the same --webhook and the same folder delivers them"
                : "without a folder to keep them they are lost"
            logger.error("webhook \(receiver.name): \(count) events aren't delivered\(cause); \(fate)")
        }
        return left
    }
}

// MARK: - What is known

extension Webhooks {
    package var states: [WebhookState] {
        receivers.map { receiver in
            let account = receiver.courier.account
            let (waiting, lost) = receiver.courier.outbox.read { ($0.count, $0.lossCount) }
            return WebhookState(
                name: receiver.name, waiting: waiting, delivered: account.delivered,
                failures: account.failures, lost: lost, failure: account.failure, isGone: account.isGone)
        }
    }

    package var metrics: [MetricSource] {
        receivers.flatMap { receiver -> [MetricSource] in
            let (courier, labels) = (receiver.courier, [("webhook", receiver.name)])
            return [
                MetricSource(.gauge, "webhook_waiting_events", "Events that a webhook is still to be told of", labels) {
                    Double(courier.outbox.read(\.count))
                },
                MetricSource(.counter, "webhook_delivered_events", "Events that a webhook has taken", labels) {
                    Double(courier.account.delivered)
                },
                MetricSource(.counter, "webhook_failed_attempts", "Attempts at a webhook that failed", labels) {
                    Double(courier.account.failures)
                },
                MetricSource(.counter, "webhook_lost_events", "Events that found no room in a webhook's outbox", labels)
                {
                    Double(courier.outbox.read(\.lossCount))
                },
            ]
        }
    }

    private func tell(_ news: WebhookCourier.News, of receiver: Receiver) {
        let name = receiver.name
        switch news {
        case .failing(let cause):
            logger.warning("webhook \(name): \(cause); what happens waits for it, and it is tried again")
        case .back(let failures):
            logger.info("webhook \(name) takes events again, after \(failures) failed attempts in all")
        case .gone: logger.warning("webhook \(name) answers 410: it is told nothing any more")
        }
    }
}
