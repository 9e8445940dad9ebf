import Crypto

/// A secret that lets its owner publish. Neither description nor reflection shows it.
public struct StreamKey: Sendable {
    /// What logs and events call it, e.g. `main` or `backup`.
    public let name: String

    /// Of the secret: the secret itself isn't kept.
    let digest: SHA256.Digest

    /// - Precondition: `secret` isn't empty: an empty key would let everyone publish.
    public init(name: String = "main", secret: String) {
        precondition(!secret.isEmpty, "the stream key \(name) is empty")
        self.name = name
        digest = SHA256.hash(data: Array(secret.utf8))
    }
}

extension StreamKey: CustomStringConvertible, CustomReflectable {
    public var description: String { "stream key \(name)" }
    public var customMirror: Mirror { Mirror(self, children: ["name": name]) }
}

extension [StreamKey] {
    /// The name of the key that one of `candidates` is.
    ///
    /// Compares digests, each with each and each to its last byte, so the time it takes tells nothing of the keys.
    func name(matching candidates: [String]) -> String? {
        var found: String?
        for candidate in candidates {
            let digest = Array<UInt8>(SHA256.hash(data: Array<UInt8>(candidate.utf8)))
            for key in self {
                let difference = zip(digest, key.digest).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) }
                if difference == 0 { found = found ?? key.name }
            }
        }
        return found
    }
}
