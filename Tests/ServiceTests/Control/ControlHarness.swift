import Access
import AsyncHTTPClient
import Broadcast
import Foundation
import Logging
import NIOCore
import NIOHTTP1

@testable import Origin
@testable import Service

/// A control API on a free port of this machine, in front of a programme without codecs.
struct ControlHarness {
    let programme: FakeProgramme
    let server: OriginServer

    /// What came back.
    struct Answer {
        let status: Int
        let headers: HTTPHeaders
        let body: ByteBuffer

        var text: String { String(buffer: body) }

        func json() throws -> [String: Any] {
            try JSONSerialization.jsonObject(with: Data(body.readableBytesView)) as? [String: Any] ?? [:]
        }

        /// Of a refusal.
        var error: String { (try? json()["error"] as? String) ?? "" }
    }

    /// A machine that is busy with something else may not let a test's client send for a while.
    static var patient: OriginServer.Limits {
        var limits = OriginServer.Limits()
        (limits.linger.silence, limits.linger.total) = (.seconds(60), .seconds(120))
        return limits
    }

    /// Runs `body` in front of a server, and closes it.
    static func run(
        _ given: FakeProgramme? = nil, token: String? = nil, audience: String? = nil,
        cors: String? = nil, tls: TLSFiles? = nil, server serverLimits: OriginServer.Limits = patient,
        limits: ControlLimits = ControlLimits(), now: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
        routes givenRoutes: ControlRoutes? = nil, _ body: (ControlHarness) async throws -> Void
    ) async throws {
        let programme = try given ?? FakeProgramme()
        await programme.begin()
        let routes =
            givenRoutes
            ?? ControlRoutes(
                programme, access: ControlAccess(control: token, audience: audience, allowedOrigin: cors),
                limits: limits,
                now: now)
        var configuration = OriginServer.Configuration(host: "127.0.0.1", port: 0, tls: tls)
        configuration.limits = serverLimits
        configuration.servesShow = false
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let server = try await OriginServer.start(
            configuration, origin: Origin(), control: routes, readiness: Readiness(isReady: { true }), logger: logger)
        do {
            try await body(ControlHarness(programme: programme, server: server))
        } catch {
            programme.endTelling()
            await server.close()
            throw error
        }
        programme.endTelling()
        await server.close()
    }

    var port: Int { Int(server.url.split(separator: ":").last ?? "") ?? 0 }

    func send(
        _ method: HTTPMethod, _ path: String, _ headers: [(String, String)] = [], body: HTTPClientRequest.Body? = nil
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: server.url + path)
        request.method = method
        request.headers = HTTPHeaders(headers)
        request.body = body
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
        return Answer(
            status: Int(response.status.code), headers: response.headers,
            body: try await response.body.collect(upTo: 8 << 20))
    }

    func get(_ path: String, token: String? = nil) async throws -> Answer {
        try await send(.GET, path, token.map { [("Authorization", "Bearer \($0)")] } ?? [])
    }

    func post(_ path: String, _ text: String, type: String = "application/json", token: String? = nil) async throws
        -> Answer
    {
        try await send(
            .POST, path, [("Content-Type", type)] + (token.map { [("Authorization", "Bearer \($0)")] } ?? []),
            body: .bytes(ByteBuffer(string: text)))
    }

    func events(_ lines: String, token: String? = nil) async throws -> Answer {
        try await post("/v1/events", lines, type: "application/x-ndjson", token: token)
    }

    func put(_ yaml: String, accept: String? = nil, type: String = "application/yaml") async throws -> Answer {
        try await send(
            .PUT, "/v1/preset", [("Content-Type", type)] + (accept.map { [("Accept", $0)] } ?? []),
            body: .bytes(ByteBuffer(string: yaml)))
    }

    /// Listens to `/v1/events` until `isEnough` of what was heard, or the end.
    func hear(until isEnough: (String) async throws -> Bool) async throws -> String {
        let response = try await HTTPClient.shared.execute(
            HTTPClientRequest(url: server.url + "/v1/events"), timeout: .seconds(30))
        var heard = ""
        for try await piece in response.body {
            heard += String(buffer: piece)
            if try await isEnough(heard) { break }
        }
        return heard
    }
}
