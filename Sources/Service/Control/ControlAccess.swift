import Access
import HTTPTypes

/// Who may control a programme.
///
/// Tokens are kept as digests, compared in constant time, and never logged.
public struct ControlAccess: Sendable {
    /// What a request's token allows.
    enum Role: Sendable {
        /// Everything.
        case control
        /// What viewers do: hearts, comments, votes.
        case audience
    }

    private let control: SecretDigest?
    private let audience: SecretDigest?
    /// The one web page from elsewhere that may ask, e.g. `https://console.example`.
    let allowedOrigin: String?

    /// - Parameters:
    ///   - control: Without one, whoever reaches the listener may do everything: it must be one for this machine alone.
    ///   - allowedOrigin: As browsers write it: scheme, host, and the port if it isn't the scheme's own.
    /// - Precondition: Tokens aren't empty: an empty one would let everyone in.
    public init(control: String?, audience: String?, allowedOrigin: String? = nil) {
        self.control = control.map { SecretDigest($0) }
        self.audience = audience.map { SecretDigest($0) }
        self.allowedOrigin = allowedOrigin
    }

    /// Whether everyone who reaches the listener may do everything.
    public var isOpen: Bool { control == nil }

    /// What a request may do.
    ///
    /// - Parameter authority: The request's `Host`.
    func role(fields: HTTPFields, authority: String?) throws(ControlRefusal) -> Role {
        if let text = fields[.authorization] {
            guard let role = role(of: text) else {
                throw ControlRefusal(
                    .unauthorized, "this token isn't right", [.wwwAuthenticate: #"Bearer error="invalid_token""#])
            }
            return role
        }
        guard isOpen else {
            throw ControlRefusal(
                .unauthorized, "expected a token: Authorization: Bearer …", [.wwwAuthenticate: "Bearer"])
        }
        // Without a token nothing tells the owner's own requests from those that a web page makes in the owner's browser.
        guard let authority, LoopbackHost.matches(Self.host(of: authority)) else {
            throw ControlRefusal(
                .forbidden, "without a control token, Host must name this machine, e.g. 127.0.0.1 or localhost")
        }
        if let origin = fields[.origin], origin != allowedOrigin, origin != "http://\(authority)",
            origin != "https://\(authority)"
        {
            throw ControlRefusal(.forbidden, "the page \(origin) may not control the programme: see --control-cors")
        }
        return .control
    }

    private func role(of authorization: String) -> Role? {
        let words = authorization.split(separator: " ", omittingEmptySubsequences: true)
        guard words.count == 2, words[0].lowercased() == "bearer" else { return nil }
        // Both are always compared.
        let isControl = control?.matches(String(words[1])) ?? false
        let isAudience = audience?.matches(String(words[1])) ?? false
        return isControl ? .control : isAudience ? .audience : nil
    }

    /// A Host field without its port.
    static func host(of authority: String) -> String {
        if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") { return String(authority[...end]) }
        return String(authority.prefix { $0 != ":" })
    }
}
