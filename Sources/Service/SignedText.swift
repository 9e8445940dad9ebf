import Access
import Crypto
import Foundation

/// Texts that say something and that nobody else can sign, such as a session's name: some bytes and the beginning of an HMAC-SHA256 of them, in
/// base64url. Nothing is kept of them. Any thread.
struct SignedText: Sendable {
    private let key: SymmetricKey
    private let contentLength, signatureLength: Int

    /// - Parameters:
    ///   - secret: What the key is made of, so that they outlast a restart, and another origin of the show knows them; `nil` for a key that
    ///     only this process has.
    ///   - contentLength, signatureLength: In bytes. Multiples of three, so that the signature begins at a whole letter.
    init(secret: String?, contentLength: Int, signatureLength: Int) {
        precondition(contentLength.isMultiple(of: 3) && signatureLength.isMultiple(of: 3))
        key = secret.map { SymmetricKey(data: SHA256.hash(data: Data($0.utf8))) } ?? SymmetricKey(size: .bits256)
        (self.contentLength, self.signatureLength) = (contentLength, signatureLength)
    }

    func text(of content: Data) -> String { (content + signature(of: content)).base64URL }

    /// What a text says; `nil` for one that isn't ours. Takes the same time however much of a signature is right.
    func content(of text: Substring) -> Data? {
        let length = contentLength + signatureLength
        guard text.utf8.count == length * 4 / 3, let bytes = Data(base64URL: text), bytes.count == length else {
            return nil
        }
        let content = bytes.prefix(contentLength)
        let expected = SecretDigest(signature(of: content).base64URL)
        return expected.matches(String(text.suffix(signatureLength * 4 / 3))) ? content : nil
    }

    private func signature(of content: Data) -> Data {
        Data(HMAC<SHA256>.authenticationCode(for: content, using: key).prefix(signatureLength))
    }
}
