import Access

/// A secret that lets its owner publish. Neither description nor reflection shows it.
public struct StreamKey: Sendable {
    /// What logs and events call it, e.g. `main` or `backup`.
    public let name: String
    private let secret: SecretDigest

    /// - Precondition: `secret` isn't empty: an empty key would let everyone publish.
    public init(name: String = "main", secret: String) {
        (self.name, self.secret) = (name, SecretDigest(secret))
    }

    fileprivate func matches(_ candidate: String) -> Bool { secret.matches(candidate) }
}

extension [StreamKey] {
    /// The name of the key that one of `candidates` is.
    ///
    /// Each is compared with each, so the time it takes tells nothing of the keys.
    func name(matching candidates: [String]) -> String? {
        let found = candidates.flatMap { candidate in filter { $0.matches(candidate) } }
        return found.first?.name
    }
}
