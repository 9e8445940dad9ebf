import AsyncHTTPClient
import Broadcast
import Foundation
import Logging
import NIOCore
import NIOHTTP1
import Show
import Testing

@testable import Access
@testable import Origin
@testable import Service

/// What a visitor's page may send, over HTTP, in front of the real show.
@Suite(.timeLimit(.minutes(1))) struct OpenAudienceTests {
    /// A page's visitor with a cookie.
    private struct Visitor {
        let api: ControlHarness
        let cookie: String
        var origin: String

        init(_ api: ControlHarness) async throws {
            let answer = try await api.get("/page/state")
            let field = try #require(answer.headers["set-cookie"].first)
            #expect(field.contains("HttpOnly; SameSite=Lax") && !field.contains("Path"))
            (self.api, origin) = (api, api.server.url)
            cookie = String(field.prefix { $0 != ";" })
        }

        func send(_ text: String) async throws -> ControlHarness.Answer {
            try await api.send(
                .POST, "/page/events",
                [("Content-Type", "application/json"), ("Cookie", cookie), ("Origin", origin)],
                body: .bytes(ByteBuffer(string: text)))
        }
    }

    /// - Parameter wait: For new visitors, in seconds.
    private func run(
        _ options: OpenAudience.Options = .init(), wait: Int64 = 0,
        _ body: (ControlHarness, OpenAudience) async throws -> Void
    ) async throws {
        let programme = try FakeProgramme()
        await programme.begin()
        var limits = AudienceLimits()
        limits.newcomerWait = wait
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let audience = OpenAudience(programme, options: options, limits: limits, logger: logger, now: { .now })
        var configuration = OriginServer.Configuration(host: "127.0.0.1", port: 0)
        configuration.audience = audience
        let server = try await OriginServer.start(
            configuration, origin: Origin(),
            control: ControlRoutes(
                programme, access: ControlAccess(control: "boss", audience: nil), audience: audience),
            logger: logger)
        let running = Task { await audience.run() }
        let result: Result<Void, any Error>
        do {
            result = .success(try await body(ControlHarness(programme: programme, server: server), audience))
        } catch {
            result = .failure(error)
        }
        audience.finish()
        await running.value
        programme.endTelling()
        await server.close()
        try result.get()
    }

    private func until(_ isSo: () -> Bool) async throws {
        for _ in 0..<500 where !isSo() { try await Task.sleep(for: .milliseconds(10)) }
        #expect(isSo())
    }

    @Test func heartsAndVotesReachTheShow() async throws {
        try await run { api, _ in
            _ = try await api.events(
                #"{"type":"poll","id":"p","question":"?","options":["a","b"]}"#, token: "boss")
            let (one, two) = (try await Visitor(api), try await Visitor(api))
            let first = try await one.send(#"{"hearts":7,"vote":{"poll":"p","option":2}}"#)
            #expect(first.status == 200 && first.text == #"{"hearts":7,"vote":"counted"}"#)
            #expect(try await one.send(#"{"vote":{"poll":"p","option":1}}"#).text == #"{"vote":"repeated"}"#)
            #expect(try await two.send(#"{"vote":{"poll":"other","option":1}}"#).text == #"{"vote":"closed"}"#)
            #expect(try await two.send(#"{"vote":{"poll":"p","option":3}}"#).text == #"{"vote":"closed"}"#)
            #expect(
                try await two.send(#"{"hearts":50,"comment":{"text":"x"}}"#).text == #"{"hearts":20,"comment":"off"}"#)
            try await until { api.programme.show.hearts.total == 27 }
            #expect(api.programme.show.poll.current?.votes == [0, 1])
        }
    }

    @Test func strangersSendNothing() async throws {
        try await run(.init(pageOrigins: ["https://shop.example"])) { api, _ in
            var visitor = try await Visitor(api)
            let noCookie = try await api.post("/page/events", #"{"hearts":1}"#)
            #expect(noCookie.status == 403, "without an origin")
            visitor.origin = "https://evil.example"
            #expect(try await visitor.send(#"{"hearts":1}"#).status == 403)
            visitor.origin = "https://shop.example"
            let answer = try await visitor.send(#"{"hearts":1}"#)
            #expect(answer.status == 200 && answer.headers["access-control-allow-origin"] == ["https://shop.example"])
            #expect(answer.headers["access-control-allow-credentials"] == ["true"])
            let stranger = try await api.send(
                .POST, "/page/events", [("Content-Type", "application/json"), ("Origin", api.server.url)],
                body: .bytes(ByteBuffer(string: #"{"hearts":1}"#)))
            #expect(stranger.status == 401 && stranger.error.contains("page/state"))
            #expect(try await visitor.send("{").status == 400)
            #expect(try await visitor.send(String(repeating: " ", count: 5_000)).status == 413)
            let preflight = try await api.send(.OPTIONS, "/page/events", [("Origin", "https://shop.example")])
            #expect(preflight.status == 204 && preflight.headers["access-control-allow-methods"] == ["POST"])
            let other = try await api.send(.OPTIONS, "/page/events", [("Origin", "https://evil.example")])
            #expect(other.headers["access-control-allow-origin"].isEmpty)
            let read = try await api.send(.GET, "/page/state", [("Origin", "https://evil.example")])
            #expect(read.headers["access-control-allow-origin"] == ["*"])
            #expect(read.headers["access-control-allow-credentials"].isEmpty)
        }
    }

    @Test func whoIsNewWaits() async throws {
        try await run(wait: 1_000) { api, _ in
            let answer = try await Visitor(api).send(#"{"hearts":1}"#)
            #expect(answer.status == 429 && (Int(answer.headers["retry-after"].first ?? "") ?? 0) > 900)
            let state = try await api.get("/page/state").json()
            #expect((state["audience"] as? [String: Any])?["wait"] as? Int ?? 0 > 900)
        }
    }

    @Test func commentsWaitUntilTheyArePassed() async throws {
        try await run(.init(comments: .hold)) { api, _ in
            let texts = ["good", "bad"]
            for text in texts {
                let answer = try await Visitor(api).send(#"{"comment":{"author":"Mia","text":"\#(text)"}}"#)
                #expect(answer.text == #"{"comment":"pending"}"#)
            }
            #expect(try await api.get("/v1/comments").status == 401)
            let list = try await api.get("/v1/comments", token: "boss").json()
            let items = try #require(list["comments"] as? [[String: Any]])
            #expect(items.compactMap { $0["text"] as? String } == texts)
            let ids = items.compactMap { $0["id"] as? String }
            #expect(api.programme.show.comments.recent.isEmpty)
            let passed = try await api.post("/v1/comments/\(ids[0])", #"{"action":"pass"}"#, token: "boss")
            #expect(passed.status == 200 && passed.text == #"{"id":"\#(ids[0])","status":"passed"}"#)
            let rejected = try await api.post("/v1/comments/\(ids[1])", #"{"action":"reject"}"#, token: "boss")
            #expect(rejected.status == 200)
            #expect(api.programme.show.comments.recent.map(\.comment.text) == ["good"])
            #expect(try await api.post("/v1/comments/\(ids[1])", #"{"action":"pass"}"#, token: "boss").status == 404)
            #expect(try await api.post("/v1/comments/x", #"{"action":"burn"}"#, token: "boss").status == 400)
            #expect(try await api.send(.GET, "/v1/comments/x").status == 405)
        }
    }

    @Test func commentsAreShownWhereTheyMayBe() async throws {
        try await run(.init(comments: .show)) { api, _ in
            let visitor = try await Visitor(api)
            #expect(try await visitor.send(#"{"comment":{"text":"\u200b"}}"#).text.contains("unreadable"))
            #expect(try await visitor.send(#"{"comment":{"text":"hello"}}"#).text == #"{"comment":"sent"}"#)
            #expect(try await visitor.send(#"{"comment":{"text":"again"}}"#).text == #"{"comment":"tooFast"}"#)
            try await until { api.programme.show.comments.recent.map(\.comment.text) == ["hello"] }
        }
    }

    @Test func thousandTapsAreFewEvents() throws {
        var batch = AudienceBatch()
        for _ in 0..<1_000 { batch.addHearts(5) }
        for option in [1, 2, 2] { batch.addVote(for: option, in: "p") }
        let lines = batch.events.map(\.json)
        #expect(
            lines == [
                #"{"type":"hearts","count":5000}"#,
                #"{"type":"poll","action":"vote","poll":"p","option":1,"count":1}"#,
                #"{"type":"poll","action":"vote","poll":"p","option":2,"count":2}"#,
            ])
        #expect(AudienceBatch().isEmpty && AudienceBatch().events.isEmpty)
    }

    @Test func theOldestHeldCommentGoesForOneMore() {
        var held = HeldComments()
        for number in 0...HeldComments.limit {
            held.add(
                .init(
                    id: "\(number)", author: nil, text: "", received: .now,
                    event: .init(.init(action: .comment(.remove(id: "x"))), json: "")))
        }
        #expect(held.items.count == HeldComments.limit && held.droppedCount == 1)
        #expect(held.take("0") == nil && held.take("1") != nil && held.take("1") == nil)
    }
}
