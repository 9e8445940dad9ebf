import Crypto
import Foundation

/// What webhooks are signed with, as Standard Webhooks has it (https://www.standardwebhooks.com, "Signature scheme"): HMAC-SHA256
/// of `id.timestamp.body`, once with each secret, so that a receiver may know the old one or the new one while they are changed.
package struct WebhookSecrets: Sendable {
    package struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
        package let description: String
    }

    private static let prefix = "whsec_"
    /// In bytes, as Standard Webhooks recommends.
    private static let length = 24...64
    /// More than an old one and a new one are a mistake.
    private static let limit = 4

    private let keys: [SymmetricKey]

    /// - Parameter text: One or more secrets, each `whsec_` and base64 of 24 to 64 bytes, with spaces, commas or line ends between
    ///   them; the words themselves may be learnt by whoever masks secrets, with ``words(in:)``.
    /// - Throws: ``Failure``, which shows nothing of them.
    package init(_ text: String) throws(Failure) {
        let words = Self.words(in: text)
        guard !words.isEmpty, words.count <= Self.limit else {
            throw Failure(description: "expected one to \(Self.limit) secrets, found \(words.count)")
        }
        var keys: [SymmetricKey] = []
        for (index, word) in words.enumerated() {
            guard word.hasPrefix(Self.prefix),
                let bytes = Data(base64Encoded: String(word.dropFirst(Self.prefix.count)))
            else {
                throw Failure(
                    description: "secret \(index + 1): expected \(Self.prefix) and base64, as `echo "
                        + "whsec_$(openssl rand -base64 32)` makes it")
            }
            guard Self.length ~= bytes.count else {
                throw Failure(
                    description: "secret \(index + 1): expected 24 to 64 bytes in base64, found \(bytes.count)")
            }
            keys.append(SymmetricKey(data: bytes))
        }
        self.keys = keys
    }

    /// The secrets in a text, each by itself.
    package static func words(in text: String) -> [String] {
        text.split { $0.isWhitespace || $0 == "," }.map(String.init)
    }

    /// The value of `webhook-signature`: for each secret `v1,` and the signature, with spaces between them.
    ///
    /// - Parameter timestamp: Of this attempt, in seconds since 1970.
    package func signature(id: String, timestamp: Int64, body: String) -> String {
        let content = Data("\(id).\(timestamp).\(body)".utf8)
        return keys.map { key in
            "v1," + Data(HMAC<SHA256>.authenticationCode(for: content, using: key)).base64EncodedString()
        }.joined(separator: " ")
    }
}

extension WebhookSecrets: CustomStringConvertible, CustomReflectable {
    package var description: String { "***" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
