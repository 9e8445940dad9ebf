import ArgumentParser
import Broadcast
import Delivery
import Foundation
import Lines
import Logging
import MediaModel

/// Who is told what happens, and where what they are still to be told is kept.
struct WebhookOptions: ParsableArguments {
    @Option(
        name: .customLong("webhook"),
        help: ArgumentHelp(
            "Tell this address what happens: https://shop.example/hooks, or …#events=source,finished. May be given several times.",
            discussion: """
                It is told as Standard Webhooks has it, signed with TATECAST_WEBHOOK_SECRET (whsec_…, or two while they are \
                changed), or with the file that TATECAST_WEBHOOK_SECRET_FILE names. Events and signature: docs/webhooks.md.
                """,
            valueName: "url"))
    var webhooks: [String] = []

    @Option(
        help: ArgumentHelp(
            "Where webhooks' outboxes are, so that a restart loses none. Default: the output folder.",
            valueName: "folder"),
        completion: .directory)
    var state: String?

    func validate() throws {
        guard state == nil || !webhooks.isEmpty else {
            throw ValidationError("--state is for --webhook: nothing else is kept there")
        }
    }

    /// The addresses.
    ///
    /// - Throws: ``JobError`` that shows nothing of an address but its beginning.
    func subscribers() throws(JobError) -> [WebhookSubscriber] {
        var subscribers: [WebhookSubscriber] = []
        for text in webhooks.words {
            let subscriber: WebhookSubscriber
            do throws(WebhookSubscriber.Failure) {
                subscriber = try WebhookSubscriber(text)
            } catch {
                throw JobError(.usage, "--webhook: \(error)")
            }
            guard !subscribers.contains(where: { $0.isSameAddress(as: subscriber) }) else {
                throw JobError(.usage, "--webhook: \(subscriber.name) is given twice: name all its events in one")
            }
            // What comes after the # is no secret, and its words stand in many sentences.
            SecretMask.learn(address: String(text.prefix { $0 != "#" }))
            subscribers.append(subscriber)
        }
        guard subscribers.count <= 8 else {
            throw JobError(.usage, "--webhook: expected 8 addresses at most, found \(subscribers.count)")
        }
        return subscribers
    }

    /// - Parameters:
    ///   - output: Where the outboxes are without `--state`; `nil` keeps them in memory.
    /// - Returns: `nil` without a webhook.
    /// - Throws: ``JobError`` without a secret, for a bad one, and for a bad address.
    func open(output: String?, drain: Drain, logger: Logger) async throws(JobError) -> Webhooks? {
        let subscribers = try subscribers()
        guard !subscribers.isEmpty else { return nil }
        let secrets = try Self.secrets()
        if state ?? output == nil {
            logger.warning("webhooks' outboxes are in memory alone, and a restart loses what waits there: see --state")
        }
        return try await Webhooks.open(
            subscribers, secrets: secrets, folder: state ?? output, drain: drain, logger: logger)
    }

    private static func secrets() throws(JobError) -> WebhookSecrets {
        guard let text = try Secret.read("TATECAST_WEBHOOK_SECRET") else {
            throw JobError(
                .usage,
                "--webhook: set TATECAST_WEBHOOK_SECRET, or TATECAST_WEBHOOK_SECRET_FILE to a file that holds it, so that "
                    + "receivers know who tells them; `echo whsec_$(openssl rand -base64 32)` makes one")
        }
        WebhookSecrets.words(in: text).forEach { SecretMask.learn($0) }
        do throws(WebhookSecrets.Failure) {
            return try WebhookSecrets(text)
        } catch {
            throw JobError(.usage, "TATECAST_WEBHOOK_SECRET: \(error)")
        }
    }
}
