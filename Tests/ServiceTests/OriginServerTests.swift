import Foundation
import HTTPTypes
import HLS
import Logging
import NIOCore
import NIOHTTP1
import Synchronization
import Testing

@testable import Broadcast
@testable import Origin
@testable import Service

@Suite(.timeLimit(.minutes(2))) struct OriginServerTests {
    @Test func servesPlaylistsAndMediaFromMemory() async throws {
        try await TestOrigin.with { test in
            test.addParts(5)
            let multivariant = try await test.request("/master.m3u8")
            #expect(multivariant.status == 200)
            #expect(multivariant.fields["content-type"] == ["application/vnd.apple.mpegurl"])
            #expect(multivariant.fields["access-control-allow-origin"] == ["*"])

            let playlist = try await test.request("/v360x640/playlist.m3u8")
            #expect(playlist.status == 200)
            #expect(
                playlist.fields["cache-control"] == [
                    "public, max-age=0, s-maxage=1, stale-while-revalidate=0, stale-if-error=0"
                ])
            let parsed = try MediaPlaylist(parsing: String(decoding: playlist.body, as: UTF8.self))
            #expect(parsed.segments.count == 1)

            for (name, byteCount) in [("run-0.0.m4s", 1_000), ("run-1.1.m4s", 1_004), ("run-0.m4s", 3_003)] {
                let media = try await test.request("/v360x640/\(name)")
                #expect(media.status == 200 && media.body.count == byteCount, "\(name)")
                #expect(media.fields["content-type"] == ["video/mp4"])
                #expect(media.fields["cache-control"] == ["public, max-age=31536000, immutable"])
                #expect(media.fields["content-length"] == ["\(byteCount)"])
                #expect(media.fields["etag"] == ["\"\(name)\""])
            }
            #expect(try await test.request("/audio/run-init.mp4").fields["content-type"] == ["audio/mp4"])
            #expect(try await test.text("/audio/run-init.mp4") == "init 1")
            #expect(try await test.text("/v360x640/iframes.m3u8").contains("#EXT-X-I-FRAMES-ONLY"))
        }
    }

    @Test func aReloadWaitsForItsPart() async throws {
        try await TestOrigin.with { test in
            test.addParts(2)
            async let answer = test.request("/v360x640/playlist.m3u8?_HLS_msn=0&_HLS_part=2")
            async let hinted = test.request("/v360x640/run-0.2.m4s")
            async let sound = test.request("/audio/playlist.m3u8?_HLS_msn=1")
            try await test.waitUntil(waiting: 3)
            test.addParts()
            let reload = try await answer
            #expect(String(decoding: reload.body, as: UTF8.self).contains("run-0.2.m4s"))
            #expect(
                reload.fields["cache-control"] == ["public, max-age=12, stale-while-revalidate=0, stale-if-error=0"])
            #expect(try await hinted.body == TestOrigin.bytes(PartPosition(mediaSequence: 0, part: 2)))
            test.addParts()
            #expect(String(decoding: try await sound.body, as: UTF8.self).contains("run-1.0.m4s"))
        }
    }

    /// What a viewer begins with is new, so that it doesn't stay behind by a part's age for as long as it watches.
    @Test(.timeLimit(.minutes(1))) func whoComesLateInAPartWaitsForTheNextOne() async throws {
        try await TestOrigin.with { test in
            let path = "/v360x640/playlist.m3u8"
            test.addParts(4)
            test.advance(.milliseconds(200))
            async let answer = test.request(path)
            try await test.waitUntil(waiting: 1)
            // Neither sound, nor who asks for a part by its number, nor a HEAD waits.
            #expect(try await test.text("/audio/playlist.m3u8").contains("run-1.0.m4s"))
            #expect(try await test.text(path + "?_HLS_msn=1&_HLS_part=0").contains("run-1.0.m4s"))
            #expect(try await test.request(path, method: .HEAD).status == 200)
            test.addParts()
            #expect(String(decoding: try await answer.body, as: UTF8.self).contains("run-1.1.m4s"))

            // Early in a part it is new enough; and when parts have stopped coming, waiting is no use.
            for time in [Duration.milliseconds(50), .seconds(1)] {
                test.advance(time)
                #expect(try await test.text(path).contains("run-1.1.m4s"))
            }
        }
    }

    /// A playlist that ends with a segment's end would have hls.js begin in the last part of the one before.
    @Test(.timeLimit(.minutes(1))) func whoComesAtASegmentsEndWaitsForTheNextPart() async throws {
        try await TestOrigin.with { test in
            let path = "/v360x640/playlist.m3u8"
            test.addParts(5)
            test.advance(.milliseconds(200))
            async let late = test.request(path)
            try await test.waitUntil(waiting: 1)
            test.addParts()
            async let fresh = test.request(path)
            try await test.waitUntil(waiting: 2)
            #expect(try await test.request(path, method: .HEAD).status == 200)
            test.addParts()
            for answer in [try await late, try await fresh] {
                #expect(String(decoding: answer.body, as: UTF8.self).contains("run-2.0.m4s"))
            }
        }
    }

    /// Nobody waits for long, or gets nothing, because the next part doesn't come.
    @Test(.timeLimit(.minutes(1))) func whoWaitsForTheNextPartInVainGetsWhatThereIs() async throws {
        try await TestOrigin.with { test in
            test.addParts(4)
            test.advance(.milliseconds(200))
            let answer = try await test.request("/v360x640/playlist.m3u8")
            #expect(answer.status == 200)
            #expect(String(decoding: answer.body, as: UTF8.self).contains("run-1.0.m4s"))
        }
    }

    /// As Chromium's own player reloads: it ends for good if what it gets has no segment more than what it holds.
    @Test func aPlainReloadWithARangeWaitsForASegment() async throws {
        try await TestOrigin.with { test in
            let path = "/v360x640/playlist.m3u8"
            test.addParts(4)
            let tag = try #require(try await test.request(path, [("accept-encoding", "gzip")]).fields["etag"].first)
            #expect(tag.hasSuffix("-gzip\""))
            let fields = [("if-none-match", tag), ("range", "bytes=0-511")]
            async let reload = test.request(path, fields)
            // What is new, but no segment, doesn't do.
            for _ in 0..<2 {
                try await test.waitUntil(waiting: 1)
                test.addParts()
            }
            let answer = try await reload
            #expect(answer.status == 200)
            let playlist = try MediaPlaylist(parsing: String(decoding: answer.body, as: UTF8.self))
            #expect(playlist.segments.count == 2)
            // It has come since, so nobody waits.
            #expect(try await test.request(path, fields).status == 200)
            // Who asks as others do is told at once that there is nothing new.
            let newest = try #require(answer.fields["etag"].first)
            #expect(try await test.request(path, [("if-none-match", newest)]).status == 304)
            #expect(
                try await test.request(path, [("if-none-match", "\"another-1\""), ("range", "bytes=0-")]).status == 200)
            test.origin.end()
            #expect(try await test.request(path, [("if-none-match", newest), ("range", "bytes=0-")]).status == 200)
        }
    }

    @Test func aPlainReloadIsNeverRefused() async throws {
        var limits = OriginServer.Limits()
        limits.waitTimeout = .milliseconds(100)
        try await TestOrigin.with(limits: limits) { test in
            test.addParts(3)
            let path = "/v360x640/playlist.m3u8"
            let tag = try #require(try await test.request(path).fields["etag"].first)
            let answer = try await test.request(path, [("if-none-match", tag), ("range", "bytes=0-")])
            #expect(answer.status == 304)
        }
    }

    @Test func hundredsThatWaitAreAnsweredTogether() async throws {
        try await TestOrigin.with { test in
            test.addParts()
            let connections = try (0..<400).map { _ in try RawConnection(port: test.port) }
            for (index, connection) in connections.enumerated() {
                let rendition = index % 2 == 0 ? "v360x640" : "audio"
                connection.send("GET /\(rendition)/playlist.m3u8?_HLS_msn=0&_HLS_part=1 HTTP/1.1\r\nhost: x\r\n\r\n")
            }
            try await test.waitUntil(waiting: 400)
            test.addParts()
            for connection in connections {
                let answer = await connection.receive(until: "RENDITION-REPORT")
                #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n") && answer.contains("run-0.1.m4s"))
            }
        }
    }

    @Test func whoComesBeforeTheBeginningWaits() async throws {
        try await TestOrigin.with(begins: false) { test in
            async let multivariant = test.request("/master.m3u8")
            async let playlist = test.request("/v360x640/playlist.m3u8")
            #expect(try await test.request("/readyz").status == 503)
            try await test.waitUntil(waiting: 2)
            test.begin()
            #expect(try await multivariant.status == 200)
            test.addParts()
            #expect(String(decoding: try await playlist.body, as: UTF8.self).contains("run-0.0.m4s"))
            test.addParts(2)
            #expect(try await test.request("/readyz").status == 200)
        }
    }

    /// Who balances loads sends nobody new to a show that is about to end; who watches it sees its end.
    @Test func isNotReadyFromTheStopOn() async throws {
        try await TestOrigin.with { test in
            test.addParts(3)
            let before = try await test.request("/readyz")
            #expect(before.status == 200)
            test.wish.isStopping.withLock { $0 = true }
            #expect(try await test.request("/readyz").status == 503)
            #expect(try await test.request("/healthz").status == 200)
            #expect(try await test.request("/audio/playlist.m3u8").status == 200)
        }
    }

    @Test func aWaitHasAnEnd() async throws {
        var limits = OriginServer.Limits()
        limits.waitTimeout = .milliseconds(500)
        try await TestOrigin.with(limits: limits) { test in
            test.addParts()
            let late = try await test.request("/audio/playlist.m3u8?_HLS_msn=0&_HLS_part=1")
            #expect(late.status == 503)
            #expect(late.fields["retry-after"] == ["1"])
            #expect(String(decoding: late.body, as: UTF8.self).hasPrefix("the part asked for didn't come within 6 s"))
            // The end of the show ends all waits: a hinted part that never comes isn't there.
            async let reload = test.request("/v360x640/playlist.m3u8?_HLS_msn=0&_HLS_part=1")
            async let hinted = test.request("/v360x640/run-0.1.m4s")
            try await test.waitUntil(waiting: 2)
            test.origin.end()
            #expect(String(decoding: try await reload.body, as: UTF8.self).hasSuffix("#EXT-X-ENDLIST\n"))
            #expect(try await hinted.status == 404)
            let last = try await test.request("/v360x640/playlist.m3u8")
            #expect(last.fields["cache-control"] == ["public, max-age=60, stale-while-revalidate=0"])
        }
    }

    @Test func compressesOnceAndTheSame() async throws {
        try await TestOrigin.with { test in
            test.addParts(20)
            let plain = try await test.request("/v360x640/playlist.m3u8")
            let packed = try await test.request("/v360x640/playlist.m3u8", [("accept-encoding", "br, gzip;q=0.8")])
            #expect(packed.fields["content-encoding"] == ["gzip"])
            #expect(plain.fields["content-encoding"].isEmpty)
            #expect(packed.fields["vary"] == ["accept-encoding"] && plain.fields["vary"] == ["accept-encoding"])
            #expect(plain.fields["etag"] != packed.fields["etag"])
            #expect(packed.body.count < plain.body.count / 2)
            #expect(try gunzip(packed.body) == plain.body)
            let refused = try await test.request("/v360x640/playlist.m3u8", [("accept-encoding", "gzip;q=0")])
            #expect(refused.body == plain.body)
        }
    }

    @Test(arguments: [
        ("gzip", true), ("GZip", true), ("*", true), ("br, * ; q=0.5", true), ("gzip;q=0.001", true),
        ("gzip;q=1", true),
        ("*;q=0, gzip", true), ("gzip;q=0.5, *;q=0", true),
        ("", false), ("br", false), ("identity", false), ("gzip;q=0", false), ("gzip;Q=0", false),
        ("gzip ; q=0.000", false),
        ("*;q=1, gzip;q=0", false), ("gzip;q=0, *", false), ("*;q=0", false), ("br, *;Q=0.0", false),
    ])
    func theMostSpecificCodingCounts(field: String, isTaken: Bool) {
        let head = HTTPRequest(
            method: .get, scheme: "http", authority: "x", path: "/master.m3u8",
            headerFields: [.acceptEncoding: field])
        #expect(ViewerRequest(head).acceptsGzip == isTaken)
    }

    @Test func onlyAnAnswerThatWaitedIsKept() async throws {
        try await TestOrigin.with { test in
            test.addParts(8)
            let path = "/v360x640/playlist.m3u8?"
            for query in ["x_HLS_msn=9", "token=_HLS_msn=9", "a=b&my_HLS_msn=0", "_HLS_msnx=1"] {
                let answer = try await test.request(path + query)
                #expect(answer.status == 200)
                #expect(
                    answer.fields["cache-control"] == [
                        "public, max-age=0, s-maxage=1, stale-while-revalidate=0, stale-if-error=0"
                    ], "\(query)")
            }
            let blocking = try await test.request(path + "a=b&_HLS_msn=0&_HLS_part=1")
            #expect(
                blocking.fields["cache-control"] == ["public, max-age=12, stale-while-revalidate=0, stale-if-error=0"])
        }
    }

    private func gunzip(_ bytes: [UInt8]) throws -> [UInt8]? {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/gunzip")
        let (input, output) = (Pipe(), Pipe())
        (process.standardInput, process.standardOutput) = (input, output)
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: bytes)
        try input.fileHandleForWriting.close()
        return try output.fileHandleForReading.readToEnd().map(Array.init)
    }

    @Test func knowsWhatAViewerHas() async throws {
        try await TestOrigin.with { test in
            test.addParts(3)
            for path in ["/master.m3u8", "/v360x640/playlist.m3u8", "/v360x640/run-0.m4s", "/audio/run-init.mp4"] {
                let tag = try #require(try await test.request(path).fields["etag"].first)
                let again = try await test.request(path, [("if-none-match", "\"other\", W/\(tag)")])
                #expect(again.status == 304 && again.body.isEmpty && again.fields["etag"] == [tag], "\(path)")
                #expect(try await test.request(path, [("if-none-match", "\"other\"")]).status == 200)
            }
            let tag = try #require(try await test.request("/v360x640/playlist.m3u8").fields["etag"].first)
            test.addParts()
            #expect(try await test.request("/v360x640/playlist.m3u8", [("if-none-match", tag)]).status == 200)
        }
    }

    @Test func sendsRanges() async throws {
        try await TestOrigin.with { test in
            test.addParts(3)
            let whole = try await test.request("/v360x640/run-0.m4s").body
            // Of one part, over the border of two, and the end.
            for (field, range) in [("0-9", 0..<10), ("995-2005", 995..<2_006), ("-3", 3_000..<3_003)] {
                let part = try await test.request("/v360x640/run-0.m4s", [("range", "bytes=\(field)")])
                #expect(part.status == 206 && part.body == Array(whole[range]), "\(field)")
                #expect(part.fields["content-range"] == ["bytes \(range.lowerBound)-\(range.upperBound - 1)/3003"])
            }
            let beyond = try await test.request("/v360x640/run-0.m4s", [("range", "bytes=3003-")])
            #expect(beyond.status == 416 && beyond.fields["content-range"] == ["bytes */3003"])
            let other = [("range", "bytes=0-9"), ("if-range", "\"other\"")]
            #expect(try await test.request("/v360x640/run-0.m4s", other).body == whole)
        }
    }

    @Test func answersHeadAndOptions() async throws {
        try await TestOrigin.with { test in
            test.addParts(3)
            for path in ["/master.m3u8", "/v360x640/playlist.m3u8", "/v360x640/run-0.m4s", "/", "/healthz"] {
                let got = try await test.request(path)
                let head = try await test.request(path, method: .HEAD)
                #expect(head.status == 200 && head.body.isEmpty, "\(path)")
                #expect(head.fields["content-length"] == got.fields["content-length"], "\(path)")
            }
            let options = try await test.request("/v360x640/run-0.m4s", method: .OPTIONS)
            #expect(options.status == 204)
            #expect(options.fields["access-control-allow-methods"] == ["GET, HEAD, OPTIONS"])
        }
    }

    @Test(arguments: [
        ("/v360x640/run-9.m4s", 404), ("/v360x640/run-0.9.m4s", 404), ("/v360x640/other-0.m4s", 404),
        ("/nowhere/playlist.m3u8", 404), ("/audio/iframes.m3u8", 404), ("/x.m3u8", 404), ("/a/b/c/playlist.m3u8", 404),
        ("/v360x640/..%2f..%2fetc%2fpasswd.m4s", 404), ("/nowhere", 404), ("//v360x640/playlist.m3u8", 404),
        ("/v360x640/playlist.m3u8?_HLS_part=1", 400), ("/v360x640/playlist.m3u8?_HLS_msn=x", 400),
        ("/v360x640/playlist.m3u8?_HLS_msn=99", 400), ("/v360x640/playlist.m3u8?_HLS_msn=1&_HLS_msn=1", 400),
        ("/v360x640/playlist.m3u8?_HLS_msn=0&_HLS_part=99999999999999999999", 400),
        ("/v360x640/playlist.m3u8?" + String(repeating: "x", count: 5_000), 414),
    ])
    func refusesInASentence(path: String, status: Int) async throws {
        try await TestOrigin.with { test in
            test.addParts(3)
            let answer = try await test.request(path)
            #expect(answer.status == status)
            #expect(answer.fields["content-type"] == ["text/plain; charset=utf-8"])
            #expect(answer.body.count > 10 && answer.body.last == UInt8(ascii: "\n"))
            #expect(
                answer.fields["cache-control"].first.map {
                    $0 == "no-store" || $0 == "public, max-age=1, stale-while-revalidate=0, stale-if-error=0"
                } == true)
            #expect(try await test.request("/v360x640/playlist.m3u8", method: .POST).status == 405)
        }
    }

    @Test func pagesForPeopleAndMachines() async throws {
        try await TestOrigin.with { test in
            let page = try await test.text("/")
            #expect(page.contains(test.server.playURL) && page.contains("<svg") && !page.contains("{{"))
            #expect(!page.contains("https://"), "the page loads something from elsewhere")
            #expect(try await test.text("/healthz") == "alive\n")
            let metrics = try await test.text("/metrics")
            #expect(metrics.contains("# TYPE tatecast_requests_total counter\n"))
            #expect(metrics.contains("\nprocess_resident_memory_bytes "))
        }
    }

    @Test func anAddressThatIsTakenIsRefused() async throws {
        try await TestOrigin.with { test in
            let configuration = OriginServer.Configuration(host: "127.0.0.1", port: test.port)
            await #expect(throws: JobError.self) {
                _ = try await OriginServer.start(configuration, origin: Origin(), logger: .init(label: "test"))
            }
        }
    }
}
