import Foundation
import NIOCore

/// Where a connection comes from.
struct PeerAddress: Hashable, Sendable {
    /// For people, e.g. `192.0.2.7:49152`.
    var text: String

    /// For counting: an IPv4 address, or the first 64 bits of an IPv6 address, as their owner has all the rest.
    var host: String

    init(_ address: SocketAddress?) {
        guard let address, let ip = address.ipAddress else {
            (text, host) = ("an unknown address", "")
            return
        }
        let isIPv6 = ip.contains(":")
        text = "\(isIPv6 ? "[\(ip)]" : ip):\(address.port ?? 0)"
        host = ip
        guard isIPv6, case .v6(let ipv6) = address else { return }
        let bytes = withUnsafeBytes(of: ipv6.address.sin6_addr) { Array($0) }
        if bytes.prefix(10).allSatisfy({ $0 == 0 }), bytes[10] == 0xFF, bytes[11] == 0xFF {
            // An IPv4 peer of a socket that listens on both.
            host = bytes[12...].map(String.init).joined(separator: ".")
            text = "\(host):\(address.port ?? 0)"
        } else {
            host = bytes.prefix(8).map { String($0, radix: 16) }.joined(separator: ":")
        }
    }
}
