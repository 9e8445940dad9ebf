import Foundation
import NIOCore
import Synchronization
import Testing

@testable import Origin
@testable import Service

/// Viewers that aren't: whatever they send, they get a sentence or nothing, and cost little.
@Suite(.timeLimit(.minutes(2))) struct HostileViewerTests {
    private static var impatient: OriginServer.Limits {
        var limits = OriginServer.Limits()
        limits.headTimeout = .seconds(1)
        limits.idleTimeout = .seconds(1)
        limits.bodyTimeout = .seconds(1)
        return limits
    }

    /// Sends a text, and returns what the server says until it closes the connection.
    private func answer(to text: String, limits: OriginServer.Limits = .init()) async throws -> String {
        var result = ""
        try await TestOrigin.with(limits: limits) { test in
            test.addParts(4)
            let connection = try RawConnection(port: test.port)
            connection.send(text)
            result = await connection.receive()
        }
        return result
    }

    @Test func aHeaderBombIsRefused() async throws {
        let bomb = "GET /master.m3u8 HTTP/1.1\r\nhost: x\r\nx-a: " + String(repeating: "a", count: 100_000)
        #expect(try await answer(to: bomb).hasPrefix("HTTP/1.1 431 "))
        let many = (0..<200).map { "x-\($0): a\r\n" }.joined()
        #expect(try await answer(to: "GET /master.m3u8 HTTP/1.1\r\n" + many + "\r\n").hasPrefix("HTTP/1.1 431 "))
    }

    @Test func anEndlessAddressIsRefused() async throws {
        let endless = "GET /" + String(repeating: "a", count: 200_000)
        #expect(try await answer(to: endless).hasPrefix("HTTP/1.1 414 "))
    }

    @Test func nonsenseIsRefused() async throws {
        #expect(try await answer(to: "\u{16}\u{3}\u{1}\u{2}\r\n\r\n").hasPrefix("HTTP/1.1 400 "))
        #expect(try await answer(to: "NONSENSE\r\n\r\n").hasPrefix("HTTP/1.1 400 "))
    }

    @Test(arguments: ["1.1", "1.0"]) func aRequestNamesOneHost(version: String) async throws {
        let sentence = "expected one Host field, the name of this server\n"
        for path in ["/master.m3u8", "/healthz"] {
            for fields in ["host: a\r\nHost: b\r\n", "host: a\r\nhost: a\r\n", ""] {
                let answer = try await answer(to: "GET \(path) HTTP/\(version)\r\n\(fields)\r\n")
                // Before HTTP/1.1 there was no such field.
                let isRefused = version == "1.1" || !fields.isEmpty
                #expect(answer.hasPrefix(isRefused ? "HTTP/1.1 400 " : "HTTP/1.1 200 "), "\(path) \(fields): \(answer)")
                #expect(answer.hasSuffix(sentence) == isRefused)
            }
        }
    }

    @Test(arguments: [
        "", "GET /master.m3u8 HT", "GET /master.m3u8 HTTP/1.1\r\nhost: x\r\nx-a: ",
        "POST /v1/events HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nslow",
    ])
    func whoIsSlowIsLetGo(text: String) async throws {
        try await TestOrigin.with(limits: Self.impatient) { test in
            test.addParts(4)
            let connection = try RawConnection(port: test.port)
            connection.send(text)
            #expect(!(await connection.receive()).contains("200 OK"))
            #expect(connection.lifetime < .seconds(10))
        }
    }

    @Test func whoIsIdleIsLetGo() async throws {
        let request = "GET /master.m3u8 HTTP/1.1\r\nhost: x\r\n\r\n"
        #expect(try await answer(to: request, limits: Self.impatient).hasPrefix("HTTP/1.1 200 OK"))
    }

    @Test func answersInTheOrderOfTheRequests() async throws {
        let requests = ["/master.m3u8", "/healthz", "/v360x640/run-0.0.m4s", "/nowhere", "/audio/playlist.m3u8"]
        let text = requests.map { "GET \($0) HTTP/1.1\r\nhost: x\r\n\r\n" }.joined()
        let last = "GET /master.m3u8 HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"
        let said = try await answer(to: text + last)
        let statuses = said.split(separator: "HTTP/1.1 ").map { $0.prefix(3) }
        #expect(statuses == ["200", "200", "200", "404", "200", "200"])
        let order = ["#EXTM3U\n", "alive", "aaaa", "no such page", "#EXT-X-PART", "#EXTM3U\n"]
        var rest = said[...]
        for words in order {
            let found = try #require(rest.range(of: words), "\(words) is missing or early")
            rest = rest[found.upperBound...]
        }
    }

    @Test func whoTakesNothingGetsNoMore() async throws {
        try await TestOrigin.with { test in
            test.addParts(3)
            let connection = try RawConnection(port: test.port)
            let request = "GET /v360x640/run-0.m4s HTTP/1.1\r\nhost: x\r\n\r\n"
            // 60 MB of answers that nobody reads.
            connection.send(String(repeating: request, count: 20_000))
            #expect(try await test.request("/master.m3u8").status == 200)
            #expect(test.server.statistics.bytes.load(ordering: .relaxed) < 20_000_000)
        }
    }

    @Test func whoLeavesWaitsNoLonger() async throws {
        try await TestOrigin.with { test in
            test.addParts()
            do {
                let connection = try RawConnection(port: test.port)
                connection.send("GET /audio/playlist.m3u8?_HLS_msn=0&_HLS_part=1 HTTP/1.1\r\nhost: x\r\n\r\n")
                while test.server.statistics.waiting.load(ordering: .relaxed) == 0 {
                    try await Task.sleep(for: .milliseconds(10))
                }
            }
            while test.server.statistics.waiting.load(ordering: .relaxed) > 0 {
                try await Task.sleep(for: .milliseconds(10))
            }
            while test.server.statistics.connectionCount > 0 {
                try await Task.sleep(for: .milliseconds(10))
            }
        }
    }

    @Test func moreThanThereIsRoomForHearSo() async throws {
        var limits = OriginServer.Limits()
        limits.connections = 2
        try await TestOrigin.with(limits: limits) { test in
            test.addParts()
            let request = "GET /master.m3u8 HTTP/1.1\r\nhost: x\r\n\r\n"
            let connections = try (0..<3).map { _ in try RawConnection(port: test.port) }
            while test.server.statistics.connectionCount < 3 {
                try await Task.sleep(for: .milliseconds(10))
            }
            connections[0].send(request)
            let said = await connections[0].receive()
            #expect(said.hasPrefix("HTTP/1.1 503 ") && said.hasSuffix("too many viewers: try again later\n"))
            // With one less there is room.
            connections[1].send(request)
            #expect(await connections[1].receive(until: "#EXTM3U").hasPrefix("HTTP/1.1 200 OK"))
        }
    }
}
