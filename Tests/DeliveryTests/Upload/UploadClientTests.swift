import Foundation
import MediaTesting
import NIOHTTP1
import Testing

@testable import Delivery

@Suite(.timeLimit(.minutes(1)))
struct UploadClientTests {
    private static let keys = [
        "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret-of-nobody", "HOME": "/nowhere",
    ]
    private let file = UploadFile(
        name: "v/1-0.m4s", bytes: Array("media".utf8), cacheControl: "public", isGzipped: false)

    private func client(_ server: AnsweringServer, _ environment: [String: String] = keys) throws -> UploadClient {
        try UploadClient(
            try UploadAddress("s3://shop/42?endpoint=\(server.url)"), authorization: nil, environment: environment)
    }

    /// Puts a file, and says what came of it.
    private func put(_ client: UploadClient) async -> UploadFailure? {
        do throws(UploadFailure) {
            try await client.put(file, within: .seconds(10))
            return nil
        } catch {
            return error
        }
    }

    private static func complaint(_ code: String) -> [UInt8] { Array("<Error><Code>\(code)</Code></Error>".utf8) }

    @Test func sendsWhatAFileIs() async throws {
        let server = try await AnsweringServer { _, _ in .init() }
        let (client, host) = (try client(server), server.url.replacing("http://", with: ""))
        #expect(await put(client) == nil)
        try await client.remove("v/1-0.m4s", within: .seconds(10))
        await client.close()
        await server.close()
        let (put, removal) = (server.requests[0], server.requests[1])
        #expect(put.head.method == .PUT)
        #expect(put.head.uri == "/shop/42/v/1-0.m4s")
        #expect(put.body == file.bytes)
        #expect(put.head.headers["content-type"] == ["video/mp4"])
        #expect(put.head.headers["cache-control"] == ["public"])
        #expect(put.head.headers["host"] == [host])
        #expect(removal.head.method == .DELETE)
    }

    @Test(arguments: ["RequestTimeTooSkewed", "NoWordOfItsOwn"])
    func setsItsClockByTheServers(code: String) async throws {
        let server = try await AnsweringServer { request, _ in
            // A server that lives in 2013.
            let isRight = request.head.headers.first(name: "x-amz-date")?.hasPrefix("20130524T") == true
            return .init(
                status: isRight ? .ok : .forbidden, headers: ["date": "Fri, 24 May 2013 00:00:00 GMT"],
                body: isRight ? [] : Self.complaint(code))
        }
        let client = try client(server)
        #expect(await put(client) == nil)
        #expect(await put(client) == nil)
        await client.close()
        await server.close()
        #expect(server.requests.count == 3)
    }

    @Test func readsCredentialsAnewThatHaveEnded() async throws {
        let folder = try TemporaryFolder()
        func write(_ key: String) throws {
            try folder.write(
                "[default]\naws_access_key_id=\(key)\naws_secret_access_key=secret-of-\(key)\n", to: "keys")
        }
        let server = try await AnsweringServer { request, _ in
            let isOld = request.head.headers.first(name: "authorization")?.contains("Credential=OLD/") == true
            return .init(status: isOld ? .badRequest : .ok, body: isOld ? Self.complaint("ExpiredToken") : [])
        }
        let client = try client(
            server, ["HOME": "/nowhere", "AWS_SHARED_CREDENTIALS_FILE": "\(folder.path)/keys"])
        try write("OLD")
        #expect(await put(client)?.kind == .refused)
        try write("NEW")
        #expect(await put(client) == nil)
        await client.close()
        await server.close()
    }

    @Test func asksAContainersEndpointOnceForAll() async throws {
        let server = try await AnsweringServer { request, _ in
            guard request.head.uri == "/credentials" else { return .init() }
            let answer =
                "{\"AccessKeyId\":\"CONTAINER\",\"SecretAccessKey\":\"s\",\"Token\":\"t\",\"Expiration\":\"2099-01-01T00:00:00Z\"}"
            return .init(body: Array(answer.utf8))
        }
        let client = try client(
            server, ["HOME": "/nowhere", "AWS_CONTAINER_CREDENTIALS_FULL_URI": "\(server.url)/credentials"])
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 { group.addTask { #expect(await self.put(client) == nil) } }
        }
        await client.close()
        await server.close()
        #expect(server.requests.count { $0.head.uri == "/credentials" } == 1)
        let stored = server.requests.filter { $0.head.method == .PUT }
        #expect(stored.count == 8)
        #expect(stored.allSatisfy { $0.head.headers["x-amz-security-token"] == ["t"] })
    }

    /// Whoever gives credentials may be away in their last minutes: they are used until they end, and nobody is asked with each file.
    @Test func usesOldCredentialsWhileTheyHold() async throws {
        let server = try await AnsweringServer { request, number in
            guard request.head.uri == "/credentials" else { return .init() }
            let end = Date().addingTimeInterval(120).formatted(.iso8601)
            let answer =
                "{\"AccessKeyId\":\"CONTAINER\",\"SecretAccessKey\":\"s\",\"Token\":\"t\",\"Expiration\":\"\(end)\"}"
            return number == 0 ? .init(body: Array(answer.utf8)) : .init(status: .internalServerError)
        }
        let client = try client(
            server, ["HOME": "/nowhere", "AWS_CONTAINER_CREDENTIALS_FULL_URI": "\(server.url)/credentials"])
        for _ in 0..<4 { #expect(await put(client) == nil) }
        await client.close()
        await server.close()
        #expect(server.requests.count == 5)
    }

    @Test func readsNoMoreOfAnAnswerThanItNeeds() async throws {
        let server = try await AnsweringServer { _, number in
            number == 0
                ? .init(status: .forbidden, body: [UInt8](repeating: 0x41, count: 2_000_000)) : .init(isEndless: true)
        }
        let client = try client(server)
        #expect(await put(client)?.kind == .refused)
        // Stored is stored, whatever comes of the rest; the client's own patience with silence is 10 s.
        let begin = ContinuousClock.now
        #expect(await put(client) == nil)
        #expect(ContinuousClock.now - begin < .seconds(9))
        await client.close()
        await server.close()
    }

    @Test func goesNowhereThatItIsSent() async throws {
        let server = try await AnsweringServer { _, _ in
            .init(
                status: .temporaryRedirect, headers: ["location": "http://127.0.0.1:1/"],
                body: Self.complaint("TemporaryRedirect"))
        }
        let client = try client(server)
        #expect(await put(client)?.kind == .refused)
        await client.close()
        await server.close()
        #expect(server.requests.count == 1)
    }

    @Test func saysThatNobodyIsThere() async throws {
        let (descriptor, port) = LoopbackSocket.refuse()
        defer { close(descriptor) }
        let client = try UploadClient(
            try UploadAddress("s3://shop/42?endpoint=http://127.0.0.1:\(port)"), authorization: nil,
            environment: Self.keys)
        let failure = await put(client)
        #expect(failure?.kind == .away)
        #expect(failure?.description.hasSuffix("connection refused") == true)
        await client.close()
    }

    @Test func refusesCertificatesThatCannotBeRead() throws {
        #expect(throws: (any Error).self) {
            try UploadClient(
                try UploadAddress("https://host/42"), authorization: nil, environment: ["AWS_CA_BUNDLE": "/nowhere"])
        }
    }
}
