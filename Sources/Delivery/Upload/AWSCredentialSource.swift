import AsyncHTTPClient
import Broadcast
import Foundation
import Lines
import NIOCore
import NIOHTTP1

/// Where a bucket's credentials come from, and new ones before they end: AWS's usual variables, a profile of its files, web identity by
/// STS, or a container's endpoint, whichever is there first.
actor AWSCredentialSource {
    private struct Held {
        let credentials: SignatureV4.Credentials
        /// Seconds since 1970; `nil` for those that don't end.
        let end: Double?
    }

    private let environment: [String: String]
    private let client: HTTPClient
    private let region: String
    private var held: Held?
    /// When new ones were asked for last.
    private var lastTry = 0.0
    private var refresh: Task<Result<Held, UploadFailure>, Never>?

    /// So long before their end credentials are read anew, in seconds.
    private static let margin = 300.0
    /// While old ones hold, nobody is asked again within so long, in seconds.
    private static let pause = 30.0

    init(environment: [String: String], region: String, client: HTTPClient) {
        (self.environment, self.region, self.client) = (environment, region, client)
    }

    /// Those that hold now.
    func credentials() async throws(UploadFailure) -> SignatureV4.Credentials {
        let now = Date().timeIntervalSince1970
        if let held {
            guard let end = held.end else { return held.credentials }
            if now < end - Self.margin || now < end && now < lastTry + Self.pause { return held.credentials }
        }
        lastTry = now
        // Files that wait for the same credentials ask once.
        let task = refresh ?? Task { await read() }
        refresh = task
        defer { refresh = nil }
        switch await task.value {
        case .success(let fresh):
            held = fresh
            SecretMask.learn(fresh.credentials.secretKey)
            if let token = fresh.credentials.sessionToken { SecretMask.learn(token) }
            return fresh.credentials
        case .failure(let failure):
            // Old ones may hold for some minutes more.
            if let held, let end = held.end, now < end { return held.credentials }
            throw failure
        }
    }

    /// Reads credentials anew with the next request: the server says that these have ended.
    func forget() { held = nil }

    private func read() async -> Result<Held, UploadFailure> {
        do throws(UploadFailure) {
            return .success(try await find())
        } catch {
            return .failure(error)
        }
    }

    private func find() async throws(UploadFailure) -> Held {
        func set(_ name: String) -> String? { AWSProfile.set(name, environment) }
        if let key = set("AWS_ACCESS_KEY_ID"), let secret = set("AWS_SECRET_ACCESS_KEY") {
            return Held(
                credentials: .init(accessKey: key, secretKey: secret, sessionToken: set("AWS_SESSION_TOKEN")), end: nil)
        }
        let profile = AWSProfile(environment: environment)
        if let key = profile["aws_access_key_id"], let secret = profile["aws_secret_access_key"] {
            // Whoever rotates the file's keys is noticed within minutes.
            return Held(
                credentials: .init(accessKey: key, secretKey: secret, sessionToken: profile["aws_session_token"]),
                end: Date().timeIntervalSince1970 + 2 * Self.margin)
        }
        if let file = set("AWS_WEB_IDENTITY_TOKEN_FILE") ?? profile["web_identity_token_file"],
            let role = set("AWS_ROLE_ARN") ?? profile["role_arn"]
        {
            return try await assume(role, tokenFile: file)
        }
        if let path = set("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") {
            return try await ask("http://169.254.170.2\(path)")
        }
        if let url = set("AWS_CONTAINER_CREDENTIALS_FULL_URI") { return try await ask(url) }
        throw UploadFailure(
            .refused,
            "there are no credentials for the bucket: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE"
                + (set("AWS_PROFILE").map { "; the profile \"\($0)\" has none" } ?? ""))
    }

    /// Changes a token of the cluster's for credentials (STS, AssumeRoleWithWebIdentity).
    private func assume(_ role: String, tokenFile: String) async throws(UploadFailure) -> Held {
        let token = try Self.token("AWS_WEB_IDENTITY_TOKEN_FILE", tokenFile)
        let endpoint =
            AWSProfile.set("AWS_ENDPOINT_URL_STS", environment)
            ?? "https://sts.\(region).\(BucketPlace.domain(of: region))"
        var request = HTTPClientRequest(url: endpoint + "/")
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/x-www-form-urlencoded")
        let session = AWSProfile.set("AWS_ROLE_SESSION_NAME", environment) ?? "tatecast"
        let form = [
            ("Action", "AssumeRoleWithWebIdentity"), ("Version", "2011-06-15"), ("RoleArn", role),
            ("RoleSessionName", session), ("WebIdentityToken", token),
        ].map { "\($0)=\(SignatureV4.encode($1))" }.joined(separator: "&")
        request.body = .bytes(ByteBuffer(string: form))
        let (status, body) = try await fetch(request)
        let document = SmallXML(body)
        guard status == 200, let key = document.whole("AccessKeyId"), let secret = document.whole("SecretAccessKey"),
            let sessionToken = document.whole("SessionToken")
        else {
            let complaint = ServiceComplaint(body)
            throw UploadFailure(
                status >= 500 || status == 429 ? .away : .refused,
                "STS gives no credentials for \(role): status \(status) \(complaint.code) \(complaint.message)")
        }
        return Held(
            credentials: .init(accessKey: key, secretKey: secret, sessionToken: sessionToken),
            end: Self.time(document["Expiration"]))
    }

    /// Asks a container's endpoint, as ECS and EKS Pod Identity have it.
    private func ask(_ url: String) async throws(UploadFailure) -> Held {
        var request = HTTPClientRequest(url: url)
        if let file = AWSProfile.set("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", environment) {
            request.headers.add(
                name: "authorization", value: try Self.token("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", file))
        } else if let token = AWSProfile.set("AWS_CONTAINER_AUTHORIZATION_TOKEN", environment) {
            request.headers.add(name: "authorization", value: token)
        }
        struct Answer: Decodable {
            let AccessKeyId, SecretAccessKey: String
            let Token, Expiration: String?
        }
        let (status, body) = try await fetch(request)
        guard status == 200, let answer = try? JSONDecoder().decode(Answer.self, from: Data(body)) else {
            throw UploadFailure(
                status >= 500 || status == 429 ? .away : .refused,
                "the container's credential endpoint gives none: status \(status)")
        }
        return Held(
            credentials: .init(
                accessKey: answer.AccessKeyId, secretKey: answer.SecretAccessKey, sessionToken: answer.Token),
            end: Self.time(answer.Expiration))
    }

    private func fetch(_ request: HTTPClientRequest) async throws(UploadFailure) -> (status: Int, body: [UInt8]) {
        do {
            let response = try await client.execute(request, timeout: .seconds(5))
            let body = try await response.body.collect(upTo: 1 << 16)
            return (Int(response.status.code), Array(body.readableBytesView))
        } catch {
            throw UploadFailure(error, host: "whoever gives the bucket's credentials")
        }
    }

    /// A token that a cluster or a container runtime keeps fresh in a file.
    private static func token(_ variable: String, _ path: String) throws(UploadFailure) -> String {
        guard let data = FileManager.default.contents(atPath: path), data.count < 1 << 16 else {
            throw UploadFailure(.refused, "\(variable): \(path) can't be read, or is larger than 64 KiB")
        }
        return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static func time(_ text: String?) -> Double? {
        guard let text else { return nil }
        // One that can't be read is asked for again soon.
        let date = (try? Date(text, strategy: .iso8601)) ?? Date().addingTimeInterval(2 * margin)
        return date.timeIntervalSince1970
    }
}
