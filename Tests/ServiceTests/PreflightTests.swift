import Foundation
import HLS
import NIOHTTP1
import Testing

@testable import Broadcast
@testable import Origin
@testable import Service

/// What a page of another site may do is what its browser is told before (Fetch Standard, 4.9).
@Suite(.timeLimit(.minutes(2))) struct PreflightTests {
    private func names(_ asked: String?) -> [String] {
        Preflight.allowedFields(asked: asked).split(separator: ",").map {
            String($0).trimmingCharacters(in: .whitespaces)
        }
    }

    @Test func whatPlayersSendIsAlwaysAllowed() {
        let allowed = names(nil)
        for name in [
            "authorization", "range", "if-none-match", "if-range", "cmcd-request", "cmcd-object", "cmcd-status",
            "cmcd-session",
        ] { #expect(allowed.contains(name), "\(name)") }
        #expect(allowed == allowed.map { $0.lowercased() } && Set(allowed).count == allowed.count)
    }

    @Test(arguments: [
        ("x-token", ["x-token"]), ("X-Token, X-Other ,\tx-token,Range", ["x-token", "x-other"]),
        ("", []), (" , ,,", []), ("x y, x:y, x(y), x\"y, ünknown, x-good", ["x-good"]),
    ])
    func followsWhatIsAskedFor(asked: String, added: [String]) {
        #expect(names(asked) == names(nil) + added)
    }

    @Test func anAnswerStaysSmall() {
        let many = (0..<3_000).map { "x-field-\($0)" }.joined(separator: ",")
        let answer = Preflight.allowedFields(asked: many)
        #expect(answer.utf8.count < 5_000 && answer.contains("x-field-0,") && !answer.contains("x-field-2999"))
    }

    @Test(arguments: [
        "/master.m3u8", "/v360x640/playlist.m3u8", "/v360x640/run-0.0.m4s", "/audio/run-init.mp4", "/nothing.m3u8",
        "/nothing", "/", "/healthz", "/readyz", "/metrics",
    ])
    func everyAddressOfViewersAnswersIt(path: String) async throws {
        // Whether or not the programme has begun: nobody waits for it.
        for begins in [true, false] {
            try await TestOrigin.with(begins: begins) { test in
                let answer = try await test.request(
                    path, method: .OPTIONS,
                    [
                        ("origin", "https://shop.example"), ("access-control-request-method", "GET"),
                        ("access-control-request-headers", "cmcd-request,x-shop"),
                        ("access-control-request-private-network", "true"),
                    ])
                #expect(answer.status == 204, "\(path)")
                #expect(answer.fields["access-control-allow-origin"] == ["*"])
                #expect(answer.fields["access-control-allow-methods"] == ["GET, HEAD, OPTIONS"])
                let allowed = answer.fields["access-control-allow-headers"].first ?? ""
                #expect(allowed.contains("cmcd-request") && allowed.hasSuffix(", x-shop"))
                #expect(answer.fields["access-control-allow-private-network"] == ["true"])
                #expect(
                    answer.fields["vary"]
                        == ["access-control-request-headers, access-control-request-private-network"])
                #expect(answer.fields["access-control-max-age"] == ["86400"])
                #expect(answer.fields["content-length"].isEmpty && answer.body.isEmpty)
                let plain = try await test.request(path, method: .OPTIONS)
                #expect(plain.fields["access-control-allow-private-network"].isEmpty)
            }
        }
    }

    @Test func aPlayerReadsWhatCachesSay() async throws {
        try await TestOrigin.with { test in
            test.addParts(5)
            for path in ["/master.m3u8", "/v360x640/playlist.m3u8", "/v360x640/run-0.0.m4s", "/nothing.m4s"] {
                let answer = try await test.request(path, [("origin", "null")])
                #expect(answer.fields["access-control-allow-origin"] == ["*"], "\(path)")
                let exposed = answer.fields["access-control-expose-headers"].first ?? ""
                for name in ["age", "cmsd-static", "cmsd-dynamic", "content-range", "date", "etag"] {
                    #expect(exposed.contains(name), "\(path): \(name)")
                }
                #expect(answer.fields["cross-origin-resource-policy"] == ["cross-origin"])
            }
        }
    }

    /// Caches serve what is old while they ask for what is new, for ten seconds in Varnish, unless they are told not to.
    @Test func nothingThatChangesIsServedStale() async throws {
        try await TestOrigin.with { test in
            test.addParts(5)
            for path in [
                "/v360x640/playlist.m3u8", "/v360x640/iframes.m3u8", "/v360x640/playlist.m3u8?_HLS_msn=0&_HLS_part=0",
                "/v360x640/run-9.0.m4s", "/v360x640/playlist.m3u8?_HLS_part=0",
            ] {
                let control = try await test.request(path).fields["cache-control"].first ?? ""
                #expect(control.hasSuffix("stale-while-revalidate=0, stale-if-error=0"), "\(path): \(control)")
            }
            #expect(
                try await test.request("/master.m3u8").fields["cache-control"]
                    == ["public, max-age=5, stale-while-revalidate=0"])
            test.origin.end()
            #expect(
                try await test.request("/v360x640/playlist.m3u8").fields["cache-control"]
                    == ["public, max-age=60, stale-while-revalidate=0"])
        }
    }

    @Test func theControlsPageMayAskAsItLikes() async throws {
        try await ControlHarness.run(token: "boss", cors: "https://console.example") { api in
            let answer = try await api.send(
                .OPTIONS, "/v1/events",
                [
                    ("Origin", "https://console.example"), ("Access-Control-Request-Method", "POST"),
                    ("Access-Control-Request-Headers", "authorization,content-encoding,traceparent"),
                ])
            #expect(answer.status == 204)
            let allowed = answer.headers["access-control-allow-headers"].first ?? ""
            #expect(allowed.contains("content-encoding") && allowed.hasSuffix(", traceparent"))
            #expect(
                answer.headers["vary"]
                    == ["origin, access-control-request-headers, access-control-request-private-network"])
        }
    }
}
