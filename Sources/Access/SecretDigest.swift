import Crypto

/// A stream key or a token, of which nothing but its digest is kept. Neither description nor reflection shows that.
public struct SecretDigest: Sendable {
    private let digest: SHA256.Digest

    /// - Precondition: `secret` isn't empty: an empty one would let everyone in.
    public init(_ secret: String) {
        precondition(!secret.isEmpty, "a secret is empty")
        digest = Self.digest(of: secret)
    }

    /// Whether `candidate` is the secret. It takes as long wherever the two differ, so the time tells nothing: swift-crypto
    /// compares digests so.
    public func matches(_ candidate: String) -> Bool { digest == Self.digest(of: candidate) }

    private static func digest(of text: String) -> SHA256.Digest { SHA256.hash(data: Array(text.utf8)) }
}

extension SecretDigest: CustomStringConvertible, CustomReflectable {
    public var description: String { "***" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
