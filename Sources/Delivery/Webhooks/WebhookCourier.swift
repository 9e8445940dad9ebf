import Broadcast
import FFmpegKit
import Foundation
import Synchronization

/// Tells one address of what is in its outbox: one event after the other, each until it is taken.
///
/// An event is delivered by an answer of 2xx. 410 says that nobody is there any more. All else is tried again under the same identifier, signed
/// anew, later and later up to an hour (or when `Retry-After` says), and soon once more when the programme is over.
final class WebhookCourier: Sendable {
    /// What is known of an address, for `/v1/state`, `/metrics` and the log.
    struct Account: Sendable {
        var delivered = 0
        var failures = 0
        /// Of attempts at the event that comes next: why the last one failed.
        var failure: String?
        var isGone = false
    }

    /// What has changed, for the log.
    enum News: Sendable {
        case failing(String)
        case back(failures: Int)
        case gone
    }

    /// At first a receiver is likely to be restarting.
    static let waits: [Duration] = [
        .milliseconds(500), .seconds(1), .seconds(2), .seconds(4), .seconds(8), .seconds(15), .seconds(30),
        .seconds(60),
        .seconds(120), .seconds(300), .seconds(600), .seconds(1_800), .seconds(3_600),
    ]

    private let address: String
    let outbox: WebhookOutbox
    private let secrets: WebhookSecrets
    private let sender: any WebhookSender
    private let clock: any Clock<Duration>
    private let now: @Sendable () -> Date
    private let state = Mutex(Account())

    /// - Parameters:
    ///   - clock: What pauses pass by.
    ///   - now: The wall clock, for `webhook-timestamp`.
    init(
        _ address: String, outbox: WebhookOutbox, secrets: WebhookSecrets, sender: any WebhookSender,
        clock: any Clock<Duration> = ContinuousClock(), now: @escaping @Sendable () -> Date = { Date() }
    ) {
        (self.address, self.outbox, self.secrets, self.sender) = (address, outbox, secrets, sender)
        (self.clock, self.now) = (clock, now)
    }

    var account: Account { state.withLock { $0 } }

    /// Delivers until the outbox is closed and empty, nobody is there any more, or the task is cancelled.
    ///
    /// - Parameter hurry: Once it is requested, waits begin anew.
    func run(hurry: Interrupt, onNews: @Sendable (News) -> Void) async {
        var backoff = Backoff(Self.waits)
        var isHurried = false
        while let entry = await outbox.next() {
            let (failure, pause): (String, Duration?)
            switch await attempt(entry) {
            case .success(let answer) where 200..<300 ~= answer.status:
                outbox.deliver(entry.number)
                let failures = state.withLock { account in
                    defer { account.failure = nil }
                    account.delivered += 1
                    return account.failure == nil ? 0 : account.failures
                }
                if failures > 0 { onNews(.back(failures: failures)) }
                backoff.reset()
                continue
            case .success(let answer) where answer.status == 410:
                state.withLock { $0.isGone = true }
                outbox.giveUp()
                return onNews(.gone)
            case .success(let answer): (failure, pause) = (Self.words(for: answer.status), answer.retryAfter)
            case .failure(let error): (failure, pause) = ("\(error)", nil)
            }
            if Task.isCancelled { return }
            let isFirst = state.withLock { account in
                defer { account.failure = failure }
                account.failures += 1
                return account.failure == nil
            }
            if isFirst { onNews(.failing(failure)) }
            if hurry.isRequested, !isHurried {
                isHurried = true
                backoff.reset()
            }
            await wait(max(backoff.next(), isHurried ? .zero : pause ?? .zero), hurry: isHurried ? nil : hurry)
        }
    }

    private func attempt(_ entry: OutboxEntry) async -> Result<WebhookAnswer, any Error> {
        let timestamp = Int64(now().timeIntervalSince1970)
        let request = WebhookRequest(
            address: address,
            headers: [
                "webhook-id": entry.id, "webhook-timestamp": String(timestamp),
                "webhook-signature": secrets.signature(id: entry.id, timestamp: timestamp, body: entry.body),
            ],
            body: entry.body)
        do {
            return .success(try await sender.post(request))
        } catch {
            return .failure(error)
        }
    }

    /// Waits, but no longer than until `hurry` is requested.
    private func wait(_ pause: Duration, hurry: Interrupt?) async {
        guard let hurry else {
            try? await clock.sleep(for: pause)
            return
        }
        await untilFirst({ [clock] in try? await clock.sleep(for: pause) }, { await hurry.wait() })
    }

    private static func words(for status: Int) -> String {
        switch status {
        case 300..<400: "it answers \(status), and redirects aren't followed: give the address that it leads to"
        case 401, 403: "it answers \(status): are its secret and TATECAST_WEBHOOK_SECRET the same?"
        default: "it answers \(status)"
        }
    }
}
