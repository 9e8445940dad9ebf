import Synchronization

/// Takes passwords, keys and tokens out of a text that people read: a log line, an error, a finding.
///
/// It knows them by where they stand: in an address before the host (RFC 3986 3.2.1), as what follows an RTMP address's application, as a
/// parameter, or in a header (RFC 9110 11.6.2); and by themselves, once they were learnt. What it can't tell from a secret goes too.
package enum SecretMask {
    /// What stands in their place.
    package static let mask = "***"

    /// Shorter ones would take words out of sentences; those are known by their places alone.
    private static let shortest = 6
    private static let learntLimit = 64
    private static let learnt = Mutex<[String]>([])

    /// Masks this text from now on, wherever it stands.
    package static func learn(_ secret: String) {
        guard secret.utf8.count >= shortest else { return }
        learnt.withLock { learnt in
            guard learnt.count < learntLimit, !learnt.contains(secret) else { return }
            // The longest first: one may be part of another.
            learnt.append(secret)
            learnt.sort { $0.utf8.count > $1.utf8.count }
        }
    }

    /// Learns what is secret in an address, as it is written and as its escapes mean it: libraries print either.
    package static func learn(address: String) {
        for secret in AddressSecrets(Array(address.utf8)[...]).ranges {
            let written = String(decoding: Array(address.utf8)[secret], as: UTF8.self)
            learn(written)
            learn(unescaped(written))
            // A password without its user.
            if let colon = written.firstIndex(of: ":") {
                learn(String(written[written.index(after: colon)...]))
                learn(unescaped(String(written[written.index(after: colon)...])))
            }
        }
    }

    /// The text without its secrets.
    package static func masked(_ text: String) -> String {
        var text = text
        for secret in learnt.withLock({ $0 }) where text.contains(secret) {
            text = text.replacing(secret, with: mask)
        }
        let mayHaveAny = text.utf8.contains { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "=") }
        guard mayHaveAny || text.contains("earer ") else { return text }
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var end = 0
        for range in TextSecrets(bytes).ranges {
            result += bytes[end..<range.lowerBound]
            result += mask.utf8
            end = range.upperBound
        }
        guard end > 0 else { return text }
        return String(decoding: result + bytes[end...], as: UTF8.self)
    }

    private static func unescaped(_ text: String) -> String {
        var result: [UInt8] = []
        var bytes = Array(text.utf8)[...]
        while let byte = bytes.popFirst() {
            if byte == UInt8(ascii: "%"), bytes.count >= 2,
                let value = UInt8(String(decoding: bytes.prefix(2), as: UTF8.self), radix: 16)
            {
                result.append(value)
                bytes = bytes.dropFirst(2)
            } else {
                result.append(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
