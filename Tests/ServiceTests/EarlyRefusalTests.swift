import AsyncHTTPClient
import Foundation
import MediaTesting
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization
import Testing

@testable import Origin
@testable import Service

/// Who is refused before all is sent reads why: the answer isn't taken back by a reset.
@Suite(.timeLimit(.minutes(3)), .serialized) struct EarlyRefusalTests {
    private static let fields = ["content-type: application/x-ndjson", "authorization: Bearer boss"]

    /// Python sends all of it before it reads a byte, slow networks take a while, and nobody must meet a reset.
    @Test func whoSendsTooMuchReadsWhy() async throws {
        try await ControlHarness.run(token: "boss") { api in
            var uploads: [Upload] = []
            for byteCount in [1 << 20 + 1, 2 << 20, 16 << 20] {
                for isChunked in [false, true] {
                    for pause: UInt32 in [0, 1_000] {
                        uploads.append(
                            Upload(fields: Self.fields, byteCount: byteCount, isChunked: isChunked, pause: pause))
                    }
                }
            }
            for round in 0..<204 {
                let upload = uploads[round % uploads.count]
                let outcome = await upload.send(to: api.port)
                #expect(outcome.isWhole, "\(round): \(upload): \(outcome.error)")
                #expect(outcome.answer.hasPrefix("HTTP/1.1 413 "), "\(round): \(upload): \(outcome)")
                if upload.byteCount > 8 << 20 {
                    #expect(outcome.answer.lowercased().contains("\r\nconnection: close\r\n"))
                }
                #expect(outcome.answer.hasSuffix("expected a body of at most 1048576 bytes\"}"), "\(outcome.answer)")
            }
        }
    }

    @Test func soDoesWhoUsesAClientThatReadsMeanwhile() async throws {
        try await ControlHarness.run(token: "boss") { api in
            let body = String(repeating: " ", count: 2 << 20)
            for _ in 0..<50 {
                let answer = try await api.events(body, token: "boss")
                #expect(answer.status == 413)
            }
        }
    }

    @Test func soDoesAStrangerAndWhoSendsABodyToAShow() async throws {
        try await ControlHarness.run(token: "boss") { api in
            let outcome = await Upload(byteCount: 4 << 20).send(to: api.port)
            #expect(outcome.isWhole && outcome.answer.hasPrefix("HTTP/1.1 401 "), "\(outcome)")
        }
        try await TestOrigin.with(limits: ControlHarness.patient) { test in
            let outcome = await Upload(path: "/master.m3u8", byteCount: 4 << 20).send(to: test.port)
            #expect(outcome.isWhole && outcome.answer.hasPrefix("HTTP/1.1 413 "), "\(outcome)")
        }
    }

    /// With HTTP/2 a stream is given up, and its connection goes on.
    @Test func soDoesWhoSpeaksHTTP2() async throws {
        let certificate = try TestCertificate()
        defer { certificate.remove() }
        var configuration = HTTPClient.Configuration()
        configuration.tlsConfiguration = .makeClientConfiguration()
        configuration.tlsConfiguration?.certificateVerification = .none
        for version in [HTTPClient.Configuration.HTTPVersion.automatic, .http1Only] {
            configuration.httpVersion = version
            let client = HTTPClient(
                eventLoopGroup: .singletonMultiThreadedEventLoopGroup, configuration: configuration)
            try await ControlHarness.run(token: "boss", tls: certificate.tlsFiles) { api in
                for round in 0..<30 {
                    var request = HTTPClientRequest(url: api.server.url + "/v1/events")
                    request.method = .POST
                    request.headers = ["content-type": "application/x-ndjson", "authorization": "Bearer boss"]
                    request.body = .bytes(ByteBuffer(repeating: UInt8(ascii: " "), count: [2, 16][round % 2] << 20))
                    let answer = try await client.execute(request, timeout: .seconds(30))
                    #expect(answer.status == .payloadTooLarge)
                    #expect(answer.version == (version == .automatic ? .http2 : .http1_1))
                    let text = String(buffer: try await answer.body.collect(upTo: 1_000))
                    #expect(text.hasSuffix("bytes\"}"), "\(text)")
                }
                guard version == .automatic else { return }
                #expect(api.server.statistics.connectionCount == 1)
            }
            try await client.shutdown()
        }
    }

    /// Frame by frame: a whole answer, and then that the rest isn't wanted, which is no error (RFC 9113, 8.1).
    @Test func aStreamIsGivenUpWithoutAnError() async throws {
        let certificate = try TestCertificate()
        defer { certificate.remove() }
        try await ControlHarness.run(token: "boss", tls: certificate.tlsFiles) { api in
            let frames = try await FrameRecorder.post(
                "/v1/events", partOfBody: ByteBuffer(repeating: UInt8(ascii: " "), count: 10_000), to: api.port)
            #expect(frames.first == "HEADERS 401")
            #expect(frames.dropFirst().dropLast().allSatisfy { $0.hasPrefix("DATA") })
            #expect(frames.suffix(2) == ["DATA, the last", "RST_STREAM NO_ERROR"], "\(frames)")
        }
    }

    // MARK: - Expectations

    @Test func whoAsksFirstHearsAtOnce() async throws {
        try await ControlHarness.run(token: "boss") { api in
            let ask = "POST /v1/events HTTP/1.1\r\nhost: x\r\n" + Self.fields.joined(separator: "\r\n") + "\r\n"
            let large = try RawConnection(port: api.port)
            large.send(ask + "expect: 100-continue\r\ncontent-length: 2097152\r\n\r\n")
            #expect(await large.receive().hasPrefix("HTTP/1.1 413 "))

            let body = #"{"type":"hearts","count":1}"#
            let small = try RawConnection(port: api.port)
            small.send(ask + "expect: 100-Continue\r\nconnection: close\r\ncontent-length: \(body.utf8.count)\r\n\r\n")
            #expect(await small.receive(until: "\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n")
            small.send(body)
            #expect(await small.receive().hasPrefix("HTTP/1.1 200 OK"))

            let odd = try RawConnection(port: api.port)
            odd.send(ask + "expect: 200-ok\r\ncontent-length: \(body.utf8.count)\r\n\r\n")
            #expect(await odd.receive().hasPrefix("HTTP/1.1 417 "))
        }
    }

    // MARK: - Bounds

    @Test func whoNeverStopsIsCutOff() async throws {
        var limits = ControlHarness.patient
        limits.linger.byteCount = 8 << 20
        try await ControlHarness.run(token: "boss", server: limits) { api in
            // Half a terabyte.
            let outcome = await Upload(fields: Self.fields, byteCount: 1 << 39).send(to: api.port)
            #expect(!outcome.isSent)
            try await Self.waitUntilAllHaveGone(api.server)
        }
    }

    @Test func whoSendsDropByDropIsCutOff() async throws {
        var limits = ControlHarness.patient
        limits.linger.silence = .seconds(20)
        limits.linger.total = .milliseconds(300)
        try await ControlHarness.run(token: "boss", server: limits) { api in
            let slow = Upload(fields: Self.fields, byteCount: 1 << 30, pause: 10_000, pieceByteCount: 100)
            let outcome = await slow.send(to: api.port)
            #expect(!outcome.isSent)
            try await Self.waitUntilAllHaveGone(api.server)
        }
    }

    @Test func whoSaysNothingMoreIsLetGo() async throws {
        var limits = ControlHarness.patient
        limits.linger.silence = .milliseconds(200)
        try await ControlHarness.run(token: "boss", server: limits) { api in
            let connection = try RawConnection(port: api.port)
            connection.send("POST /v1/events HTTP/1.1\r\nhost: x\r\ncontent-length: 2097152\r\n\r\n ")
            #expect(await connection.receive().hasPrefix("HTTP/1.1 401 "))
            try await Self.waitUntilAllHaveGone(api.server)
            withExtendedLifetime(connection) {}
        }
    }

    private static func waitUntilAllHaveGone(_ server: OriginServer) async throws {
        while server.statistics.connectionCount > 0 {
            try await Task.sleep(for: .milliseconds(10))
        }
    }
}
