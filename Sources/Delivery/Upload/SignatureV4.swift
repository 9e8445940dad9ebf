import Crypto
import Foundation

/// AWS's Signature Version 4: what a request to S3, and to whoever speaks its language, carries as proof of who sends it.
///
/// A pure rule, without clock and network. S3's reading of it: paths are encoded once, by ``encode(_:keepingSlashes:)``, and signed as
/// they are sent. (Docs: "Authenticating Requests (AWS Signature Version 4)", Amazon S3 API Reference.)
public struct SignatureV4: Sendable {
    /// Who sends a request.
    public struct Credentials: Sendable, Equatable {
        public let accessKey: String
        public let secretKey: String
        /// Of credentials that end.
        public let sessionToken: String?

        public init(accessKey: String, secretKey: String, sessionToken: String? = nil) {
            (self.accessKey, self.secretKey, self.sessionToken) = (accessKey, secretKey, sessionToken)
        }
    }

    /// What is signed of a request.
    public struct Request: Sendable {
        public var method: String
        /// As in the `Host` field: with the port, unless it is the scheme's own.
        public var host: String
        /// As it is sent: encoded.
        public var path: String
        /// Not encoded.
        public var query: [(name: String, value: String)]
        /// Beside `host` and those that the signature adds; all are signed.
        public var headers: [(name: String, value: String)]
        /// Of the body, as ``payloadHash(_:)`` has it.
        public var payloadHash: String

        public init(
            method: String, host: String, path: String, query: [(name: String, value: String)] = [],
            headers: [(name: String, value: String)] = [], payloadHash: String
        ) {
            (self.method, self.host, self.path, self.query) = (method, host, path, query)
            (self.headers, self.payloadHash) = (headers, payloadHash)
        }
    }

    private let credentials: Credentials
    private let region: String
    private let service: String

    public init(_ credentials: Credentials, region: String, service: String = "s3") {
        (self.credentials, self.region, self.service) = (credentials, region, service)
    }

    /// The fields that a request needs beside its own, `authorization` among them.
    ///
    /// - Parameter time: Seconds since 1970, by the server's clock.
    public func headers(for request: Request, at time: Int) -> [(name: String, value: String)] {
        let stamp = Self.stamp(time)
        let day = String(stamp.prefix(8))
        var added = [("x-amz-content-sha256", request.payloadHash), ("x-amz-date", stamp)]
        if let token = credentials.sessionToken { added.append(("x-amz-security-token", token)) }
        let signed = (request.headers + [("host", request.host)] + added)
            .map { (name: $0.0.lowercased(), value: Self.trimmed($0.1)) }
            .sorted { $0.name < $1.name }
        let names = signed.map(\.name).joined(separator: ";")
        let canonical = [
            request.method, request.path, Self.canonicalQuery(request.query),
            signed.map { "\($0.name):\($0.value)\n" }.joined(), names, request.payloadHash,
        ].joined(separator: "\n")
        let scope = "\(day)/\(region)/\(service)/aws4_request"
        let text = ["AWS4-HMAC-SHA256", stamp, scope, Self.payloadHash(Array(canonical.utf8))].joined(separator: "\n")
        let key = [region, service, "aws4_request"].reduce(
            Self.code(day, SymmetricKey(data: Array("AWS4\(credentials.secretKey)".utf8)))
        ) {
            Self.code($1, SymmetricKey(data: $0))
        }
        let signature = Self.hexadecimal(Self.code(text, SymmetricKey(data: key)))
        let value =
            "AWS4-HMAC-SHA256 Credential=\(credentials.accessKey)/\(scope),SignedHeaders=\(names),Signature=\(signature)"
        return added.map { (name: $0.0, value: $0.1) } + [("authorization", value)]
    }

    /// A body's SHA-256 in hexadecimal digits.
    public static func payloadHash(_ bytes: [UInt8]) -> String { hexadecimal(SHA256.hash(data: bytes)) }

    /// All but RFC 3986's unreserved characters as `%XX`, byte by byte.
    public static func encode(_ text: String, keepingSlashes: Bool = false) -> String {
        var encoded = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            case UInt8(ascii: "/") where keepingSlashes: encoded += "/"
            default: encoded += "%" + hexadecimal([byte]).uppercased()
            }
        }
        return encoded
    }

    private static func canonicalQuery(_ query: [(name: String, value: String)]) -> String {
        query.map { (encode($0.name), encode($0.value)) }.sorted { $0 < $1 }.map { "\($0)=\($1)" }
            .joined(separator: "&")
    }

    /// Without spaces at its ends, and each run of them inside as one.
    private static func trimmed(_ value: String) -> String {
        value.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
    }

    private static func code(_ text: String, _ key: SymmetricKey) -> HashedAuthenticationCode<SHA256> {
        HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key)
    }

    private static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".unicodeScalars)
        var text = String.UnicodeScalarView()
        for byte in bytes { text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
        return String(text)
    }

    /// E.g. `20130524T000000Z`.
    private static func stamp(_ time: Int) -> String {
        Date(timeIntervalSince1970: Double(time)).formatted(
            Date.ISO8601FormatStyle(
                dateSeparator: .omitted, dateTimeSeparator: .standard, timeSeparator: .omitted,
                timeZoneSeparator: .omitted, includingFractionalSeconds: false, timeZone: .gmt))
    }
}
