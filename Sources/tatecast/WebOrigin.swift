import Broadcast
import Foundation

/// The origin of a web page, as browsers write it: in lower case, and without the port that its scheme has anyway (RFC 6454, 6.1).
enum WebOrigin {
    /// - Parameter option: Whose value it is.
    /// - Throws: ``JobError`` for anything but a scheme, a host and perhaps a port.
    static func check(_ text: String, option: String) throws(JobError) -> String {
        guard let parts = URLComponents(string: text), let scheme = parts.scheme, scheme == "http" || scheme == "https",
            let host = parts.host, !host.isEmpty, parts.path.isEmpty, parts.query == nil, parts.user == nil
        else {
            throw JobError(
                .usage, "\(option) \(text): expected the one page's scheme and host, such as https://console.example")
        }
        let usual = scheme == "https" ? 443 : 80
        let port = parts.port.flatMap { $0 == usual ? nil : ":\($0)" } ?? ""
        let name = host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host
        return "\(scheme)://\(name.lowercased())\(port)"
    }
}
