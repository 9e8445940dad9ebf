import AsyncHTTPClient
import Broadcast
import Foundation
import MediaModel
import NIOCore
import NIOHTTP1
import NIOPosix
import Service
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(2))) struct ControlNoticesTests {
    @Test func tellsTheStateAndThenWhatHappens() async throws {
        try await ControlHarness.run { api in
            var isPosted = false
            let heard = try await api.hear { heard in
                if !isPosted, heard.contains("event: state\n") {
                    isPosted = true
                    let programme = api.programme
                    programme.tell(.source(.slate))
                    programme.tell(.committed(count: 2, ids: ["a", "b\"c"], at: .seconds(3)))
                    programme.tell(.refused(id: nil, reason: "no such layer"))
                    programme.tell(.preset(name: "second"))
                    programme.tell(.segment(sequence: 41))
                    programme.tell(.warning("two\nlines"))
                    programme.tell(.finished)
                    programme.endTelling()
                }
                return false
            }
            let messages = heard.components(separatedBy: "\n\n").filter { !$0.isEmpty }
            let names = messages.map { $0.split(separator: "\n").first.map(String.init) ?? "" }
            #expect(
                names
                    == ["state", "source", "committed", "refused", "preset", "segment", "warning", "finished"].map {
                        "event: \($0)"
                    })
            #expect(
                messages[2]
                    == "event: committed\n"
                    + #"data: {"count":2,"ids":["a","b\"c"],"time":3.000000,"programDateTime":"2027-01-15T08:00:03.000Z"}"#
            )
            // A line end inside would end the message.
            #expect(messages[6].contains(#""text":"two\nlines""#))
        }
    }

    @Test func givesSignsOfLife() async throws {
        var limits = ControlLimits()
        limits.heartbeat = .milliseconds(20)
        try await ControlHarness.run(limits: limits) { api in
            let heard = try await api.hear { $0.contains(":\n\n:\n\n") }
            #expect(heard.hasPrefix("event: state\n"))
        }
    }

    @Test func letsOnlySoManyListen() async throws {
        var limits = ControlLimits()
        limits.listeners = 1
        try await ControlHarness.run(limits: limits) { api in
            _ = try await api.hear { _ in
                let second = try await api.get("/v1/events")
                #expect(second.status == 503)
                #expect(second.headers["retry-after"] == ["5"])
                return true
            }
            // The first has gone: its place is free as soon as the server sees that.
            var status = 503
            while status == 503 {
                api.programme.tell(.segment(sequence: 1))
                let response = try await HTTPClient.shared.execute(
                    HTTPClientRequest(url: api.server.url + "/v1/events"), timeout: .seconds(10))
                status = Int(response.status.code)
            }
            #expect(status == 200)
        }
    }

    @Test func dropsAListenerThatTakesNothing() async throws {
        var limits = ControlLimits()
        limits.listeners = 1
        limits.listenerLag = 8
        try await ControlHarness.run(limits: limits) { api in
            let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .channelOption(.autoRead, value: false)
                .channelOption(.socketOption(.so_rcvbuf), value: 4_096)
                .connect(host: "127.0.0.1", port: api.port).get()
            let request = "GET /v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
            try await channel.writeAndFlush(ByteBuffer(string: request))
            while api.programme.listenerCount.load(ordering: .sequentiallyConsistent) == 0 {
                try await Task.sleep(for: .milliseconds(5))
            }
            #expect(try await isTaken(api))
            let text = String(repeating: "x", count: 60_000)
            // What the system's buffers take, and then what may wait.
            while try await isTaken(api) { for _ in 0..<16 { api.programme.tell(.warning(text)) } }
            _ = try? await channel.close()
        }
    }

    /// Whether the only listener's place is taken.
    private func isTaken(_ api: ControlHarness) async throws -> Bool {
        let response = try await HTTPClient.shared.execute(
            HTTPClientRequest(url: api.server.url + "/v1/events"), timeout: .seconds(10))
        return response.status.code == 503
    }
}
