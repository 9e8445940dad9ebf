import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// One attempt at telling somebody of an event.
struct WebhookRequest: Hashable, Sendable {
    let address: String
    /// Standard Webhooks' headers: `webhook-id`, `webhook-timestamp`, `webhook-signature`.
    let headers: [String: String]
    let body: String
}

/// What the receiver said.
struct WebhookAnswer: Hashable, Sendable {
    let status: Int
    /// From `Retry-After`, if it is a number of seconds.
    var retryAfter: Duration?
}

/// Performs attempts. Any thread.
protocol WebhookSender: Sendable {
    /// - Throws: If there is no answer; an error whose description is a sentence's end without secrets.
    func post(_ request: WebhookRequest) async throws -> WebhookAnswer
}

/// Sends over HTTP, one connection kept for each address. Follows no redirect, reads no more of an answer than it needs to use its connection
/// again, and gives everything up in time: a look-up of a name, a connection, an answer that trickles.
final class HTTPWebhookSender: WebhookSender {
    struct NoAnswer: Error, CustomStringConvertible { let description: String }

    private static let patience = Duration.seconds(15)
    /// Of an answer's body, in bytes: what is longer costs the connection.
    private static let bodyLimit = 65_536

    private let client: HTTPClient

    init() {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.timeout = .init(connect: .seconds(5), read: .seconds(10))
        configuration.connectionPool.idleTimeout = .seconds(30)
        configuration.connectionPool.retryConnectionEstablishment = false
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Call it at the end.
    func close() async { try? await client.shutdown() }

    func post(_ request: WebhookRequest) async throws -> WebhookAnswer {
        try await withThrowingTaskGroup(of: WebhookAnswer.self) { group in
            group.addTask { try await self.answer(to: request) }
            group.addTask {
                try await Task.sleep(for: Self.patience)
                throw NoAnswer(description: "no answer within \(Self.patience.components.seconds) s")
            }
            defer { group.cancelAll() }
            guard let answer = try await group.next() else { throw CancellationError() }
            return answer
        }
    }

    private func answer(to given: WebhookRequest) async throws -> WebhookAnswer {
        var request = HTTPClientRequest(url: given.address)
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/json")
        request.headers.add(name: "user-agent", value: "tatecast")
        for (name, value) in given.headers { request.headers.add(name: name, value: value) }
        request.body = .bytes(ByteBuffer(string: given.body))
        let response: HTTPClientResponse
        do {
            response = try await client.execute(request, timeout: TimeAmount(Self.patience))
        } catch let error as HTTPClientError {
            // Its other descriptions may have the address in them.
            throw NoAnswer(description: Self.words(for: error))
        } catch let error as CancellationError {
            throw error
        } catch {
            let cause = (error as? IOError).map { String(cString: strerror($0.errnoCode)) } ?? "\(error)"
            throw NoAnswer(description: "it can't be reached: \(cause)")
        }
        let seconds = response.headers.first(name: "retry-after").flatMap { Int($0) }
        let answer = WebhookAnswer(
            status: Int(response.status.code), retryAfter: seconds.map { .seconds(max(0, min($0, 3_600))) })
        // The status counts whatever comes after it.
        _ = try? await response.body.collect(upTo: Self.bodyLimit)
        return answer
    }

    private static func words(for error: HTTPClientError) -> String {
        switch error {
        case .connectTimeout: "it can't be reached within 5 s"
        case .readTimeout, .deadlineExceeded, .getConnectionFromPoolTimeout: "it doesn't answer in time"
        case .remoteConnectionClosed: "it closed the connection without an answer"
        default: "it can't be told: \(error.shortDescription)"
        }
    }
}
