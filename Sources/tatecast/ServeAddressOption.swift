import Broadcast
import Foundation
import Service

/// `--serve host:port`: where viewers fetch the show. Other options name addresses in the same way.
struct ServeAddressOption {
    let configuration: OriginServer.Configuration

    /// - Throws: ``JobError`` for what isn't such an address.
    init(_ text: String, option: String = "--serve") throws(JobError) {
        let expected = "expected host:port, e.g. 0.0.0.0:8080, or 127.0.0.1:0 for any free port"
        // As URLs have it: with brackets around an IPv6 address.
        guard !text.contains("/"), let parts = URLComponents(string: "http://\(text)/"), let host = parts.host,
            !host.isEmpty, parts.user == nil, let port = parts.port, 0...65_535 ~= port
        else { throw JobError(.usage, "\(option) \(text): \(expected)") }
        configuration = .init(host: host.trimmingCharacters(in: CharacterSet(charactersIn: "[]")), port: port)
    }
}
