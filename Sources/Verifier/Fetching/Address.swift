import Foundation

/// Addresses of HTTP, as text.
enum Address {
    /// What `uri` names in the resource at `base`; `nil` for what isn't HTTP.
    static func resolve(_ uri: String, from base: String) -> String? {
        guard let base = URL(string: base), let url = URL(string: uri, relativeTo: base)?.absoluteURL,
            let scheme = url.scheme?.lowercased(), ["http", "https"].contains(scheme), url.host != nil
        else { return nil }
        return url.absoluteString
    }

    /// With directives after whatever query there is.
    static func adding(query: String, to address: String) -> String {
        guard !query.isEmpty else { return address }
        return address + (address.contains("?") ? "&" : "?") + query
    }

    /// Its path's last part, without a query, in small letters.
    static func name(_ address: String) -> String {
        let path = address.prefix { $0 != "?" && $0 != "#" }
        return path.split(separator: "/").last.map { $0.lowercased() } ?? ""
    }
}
