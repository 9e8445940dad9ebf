import AsyncHTTPClient
import Compression
import Foundation
import NIOCore
import NIOHTTP1
import Testing

@testable import Service

/// Bodies that come packed (RFC 9110, 8.4), as from a bridge behind a proxy that packs all it sends.
@Suite(.timeLimit(.minutes(2))) struct PackedBodyTests {
    private static let hearts = #"{"type":"hearts","count":3}"#

    private func send(
        _ api: ControlHarness, _ path: String, _ body: [UInt8], coding: String?, method: HTTPMethod = .POST,
        type: String = "application/json"
    ) async throws -> ControlHarness.Answer {
        var fields = [("Content-Type", type)]
        if let coding { fields.append(("Content-Encoding", coding)) }
        return try await api.send(method, path, fields, body: .bytes(ByteBuffer(bytes: body)))
    }

    @Test func takesGzipOnEveryRouteWithABody() async throws {
        try await ControlHarness.run { api in
            let event = try #require(Gzip.compress(Array(Self.hearts.utf8)))
            for coding in ["gzip", "x-gzip", "GZIP", " gzip ", "identity, gzip"] {
                #expect(try await send(api, "/v1/events", event, coding: coding).status == 200, "\(coding)")
            }
            let lines = try #require(Gzip.compress(Array("\(Self.hearts)\n\(Self.hearts)\n".utf8)))
            let answer = try await send(api, "/v1/events", lines, coding: "gzip", type: "application/x-ndjson")
            #expect(try answer.json()["accepted"] as? Int == 2)
            let settings = try #require(Gzip.compress(Array(#"{"mute":true}"#.utf8)))
            #expect(try await send(api, "/v1/source", settings, coding: "gzip").status == 200)
            let preset = try #require(Gzip.compress(Array("name: x\nlayers: []\n".utf8)))
            let put = try await send(
                api, "/v1/preset", preset, coding: "gzip", method: .PUT, type: "application/yaml")
            #expect(put.status == 200)
            // Not packed is not packed, whatever else is said.
            for coding in [nil, "identity", ""] as [String?] {
                #expect(try await send(api, "/v1/events", Array(Self.hearts.utf8), coding: coding).status == 200)
            }
        }
    }

    /// HTTP's `deflate` is zlib's format (RFC 9110, 8.4.1.2).
    @Test func takesDeflate() async throws {
        try await ControlHarness.run { api in
            // zlib.compress(b'{"type":"hearts","count":3}')
            let bytes: [UInt8] = [
                0x78, 0x9c, 0xab, 0x56, 0x2a, 0xa9, 0x2c, 0x48, 0x55, 0xb2, 0x52, 0xca, 0x48, 0x4d, 0x2c, 0x2a, 0x29,
                0x56, 0xd2, 0x51, 0x4a, 0xce, 0x2f, 0xcd, 0x2b, 0x51, 0xb2, 0x32, 0xae, 0x05, 0x00, 0x80, 0xa3, 0x09,
                0x0a,
            ]
            let answer = try await send(api, "/v1/events", bytes, coding: "deflate")
            #expect(answer.status == 200, "\(answer.text)")
        }
    }

    @Test func refusesOtherCodingsAndSaysWhichAreTaken() async throws {
        try await ControlHarness.run { api in
            for coding in ["br", "zstd", "gzip, gzip", "compress"] {
                let answer = try await send(api, "/v1/events", Array(Self.hearts.utf8), coding: coding)
                #expect(answer.status == 415 && answer.headers["accept-encoding"] == ["gzip, deflate"])
                #expect(answer.error.contains(coding), "\(answer.error)")
            }
        }
    }

    @Test func aTornOrFalseBodyIsABadRequest() async throws {
        try await ControlHarness.run { api in
            let whole = try #require(Gzip.compress(Array(Self.hearts.utf8)))
            for bytes in [
                Array(whole.dropLast()), Array(whole.prefix(3)), [], Array(Self.hearts.utf8), whole + [1, 2, 3],
            ] {
                let answer = try await send(api, "/v1/events", bytes, coding: "gzip")
                #expect(answer.status == 400 && answer.error.contains("Content-Encoding"), "\(answer.text)")
            }
        }
    }

    @Test func aBombGoesNoFurtherThanTheLimit() async throws {
        try await ControlHarness.run { api in
            let bomb = try #require(Gzip.compress([UInt8](repeating: 0x20, count: 64 << 20), level: 9))
            #expect(bomb.count < 1 << 20)
            let answer = try await send(api, "/v1/events", bomb, coding: "gzip")
            #expect(answer.status == 413 && answer.error.contains("unpacked"), "\(answer.text)")
            #expect(try await send(api, "/v1/source", Array(bomb.prefix(4_000)), coding: "gzip").status == 413)
        }
    }

    @Test func severalMembersAreOneBodyUpToAPoint() throws {
        let one = try #require(Gzip.compress(Array("ab".utf8)))
        #expect(try Gunzip.unpack(one + one + one, byteLimit: 100) == Array("ababab".utf8))
        let empty = try #require(Gzip.compress([]))
        let many = Array(repeatElement(empty, count: 10_000).joined())
        #expect(throws: Gunzip.Failure.damaged) { try Gunzip.unpack(many, byteLimit: 100) }
    }

    @Test func aByteOrderMarkIsNoPartOfABody() async throws {
        try await ControlHarness.run { api in
            let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
            #expect(try await send(api, "/v1/events", mark + Array(Self.hearts.utf8), coding: nil).status == 200)
            #expect(try await send(api, "/v1/source", mark + Array(#"{"mute":true}"#.utf8), coding: nil).status == 200)
            let put = try await send(
                api, "/v1/preset", mark + Array("name: x\nlayers: []\n".utf8), coding: nil, method: .PUT,
                type: "application/yaml")
            #expect(put.status == 200, "\(put.text)")
            let utf16 = "name: x\nlayers: []\n".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
            let refused = try await send(
                api, "/v1/preset", utf16, coding: nil, method: .PUT, type: "application/yaml")
            #expect(refused.status == 400 && refused.error.contains("UTF-16"), "\(refused.text)")
        }
    }
}
