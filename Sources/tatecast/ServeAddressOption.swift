import Access
import Broadcast
import Foundation
import Service

/// `--serve host:port`: where viewers fetch the show, over HTTPS if there is a certificate; `http://host:port` is without.
struct ServeAddressOption {
    let configuration: OriginServer.Configuration

    /// - Parameter option: Its name.
    /// - Throws: ``JobError`` for what isn't such an address.
    init(_ text: String, option: String = "--serve", certificate: String?, key: String?) throws(JobError) {
        let expected = "expected host:port, e.g. 0.0.0.0:8080, or 127.0.0.1:0 for any free port"
        // As URLs have it: with brackets around an IPv6 address.
        guard let parts = URLComponents(string: text.contains("://") ? text : "http://\(text)"), let host = parts.host,
            !host.isEmpty, parts.user == nil, parts.path.isEmpty || parts.path == "/", parts.query == nil,
            parts.scheme == "http" || parts.scheme == "https", let port = parts.port, 0...65_535 ~= port
        else { throw JobError(.usage, "\(option) \(text): \(expected)") }
        var files: TLSFiles?
        if let certificate, let key, !text.hasPrefix("http://") {
            files = .init(certificate: certificate, privateKey: key)
        } else if parts.scheme == "https" {
            throw JobError(.usage, "\(option) \(text): https needs --tls-cert and --tls-key")
        }
        configuration = .init(
            host: host.trimmingCharacters(in: CharacterSet(charactersIn: "[]")), port: port, tls: files)
    }
}
