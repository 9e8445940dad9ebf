import Testing

@testable import Access

@Suite struct SecretDigestTests {
    @Test(arguments: ["", "secre", "secret ", "Secret", "secretsecret", "密"])
    func knowsItsSecretAlone(candidate: String) {
        #expect(SecretDigest("secret").matches("secret"))
        #expect(!SecretDigest("secret").matches(candidate))
    }

    @Test func showsNothing() {
        let digest = SecretDigest("secret")
        var text = "\(digest) \(String(reflecting: digest))"
        dump(digest, to: &text)
        #expect(text.filter { "0123456789abcdef".contains($0) }.count < 10, "\(text)")
    }
}
