import Testing

@testable import Delivery

/// AWS's own examples ("Signature Calculations for the Authorization Header", Amazon S3 API Reference).
@Suite struct SignatureV4Tests {
    private let signature = SignatureV4(
        .init(accessKey: "AKIAIOSFODNN7EXAMPLE", secretKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
        region: "us-east-1")
    /// 2013-05-24T00:00:00Z.
    private let time = 1_369_353_600
    private let host = "examplebucket.s3.amazonaws.com"
    private let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

    private func sign(_ request: SignatureV4.Request) -> String? {
        signature.headers(for: request, at: time).first { $0.name == "authorization" }?.value
            .split(separator: "Signature=").last.map(String.init)
    }

    @Test func signsARange() {
        #expect(
            sign(
                .init(
                    method: "GET", host: host, path: "/test.txt", headers: [("Range", "bytes=0-9")], payloadHash: empty)
            )
                == "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41")
    }

    @Test func signsAFileWhosePathIsEncodedOnce() {
        let path = SignatureV4.encode("/test$file.text", keepingSlashes: true)
        #expect(path == "/test%24file.text")
        #expect(
            sign(
                .init(
                    method: "PUT", host: host, path: path,
                    headers: [
                        ("date", "Fri, 24 May 2013 00:00:00 GMT"), ("x-amz-storage-class", "REDUCED_REDUNDANCY"),
                    ], payloadHash: SignatureV4.payloadHash(Array("Welcome to Amazon S3.".utf8))))
                == "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd")
    }

    @Test func signsAQuery() {
        #expect(
            sign(.init(method: "GET", host: host, path: "/", query: [("lifecycle", "")], payloadHash: empty))
                == "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543")
        #expect(
            sign(
                .init(
                    method: "GET", host: host, path: "/", query: [("prefix", "J"), ("max-keys", "2")],
                    payloadHash: empty))
                == "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7")
    }

    @Test func signsASessionsToken() {
        let signature = SignatureV4(.init(accessKey: "A", secretKey: "B", sessionToken: "C"), region: "eu-west-1")
        let headers = signature.headers(
            for: .init(method: "PUT", host: "h", path: "/", payloadHash: empty), at: time)
        #expect(headers.contains { $0 == ("x-amz-security-token", "C") })
        #expect(
            headers.last?.value.contains("SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token,")
                == true)
    }

    @Test(arguments: [("a b", "a%20b"), ("ü~", "%C3%BC~"), ("a/b+c", "a%2Fb%2Bc"), ("100%", "100%25")])
    func encodesAllButUnreservedCharacters(text: String, encoded: String) {
        #expect(SignatureV4.encode(text) == encoded)
    }
}
