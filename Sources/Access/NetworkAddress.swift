import Foundation

/// An IPv4 or IPv6 address, as 16 bytes: IPv4 is written into IPv6 (RFC 4291, 2.5.5.2), so that both forms of one address are one.
public struct NetworkAddress: Hashable, Sendable {
    /// In the order in which they are written.
    let bytes: [UInt8]

    private static let ipv4Prefix: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]

    /// - Parameter text: `192.0.2.7`, `2001:db8::1`, also in brackets and with a port, as proxies write it, or with a zone.
    /// - Returns: `nil` for anything else.
    public init?(_ text: some StringProtocol) {
        guard text.utf8.count <= 64 else { return nil }
        var name = text.trimmingCharacters(in: .whitespaces)
        if name.hasPrefix("["), let end = name.firstIndex(of: "]") {
            name = String(name[name.index(after: name.startIndex)..<end])
        } else if name.count(where: { $0 == ":" }) == 1, let end = name.firstIndex(of: ":") {
            name = String(name[..<end])
        }
        if let zone = name.firstIndex(of: "%") { name = String(name[..<zone]) }
        var (v4, v6) = (in_addr(), in6_addr())
        if inet_pton(AF_INET, name, &v4) == 1 {
            bytes = Self.ipv4Prefix + withUnsafeBytes(of: &v4) { Array($0) }
        } else if inet_pton(AF_INET6, name, &v6) == 1 {
            bytes = withUnsafeBytes(of: &v6) { Array($0) }
        } else {
            return nil
        }
    }

    private var isIPv4: Bool { bytes.starts(with: Self.ipv4Prefix) }

    /// What one household or one machine has: an IPv4 address, or the first 64 bits of an IPv6 one (RFC 6177), of which each has 2⁶⁴.
    public var household: [UInt8] { isIPv4 ? bytes : Array(bytes.prefix(8)) }

    /// A range of addresses, e.g. `10.0.0.0/8`.
    public struct Block: Hashable, Sendable {
        private let address: NetworkAddress
        /// Of the 16 bytes.
        private let bitCount: Int

        /// - Parameter text: An address, alone or with the number of its bits that count.
        /// - Returns: `nil` for anything else.
        public init?(_ text: String) {
            let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
            guard let address = NetworkAddress(parts[0]) else { return nil }
            let all = address.isIPv4 ? 32 : 128
            guard parts.count == 2 else {
                (self.address, bitCount) = (address, 128)
                return
            }
            guard let count = Int(parts[1]), 0...all ~= count, parts[1].allSatisfy(\.isNumber) else { return nil }
            (self.address, bitCount) = (address, 128 - all + count)
        }

        public func contains(_ other: NetworkAddress) -> Bool {
            let (whole, rest) = (bitCount / 8, bitCount % 8)
            guard address.bytes.prefix(whole) == other.bytes.prefix(whole) else { return false }
            guard rest > 0 else { return true }
            let mask = ~(UInt8.max >> rest)
            return address.bytes[whole] & mask == other.bytes[whole] & mask
        }
    }

    /// Who really asks, where proxies stand before us: of the addresses that a request came by, the last one that isn't a proxy of ours.
    /// What stands before that was written by who asks, who may write what they like.
    ///
    /// - Parameters:
    ///   - peer: Of the connection.
    ///   - forwarded: The X-Forwarded-For fields' values, in their order.
    ///   - proxies: Ours; without any, nobody's word counts but the connection's.
    public static func client(
        peer: NetworkAddress, forwarded: [String], proxies: [Block]
    ) -> NetworkAddress {
        func isOurs(_ address: NetworkAddress) -> Bool { proxies.contains { $0.contains(address) } }
        guard isOurs(peer) else { return peer }
        var last = peer
        // As many as a chain of ours may have; more are an attempt to keep us busy.
        for item in forwarded.joined(separator: ",").split(separator: ",").suffix(16).reversed() {
            guard let address = NetworkAddress(item) else { return last }
            last = address
            if !isOurs(address) { break }
        }
        return last
    }
}
