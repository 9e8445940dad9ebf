import AsyncHTTPClient
import Broadcast
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// Stores and removes single files at an ``UploadAddress``: one pool of connections, HTTP/2 where the server offers it.
final class UploadClient: Sendable {
    /// A file as it is sent.
    struct Object: Sendable {
        let name: String
        let bytes: [UInt8]
        let cacheControl: String
        let isGzipped: Bool
    }

    let address: UploadAddress
    private let client: HTTPClient
    private let access: Access
    /// How far the server's clock is ahead of ours, in seconds.
    private let skew = Mutex(0)

    private enum Access: Sendable {
        case bucket(BucketPlace, AWSCredentialSource)
        /// With a value of `Authorization`, if there is a secret.
        case web(authorization: String?)
    }

    /// So long may a server take for one file. A slow way of 1 Mbit/s takes a segment of 2 MB in time.
    static let timeout = TimeAmount.seconds(20)

    /// - Throws: ``JobError`` (usage) for variables that contradict each other, or files of secrets that can't be read.
    init(_ address: UploadAddress, environment: [String: String]) throws(JobError) {
        self.address = address
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(connect: .seconds(5), read: Self.timeout, write: Self.timeout),
            connectionPool: .init(idleTimeout: .seconds(30), concurrentHTTP1ConnectionsPerHostSoftLimit: 8))
        if let bundle = AWSProfile.set("AWS_CA_BUNDLE", environment) {
            var tls = TLSConfiguration.makeClientConfiguration()
            tls.trustRoots = .file(bundle)
            configuration.tlsConfiguration = tls
        }
        switch address.place {
        case .web:
            access = .web(authorization: try Self.authorization(environment))
            client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        case .bucket(let name, let region, let endpoint, let style):
            let place = BucketPlace(
                name, region: region, endpoint: endpoint, style: style, prefix: address.base, environment: environment)
            client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
            access = .bucket(
                place, AWSCredentialSource(environment: environment, region: place.region, client: client))
        }
    }

    /// Whoever gives up before the end leaves connections, which the library wants closed.
    deinit { client.shutdown { _ in } }

    /// Closes all connections.
    func close() async {
        // It fails only where it is closed already.
        try? await client.shutdown()
    }

    func put(_ object: Object, within timeout: TimeAmount = UploadClient.timeout) async throws(UploadFailure) {
        var headers = [
            (name: "content-type", value: Self.contentType(of: object.name)),
            (name: "cache-control", value: object.cacheControl),
        ]
        if object.isGzipped { headers.append((name: "content-encoding", value: "gzip")) }
        try await send(.PUT, object.name, headers, object.bytes, timeout)
    }

    /// Removes a file, if it is there.
    func remove(_ name: String, within timeout: TimeAmount = UploadClient.timeout) async throws(UploadFailure) {
        try await send(.DELETE, name, [], [], timeout)
    }

    // MARK: - One request

    private func send(
        _ method: HTTPMethod, _ name: String, _ headers: [(name: String, value: String)], _ body: [UInt8],
        _ timeout: TimeAmount
    ) async throws(UploadFailure) {
        // Again at once where the server says what was wrong: our clock, or credentials that have just ended.
        for isSecondTry in [false, true] {
            let request = try await request(method, name, headers, body)
            let answer = try await execute(request, timeout)
            if answer.status < 300 || method == .DELETE && answer.status == 404 { return }
            let complaint = ServiceComplaint(answer.body)
            if !isSecondTry, await mend(complaint, answer) { continue }
            throw failure(answer, complaint, name)
        }
    }

    private struct Answer {
        let status: Int
        let date: Int?
        let retryAfter: Int?
        let body: [UInt8]
    }

    private func execute(_ request: HTTPClientRequest, _ timeout: TimeAmount) async throws(UploadFailure) -> Answer {
        do {
            let response = try await client.execute(request, timeout: timeout)
            // An answer of any size is read no further than a complaint goes.
            var body: [UInt8] = []
            for try await chunk in response.body {
                body += chunk.readableBytesView.prefix(max(0, 16_384 - body.count))
                if body.count >= 16_384 { break }
            }
            return Answer(
                status: Int(response.status.code), date: response.headers.first(name: "date").flatMap(Self.seconds),
                retryAfter: response.headers.first(name: "retry-after").flatMap { Int($0) }, body: body)
        } catch {
            throw UploadFailure(.away, "\(host) can't be reached: \(Self.words(error))")
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
            let credentials: SignatureV4.Credentials
            do {
                credentials = try await source.credentials()
            } catch let error as UploadFailure {
                throw error
            } catch {
                throw UploadFailure(.away, "the bucket's credentials can't be had: \(error)")
            }
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
    private func mend(_ complaint: ServiceComplaint, _ answer: Answer) async -> Bool {
        guard case .bucket(_, let source) = access else { return false }
        switch complaint.code {
        case "RequestTimeTooSkewed", "RequestExpired", "InvalidRequestTime", "AuthFailure":
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

    // MARK: - Words

    private var host: String {
        switch access {
        case .bucket(let place, _): place.host
        case .web: URLComponents(string: address.base)?.host ?? address.base
        }
    }

    private func failure(_ answer: Answer, _ complaint: ServiceComplaint, _ name: String) -> UploadFailure {
        let location = address.location(of: name)
        let said = complaint.code.isEmpty ? "status \(answer.status)" : "\(complaint.code): \(complaint.message)"
        let pause = answer.retryAfter.map { Duration.seconds(min(max($0, 0), 300)) }
        switch (answer.status, complaint.code) {
        case (_, "SlowDown"), (429, _), (500..., _), (408, _), (_, "RequestTimeout"):
            return UploadFailure(.away, "\(host) is busy (\(said))", pause: pause)
        case (413, _), (_, "EntityTooLarge"):
            return UploadFailure(.unfit, "\(location): \(host) takes no file of that size (\(said))")
        case (_, "NoSuchBucket"):
            return UploadFailure(.refused, "\(address.location): there is no such bucket at \(host)")
        case (300..<400, _), (_, "AuthorizationHeaderMalformed"):
            let place = complaint.region.map { "region=\($0)" } ?? complaint.endpoint.map { "endpoint \($0)" }
            return UploadFailure(
                .refused,
                "\(location): it isn't at \(host) (\(said))" + (place.map { "; the bucket's place is \($0)" } ?? ""))
        case (_, "RequestTimeTooSkewed"):
            return UploadFailure(.refused, "\(location): this machine's clock is wrong (\(said))")
        case (401, _), (403, _):
            return UploadFailure(.refused, "\(location): not allowed (\(answer.status) \(said))")
        default:
            return UploadFailure(.refused, "\(location): refused (\(answer.status) \(said))")
        }
    }

    /// What a client's error says to people.
    private static func words(_ error: any Error) -> String {
        switch error {
        case let error as HTTPClientError
        where error == .connectTimeout || error == .readTimeout || error == .deadlineExceeded:
            "no answer in time"
        case is NIOConnectionError: "the connection is refused"
        default: String("\(error)".prefix(200))
        }
    }

    static func contentType(of name: String) -> String {
        if name.hasSuffix(".m3u8") { return "application/vnd.apple.mpegurl" }
        if name.hasSuffix(".m4s") || name.hasSuffix(".mp4") {
            return name.hasPrefix("a") ? "audio/mp4" : "video/mp4"
        }
        return "application/octet-stream"
    }

    /// Seconds since 1970 of an HTTP date (RFC 9110 5.6.7), as servers send it today.
    static func seconds(_ date: String) -> Int? {
        let parts = date.split(separator: " ")
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        guard parts.count == 6, let day = Int(parts[1]), let month = months.firstIndex(of: String(parts[2])),
            let year = Int(parts[3])
        else { return nil }
        let clock = parts[4].split(separator: ":").compactMap { Int($0) }
        guard clock.count == 3 else { return nil }
        var components = DateComponents()
        (components.year, components.month, components.day) = (year, month + 1, day)
        (components.hour, components.minute, components.second) = (clock[0], clock[1], clock[2])
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return calendar.date(from: components).map { Int($0.timeIntervalSince1970) }
    }

    private static func authorization(_ environment: [String: String]) throws(JobError) -> String? {
        func secret(_ name: String) throws(JobError) -> String? {
            if let value = AWSProfile.set(name, environment) { return value }
            guard let path = AWSProfile.set("\(name)_FILE", environment) else { return nil }
            guard let data = FileManager.default.contents(atPath: path), data.count < 1 << 16 else {
                throw JobError(.usage, "\(name)_FILE: \(path) can't be read")
            }
            let text = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
            guard !text.isEmpty, !text.contains(where: \.isNewline) else {
                throw JobError(.usage, "\(name)_FILE: \(path) has no secret in one line")
            }
            return text
        }
        if let token = try secret("TATECAST_UPLOAD_TOKEN") { return "Bearer \(token)" }
        let (user, password) = (try secret("TATECAST_UPLOAD_USER"), try secret("TATECAST_UPLOAD_PASSWORD"))
        guard user != nil || password != nil else { return nil }
        guard let user, let password else {
            throw JobError(.usage, "TATECAST_UPLOAD_USER and TATECAST_UPLOAD_PASSWORD go together: one is missing")
        }
        return "Basic " + Data("\(user):\(password)".utf8).base64EncodedString()
    }
}
