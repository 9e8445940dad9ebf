import Foundation

/// Where the world reaches a listener: what stands before it (a proxy, a path's prefix, a CDN) knows names that it doesn't.
public struct PublicAddress: Hashable, Sendable {
    /// Without a slash at its end, e.g. `https://shop.example/live/42`.
    public let url: String
    /// The same without scheme and host, as an address is written: empty, or beginning with a slash, e.g. `/live/42`.
    let prefix: String

    /// Where players find the show.
    public var playURL: String { "\(url)/master.m3u8" }

    /// Scheme, host and port, as browsers write the origin of a page there (RFC 6454, 6.1).
    var origin: String {
        let scheme = url.hasPrefix("https://") ? "https://" : "http://"
        let host = url.dropFirst(scheme.count).prefix { $0 != "/" }.lowercased()
        let usual = scheme == "https://" ? ":443" : ":80"
        return scheme + (host.hasSuffix(usual) ? String(host.dropLast(usual.count)) : host)
    }

    /// What is expected of one, for who gave another.
    public static let expectation =
        "expected where viewers reach the show's folder, such as https://shop.example/live/42, without a query"

    /// Reads `http://` or `https://`, a host, perhaps a port and a path; slashes at the end don't count.
    ///
    /// - Returns: `nil` for anything else: with a name and a password, a query, a fragment, or a playlist's name at the end.
    public init?(_ text: String) {
        guard text.utf8.count <= 1_024, text.utf8.allSatisfy({ 0x21...0x7E ~= $0 && !"\"<>\\^`{|}".utf8.contains($0) }),
            let parts = URLComponents(string: text, encodingInvalidCharacters: false),
            let scheme = parts.scheme?.lowercased(), scheme == "http" || scheme == "https",
            let host = parts.host, !host.isEmpty, parts.user == nil, parts.password == nil, parts.query == nil,
            parts.fragment == nil, parts.port.map({ 1...65_535 ~= $0 }) ?? true
        else { return nil }
        var path = parts.percentEncodedPath[...]
        while path.hasSuffix("/") { path.removeLast() }
        guard !path.hasSuffix(".m3u8"), !path.contains("//"),
            !path.split(separator: "/").contains(where: { $0 == "." || $0 == ".." })
        else { return nil }
        let name = host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host
        prefix = String(path)
        url = "\(scheme)://\(name)\(parts.port.map { ":\($0)" } ?? "")\(path)"
    }

    /// The address that a request asked for, without a path; `nil` for a Host that is none, or names the asking machine itself.
    ///
    /// Host alone is believed: whoever sends a request can write Forwarded and its like, and a proxy that doesn't know
    /// them hands them on.
    init?(host: String?, isSecure: Bool) {
        guard let host, host.utf8.count <= 300,
            host.utf8.allSatisfy({ "-.:[]_".utf8.contains($0) || UInt8.isLetterOrDigit($0) }),
            let address = PublicAddress("\(isSecure ? "https" : "http")://\(host)")
        else { return nil }
        self = address
    }
}

extension UInt8 {
    fileprivate static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte
            || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
    }
}
