import Testing

@testable import Delivery

struct WebhookSecretsTests {
    /// Of Standard Webhooks' own libraries' tests.
    @Test func `signs as Standard Webhooks does`() throws {
        let secrets = try WebhookSecrets("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
        let signature = secrets.signature(
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp: 1_614_265_330, body: #"{"test": 2432232314}"#)
        #expect(signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    }

    @Test func `signs with each secret while they are changed`() throws {
        let secrets = try WebhookSecrets(
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\nwhsec_\(String(repeating: "QUJD", count: 8))")
        let signatures = secrets.signature(id: "a", timestamp: 1, body: "{}").split(separator: " ")
        #expect(signatures.count == 2 && Set(signatures).count == 2)
        #expect(signatures.allSatisfy { $0.hasPrefix("v1,") && $0.count == 47 })
    }

    @Test(arguments: [
        "", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_MfKQ", "whsec_not base64", "whsec_~~~~", "a b c d e",
    ])
    func `refuses what is no secret, and shows nothing of it`(text: String) {
        let failure = #expect(throws: WebhookSecrets.Failure.self) { try WebhookSecrets(text) }
        #expect(text.isEmpty || failure?.description.contains("MfKQ") == false)
    }

    @Test func `shows nothing of itself`() throws {
        let secrets = try WebhookSecrets("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
        #expect("\(secrets)" == "***" && String(reflecting: secrets) == "***")
    }
}
