import Testing

@testable import Delivery

struct WebhookSubscriberTests {
    @Test func `wants everything but segments unless it names some`() throws {
        let usual = try WebhookSubscriber("https://shop.example/hooks")
        #expect(WebhookEventType.allCases.filter { !usual.wants($0) } == [.segment])
        let named = try WebhookSubscriber("https://shop.example/hooks#events=segment,finished")
        #expect(WebhookEventType.allCases.filter { named.wants($0) } == [.segment, .finished, .dropped])
        let all = try WebhookSubscriber("https://shop.example/hooks#events=all")
        #expect(WebhookEventType.allCases.allSatisfy { all.wants($0) })
    }

    @Test func `keeps what comes after the # from servers, and the path from people`() throws {
        let subscriber = try WebhookSubscriber("https://shop.example:8443/T1/secret#events=ready")
        #expect(subscriber.address == "https://shop.example:8443/T1/secret")
        #expect(subscriber.name == "https://shop.example:8443")
        #expect(subscriber.fingerprint.count == 12)
        #expect(subscriber.fingerprint == (try WebhookSubscriber("https://shop.example:8443/T1/secret")).fingerprint)
    }

    @Test(arguments: [
        ("http://shop.example/", true), ("http://127.0.0.1:9/", false), ("http://localhost/", false),
        ("https://shop.example/", false), ("http://127.evil.example/", true),
    ])
    func `knows what everybody can read`(address: String, isUnencrypted: Bool) throws {
        #expect(try WebhookSubscriber(address).isUnencrypted == isUnencrypted)
    }

    @Test(arguments: [
        "", "shop.example", "ftp://shop.example/", "https://", "https://a:pass@shop.example/",
        "https://shop.example:99999/",
        "https://shop.example/#segment", "https://shop.example/#events=", "https://shop.example/#events=sale",
        "https://shop.example/#events=dropped",
    ])
    func `refuses what is no address or no event`(text: String) {
        let failure = #expect(throws: WebhookSubscriber.Failure.self) { try WebhookSubscriber(text) }
        #expect(failure?.description.contains("pass@") == false)
    }
}
