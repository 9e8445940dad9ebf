public import Broadcast
import Foundation

/// Where a show is uploaded to: a bucket that speaks S3's language, or a folder of a web server that takes PUT.
public struct UploadAddress: Sendable, Equatable {
    /// How an object's address is put together.
    public enum Style: String, Sendable {
        /// `https://endpoint/bucket/key`.
        case path
        /// `https://bucket.endpoint/key`.
        case host
    }

    public enum Place: Sendable, Equatable {
        case bucket(name: String, region: String?, endpoint: String?, style: Style?)
        case web
    }

    public let place: Place
    /// As it was given: `s3://bucket/prefix?region=…`, without secrets.
    public let text: String
    /// Of a bucket: before each name; of a web server: the folder's address. Neither ends with a slash.
    public let base: String

    /// - Throws: ``JobError`` (usage) in words for what can't be an address.
    public init(_ text: String) throws(JobError) {
        guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased() else {
            throw Self.refusal("expected s3://bucket/prefix or https://host/path")
        }
        guard parts.user == nil, parts.password == nil else {
            throw Self.refusal(
                "secrets in an address would stand in process lists and logs: set "
                    + (scheme == "s3"
                        ? "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a profile"
                        : "TATECAST_UPLOAD_USER and TATECAST_UPLOAD_PASSWORD") + ", and leave them out of it")
        }
        guard let host = parts.host, !host.isEmpty else {
            throw Self.refusal("\(text): expected s3://bucket/prefix or https://host/path")
        }
        guard parts.fragment == nil else { throw Self.refusal("\(text): an address of a folder has no #") }
        guard !parts.path.split(separator: "/").contains(where: { $0 == "." || $0 == ".." }) else {
            throw Self.refusal("\(text): a name that is . or .. leads servers elsewhere")
        }
        self.text = text
        var path = parts.path
        while path.hasSuffix("/") { path.removeLast() }
        switch scheme {
        case "s3":
            guard parts.port == nil else {
                throw Self.refusal(
                    "\(text): a bucket's name has no port; give the server as ?endpoint=http://host:port")
            }
            guard Self.isName(host, alsoHaving: "._-") else {
                throw Self.refusal("\(text): a bucket's name has letters, digits, '.', '-' and '_' alone")
            }
            var (region, endpoint, style): (String?, String?, Style?) = (nil, nil, nil)
            for item in parts.queryItems ?? [] {
                let value = item.value ?? ""
                switch item.name {
                case "region":
                    guard Self.isName(value, alsoHaving: "-") else {
                        throw Self.refusal("region=\(value): expected a region's name, such as eu-west-1")
                    }
                    region = value
                case "endpoint": endpoint = try Self.endpoint(value)
                case "style":
                    guard let named = Style(rawValue: value) else {
                        throw Self.refusal("the address has style=\(value): expected path or host")
                    }
                    style = named
                default: throw Self.refusal("the address has ?\(item.name)=…: expected region, endpoint or style")
                }
            }
            place = .bucket(name: host, region: region, endpoint: endpoint, style: style)
            base = String(path.drop { $0 == "/" })
        case "https", "http":
            guard parts.query == nil else {
                throw Self.refusal("a query would stand in process lists: use TATECAST_UPLOAD_TOKEN for a secret")
            }
            place = .web
            let port = parts.port.map { ":\($0)" } ?? ""
            base = "\(scheme)://\(host)\(port)\(SignatureV4.encode(path, keepingSlashes: true))"
        default:
            throw Self.refusal("\(scheme)://: expected s3://bucket/prefix or https://host/path")
        }
    }

    /// An object's address, for people.
    public func location(of name: String) -> String {
        switch place {
        case .bucket(let bucket, _, _, _): "s3://\(bucket)/\(base.isEmpty ? "" : base + "/")\(name)"
        case .web: "\(base)/\(name)"
        }
    }

    /// The folder's address, for people.
    public var location: String {
        let whole = location(of: "")
        return String(whole.dropLast())
    }

    /// Whether it has letters and digits of ASCII, and these.
    private static func isName(_ text: String, alsoHaving others: String) -> Bool {
        !text.isEmpty && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) || others.contains($0) }
    }

    private static func endpoint(_ value: String) throws(JobError) -> String {
        // Whatever else is wrong: a sentence must not repeat a secret.
        guard !value.contains("@") else {
            throw refusal(
                "endpoint=…@…: secrets in an address would stand in process lists and logs: leave them out of it")
        }
        let text = value.contains("://") ? value : "https://\(value)"
        guard let parts = URLComponents(string: text), ["http", "https"].contains(parts.scheme), parts.host != nil,
            parts.query == nil, parts.path.isEmpty || parts.path == "/"
        else { throw refusal("endpoint=\(value): expected a server's address, such as https://s3.example.com") }
        return parts.path.isEmpty ? text : String(text.dropLast())
    }

    private static func refusal(_ text: String) -> JobError { JobError(.usage, text) }
}
