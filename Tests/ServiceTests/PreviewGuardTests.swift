import Testing

@testable import Service

@Suite struct PreviewGuardTests {
    private let rules = PreviewGuard(port: 8_080)

    @Test(arguments: ["127.0.0.1:8080", "localhost:8080", "LocalHost:8080", "[::1]:8080"])
    func letsItsOwnPageLook(host: String) {
        #expect(rules.refusal(host: host, origin: nil, changes: false) == nil)
        #expect(rules.refusal(host: host, origin: "http://\(host)", changes: false) == nil)
        #expect(rules.refusal(host: host, origin: "http://\(host)", changes: true) == nil)
    }

    @Test(arguments: [
        nil, "", "evil.example", "evil.example:8080", "127.0.0.1", "127.0.0.1:80", "127.0.0.1.evil.example:8080",
        "localhost:8080:8080", "0.0.0.0:8080",
    ])
    func knowsNoOtherName(host: String?) {
        #expect(rules.refusal(host: host, origin: nil, changes: false) != nil)
    }

    @Test(arguments: [
        "http://evil.example", "https://127.0.0.1:8080", "http://127.0.0.1", "http://localhost:8080", "null", "",
    ])
    func takesNothingFromAnotherOrigin(origin: String) {
        #expect(rules.refusal(host: "127.0.0.1:8080", origin: origin, changes: false) != nil)
        #expect(rules.refusal(host: "127.0.0.1:8080", origin: origin, changes: true) != nil)
    }

    @Test func changesNothingForWhoDoesNotSayWhereItComesFrom() {
        #expect(rules.refusal(host: "127.0.0.1:8080", origin: nil, changes: true)?.contains("Origin") == true)
    }

    @Test func knowsThePortThatIsLeftOut() {
        #expect(PreviewGuard(port: 80).refusal(host: "localhost", origin: "http://localhost", changes: true) == nil)
    }
}
