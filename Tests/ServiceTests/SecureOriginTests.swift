import AsyncHTTPClient
import HLS
import MediaTesting
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization
import Testing

@testable import Broadcast
@testable import Origin
@testable import Service

/// The origin as browsers meet it on the Internet: over TLS, with all requests as streams of one HTTP/2 connection.
@Suite(.timeLimit(.minutes(2))) struct SecureOriginTests {
    /// A browser of one viewer.
    private struct Browser {
        let test: TestOrigin
        let client: HTTPClient

        func request(
            _ path: String, method: HTTPMethod = .GET, _ fields: [(String, String)] = []
        ) async throws -> (status: Int, fields: HTTPHeaders, body: [UInt8]) {
            var request = HTTPClientRequest(url: test.address + path)
            request.method = method
            request.headers = HTTPHeaders(fields)
            let response = try await client.execute(request, timeout: .seconds(30))
            #expect(response.version == .http2)
            let body = try await response.body.collect(upTo: 1 << 20)
            return (Int(response.status.code), response.headers, Array(body.readableBytesView))
        }

        var connections: Int { test.server.statistics.connectionCount }
    }

    private func withBrowser(
        limits: OriginServer.Limits = .init(), _ body: (Browser) async throws -> Void
    ) async throws {
        let certificate = try TestCertificate()
        defer { certificate.remove() }
        try await TestOrigin.with(limits: limits, tls: certificate.tlsFiles) { test in
            // The certificate is signed by nobody.
            var tls = TLSConfiguration.makeClientConfiguration()
            tls.certificateVerification = .none
            let client = HTTPClient(
                eventLoopGroup: .singletonMultiThreadedEventLoopGroup,
                configuration: HTTPClient.Configuration(tlsConfiguration: tls))
            do {
                try await body(Browser(test: test, client: client))
            } catch {
                try await client.shutdown()
                throw error
            }
            try await client.shutdown()
        }
    }

    @Test func servesPlaylistsAndMedia() async throws {
        try await withBrowser { browser in
            #expect(browser.test.address.hasPrefix("https://"))
            browser.test.addParts(4)
            let playlist = try await browser.request("/v360x640/playlist.m3u8")
            #expect(playlist.status == 200)
            #expect(try MediaPlaylist(parsing: String(decoding: playlist.body, as: UTF8.self)).segments.count == 1)
            let part = try await browser.request("/v360x640/run-0.1.m4s")
            #expect(part.body == TestOrigin.bytes(PartPosition(mediaSequence: 0, part: 1)))
            let range = try await browser.request("/audio/run-0.m4s", [("range", "bytes=1000-1009")])
            #expect(range.status == 206 && range.body == Array("bbbbbbbbbb".utf8))
            let tag = try #require(playlist.fields["etag"].first)
            let again = try await browser.request("/v360x640/playlist.m3u8", [("if-none-match", tag)])
            #expect(again.status == 304 && again.body.isEmpty)
            #expect(browser.connections == 1)
        }
    }

    @Test func aReloadAndAHintedPartWait() async throws {
        try await withBrowser { browser in
            browser.test.addParts(2)
            async let reload = browser.request("/v360x640/playlist.m3u8?_HLS_msn=0&_HLS_part=2")
            async let hinted = browser.request("/v360x640/run-0.2.m4s")
            try await browser.test.waitUntil(waiting: 2)
            // Who waits doesn't hold up the others of the connection.
            #expect(try await browser.request("/master.m3u8").status == 200)
            browser.test.addParts()
            #expect(String(decoding: try await reload.body, as: UTF8.self).contains("run-0.2.m4s"))
            #expect(try await hinted.body == TestOrigin.bytes(PartPosition(mediaSequence: 0, part: 2)))
            #expect(browser.connections == 1)
        }
    }

    @Test func manyStreamsAreServedAtOnce() async throws {
        try await withBrowser { browser in
            browser.test.addParts(4)
            // So that all know of the connection.
            #expect(try await browser.request("/master.m3u8").status == 200)
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for index in 0..<80 {
                    group.addTask {
                        let rendition = index % 2 == 0 ? "v360x640" : "audio"
                        let path = "/\(rendition)/playlist.m3u8?_HLS_msn=1&_HLS_part=\(index % 4 == 0 ? 2 : 1)"
                        let answer = try await browser.request(path)
                        return answer.status == 200
                            && String(decoding: answer.body, as: UTF8.self).contains("run-1.1.m4s")
                    }
                }
                try await browser.test.waitUntil(waiting: 80)
                #expect(browser.connections == 1)
                browser.test.addParts()
                try await browser.test.waitUntil(waiting: 20)
                browser.test.addParts()
                var count = 0
                for try await isRight in group where isRight { count += 1 }
                #expect(count == 80)
            }
            #expect(browser.test.server.statistics.waiting.load(ordering: .relaxed) == 0)
        }
    }

    @Test func answersHeadWithoutABody() async throws {
        try await withBrowser { browser in
            browser.test.addParts(3)
            for path in ["/v360x640/playlist.m3u8", "/v360x640/run-0.m4s", "/master.m3u8"] {
                let whole = try await browser.request(path)
                let head = try await browser.request(path, method: .HEAD)
                #expect(head.status == 200 && head.body.isEmpty, "\(path)")
                for name in ["content-length", "content-type", "etag", "cache-control"] {
                    #expect(head.fields[name] == whole.fields[name] && !whole.fields[name].isEmpty, "\(path) \(name)")
                }
            }
            #expect(browser.connections == 1)
        }
    }

    /// Each is refused by itself: the connection, which others share, goes on.
    @Test func refusesARequestAndNotTheConnection() async throws {
        var limits = OriginServer.Limits()
        limits.waitTimeout = .milliseconds(100)
        try await withBrowser(limits: limits) { browser in
            browser.test.addParts(3)
            let cases: [(String, HTTPMethod, Int)] = [
                ("/v360x640/run-99.m4s", .GET, 404), ("/nowhere/playlist.m3u8", .GET, 404),
                ("/v360x640/playlist.m3u8?_HLS_part=1", .GET, 400), ("/v360x640/playlist.m3u8?_HLS_msn=99", .GET, 400),
                ("/v360x640/playlist.m3u8", .DELETE, 405), ("/v360x640/playlist.m3u8?_HLS_msn=1", .GET, 503),
                ("/v360x640/run-0.m4s", .GET, 200),
            ]
            for (path, method, status) in cases {
                let answer = try await browser.request(path, method: method)
                #expect(answer.status == status, "\(method) \(path)")
                if status >= 400 {
                    #expect(answer.fields["content-type"] == ["text/plain; charset=utf-8"])
                    #expect(answer.body.count > 10 && answer.body.last == UInt8(ascii: "\n"), "\(path)")
                }
            }
            #expect(browser.connections == 1)
        }
    }
}
