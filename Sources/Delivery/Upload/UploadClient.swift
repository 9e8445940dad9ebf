import AsyncHTTPClient
import Broadcast
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// Stores and removes single files at an ``UploadAddress``: one pool of connections, HTTP/2 where the server offers it.
final class UploadClient: FileTaker {
    private enum Access: Sendable {
        case bucket(BucketPlace, AWSCredentialSource)
        /// With a value of `Authorization`, if there is a secret.
        case web(authorization: String?)
    }

    private let address: UploadAddress
    private let client: HTTPClient
    private let access: Access
    /// How far the server's clock is ahead of ours, in seconds.
    private let skew = Mutex(0)

    /// A server that takes and says nothing for so long isn't there any more.
    private static let silence = TimeAmount.seconds(10)
    /// An answer of any size is read no further than a complaint goes, and no longer than a moment.
    private static let longestAnswer = 16_384
    private static let answerLimit = Duration.seconds(2)

    /// - Parameter authorization: The field `Authorization` for a web server.
    /// - Throws: ``JobError`` for certificates of authorities that can't be read.
    init(_ address: UploadAddress, authorization: String?, environment: [String: String]) throws(JobError) {
        self.address = address
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(connect: .seconds(5), read: Self.silence, write: Self.silence),
            connectionPool: .init(idleTimeout: .seconds(30), concurrentHTTP1ConnectionsPerHostSoftLimit: 8))
        // The uploader knows better when to try again.
        configuration.connectionPool.retryConnectionEstablishment = false
        if let bundle = AWSProfile.set("AWS_CA_BUNDLE", environment) {
            guard let authorities = try? NIOSSLCertificate.fromPEMFile(bundle), !authorities.isEmpty else {
                throw JobError(.inputNotFound, "AWS_CA_BUNDLE: \(bundle) can't be read, or has no certificate in PEM")
            }
            var tls = TLSConfiguration.makeClientConfiguration()
            tls.trustRoots = .certificates(authorities)
            configuration.tlsConfiguration = tls
        }
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        switch address.place {
        case .web: access = .web(authorization: authorization)
        case .bucket(let name, let region, let endpoint, let style):
            let place = BucketPlace(
                name, region: region, endpoint: endpoint, style: style, prefix: address.base, environment: environment)
            access = .bucket(
                place, AWSCredentialSource(environment: environment, region: place.region, client: client))
        }
    }

    /// Whoever gives up before the end leaves connections, which the library wants closed.
    deinit { client.shutdown { _ in } }

    func close() async {
        // It fails only where it is closed already.
        try? await client.shutdown()
    }

    func put(_ file: UploadFile, within limit: Duration) async throws(UploadFailure) {
        var headers = [
            (name: "content-type", value: Self.contentType(of: file.name)),
            (name: "cache-control", value: file.cacheControl),
        ]
        if file.isGzipped { headers.append((name: "content-encoding", value: "gzip")) }
        try await send(.PUT, file.name, headers, file.bytes, limit)
    }

    func remove(_ name: String, within limit: Duration) async throws(UploadFailure) {
        try await send(.DELETE, name, [], [], limit)
    }

    // MARK: - One request

    private func send(
        _ method: HTTPMethod, _ name: String, _ headers: [(name: String, value: String)], _ body: [UInt8],
        _ limit: Duration
    ) async throws(UploadFailure) {
        // Again at once where the server says what was wrong: our clock, or credentials that have just ended.
        for isSecondTry in [false, true] {
            let request = try await request(method, name, headers, body)
            let answer = try await execute(request, limit)
            if answer.status < 300 || method == .DELETE && answer.status == 404 { return }
            if !isSecondTry, await mend(answer) { continue }
            throw UploadFailure(answer, to: name, at: address, host: host)
        }
    }

    private func execute(_ request: HTTPClientRequest, _ limit: Duration) async throws(UploadFailure) -> UploadAnswer {
        do {
            let response = try await client.execute(request, timeout: TimeAmount(limit))
            return UploadAnswer(
                status: Int(response.status.code), date: response.headers.first(name: "date").flatMap(HTTPDate.seconds),
                retryAfter: response.headers.first(name: "retry-after").flatMap { Int($0) },
                body: await Self.body(of: response))
        } catch {
            throw UploadFailure(error, host: host)
        }
    }

    private static func body(of response: HTTPClientResponse) async -> [UInt8] {
        await untilFirst {
            var body: [UInt8] = []
            // One that breaks off says what it has said.
            do {
                for try await chunk in response.body {
                    body += chunk.readableBytesView.prefix(longestAnswer - body.count)
                    if body.count == longestAnswer { break }
                }
            } catch {}
            return body
        } _: {
            try? await Task.sleep(for: answerLimit)
            return []
        }
    }

    private func request(
        _ method: HTTPMethod, _ name: String, _ headers: [(name: String, value: String)], _ body: [UInt8]
    ) async throws(UploadFailure) -> HTTPClientRequest {
        var request: HTTPClientRequest
        switch access {
        case .web(let authorization):
            request = HTTPClientRequest(url: "\(address.base)/\(SignatureV4.encode(name, keepingSlashes: true))")
            if let authorization { request.headers.add(name: "authorization", value: authorization) }
        case .bucket(let place, let source):
            let credentials = try await source.credentials()
            let path = place.path(of: name)
            request = HTTPClientRequest(url: "\(place.scheme)://\(place.host)\(path)")
            let signed = SignatureV4.Request(
                method: method.rawValue, host: place.host, path: path, headers: headers,
                payloadHash: SignatureV4.payloadHash(body))
            let now = Int(Date().timeIntervalSince1970) + skew.withLock { $0 }
            for field in SignatureV4(credentials, region: place.region).headers(for: signed, at: now) {
                request.headers.add(name: field.name, value: field.value)
            }
        }
        request.method = method
        for field in headers { request.headers.add(name: field.name, value: field.value) }
        if method == .PUT { request.body = .bytes(ByteBuffer(bytes: body)) }
        return request
    }

    /// Whether a second try may go well.
    private func mend(_ answer: UploadAnswer) async -> Bool {
        guard case .bucket(_, let source) = access else { return false }
        switch answer.complaint.code {
        case "RequestTimeTooSkewed", "RequestExpired", "InvalidRequestTime":
            guard let date = answer.date else { return false }
            skew.withLock { $0 = date - Int(Date().timeIntervalSince1970) }
            return true
        case "ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired":
            await source.forget()
            return true
        default:
            // Some servers have no word of their own for it.
            let ahead = answer.date.map { $0 - Int(Date().timeIntervalSince1970) } ?? 0
            guard answer.status == 403, abs(ahead - skew.withLock { $0 }) > 300 else { return false }
            skew.withLock { $0 = ahead }
            return true
        }
    }

    private var host: String {
        switch access {
        case .bucket(let place, _): place.host
        case .web: URLComponents(string: address.base)?.host ?? address.base
        }
    }

    static func contentType(of name: String) -> String {
        if name.hasSuffix(".m3u8") { return "application/vnd.apple.mpegurl" }
        if name.hasSuffix(".m4s") || name.hasSuffix(".mp4") {
            return name.hasPrefix("a") && name.contains("/") ? "audio/mp4" : "video/mp4"
        }
        if name.hasSuffix(".jpg") { return "image/jpeg" }
        if name.hasSuffix(".json") { return "application/json" }
        return name.hasSuffix(".vtt") ? "text/vtt" : "text/plain"
    }
}
