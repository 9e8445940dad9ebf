import Testing

@testable import Ingest

@Suite struct PublishAddressTests {
    @Test(arguments: [
        ("live", "KEY"), ("live/", "KEY"), ("/live", "KEY"), ("live", "/KEY"), ("live", "KEY/"),
        ("live", "KEY?token=1&x=/y"), ("live?token=1", "KEY"), ("live/?a=b/c", "KEY"),
        ("live/KEY", ""), ("live/KEY/", ""), ("live//KEY", ""), ("live/KEY?x=1", ""),
        ("live/KEY?a=b", "c"), ("", "live/KEY"), ("/", "/live/KEY?x"), ("live", "live/KEY"),
    ])
    func findsTheKey(connection: String, name: String) {
        let address = PublishAddress(application: "live")
        #expect(address.admits(connection: connection))
        #expect(address.keys(connection: connection, name: name).contains("KEY"))
        #expect(address.keys(connection: connection, name: name).count <= 4)
    }

    @Test(arguments: [
        ("shop/live", "K"), ("shop", "live/K"), ("shop/live/K", ""), ("", "shop/live/K"), ("shop/live/", "K"),
    ])
    func takesApplicationsOfSeveralParts(connection: String, name: String) {
        #expect(PublishAddress(application: "/shop/live/").keys(connection: connection, name: name).contains("K"))
    }

    @Test func takesKeysWithAQuestionMark() {
        #expect(PublishAddress(application: "live").keys(connection: "live", name: "a?b").contains("a?b"))
        #expect(PublishAddress(application: "live").keys(connection: "live", name: "a/b").contains("a/b"))
    }

    @Test(arguments: ["other", "liveX", "other/live", "LIVE"])
    func turnsAwayOtherApplications(connection: String) {
        let address = PublishAddress(application: "live")
        #expect(!address.admits(connection: connection))
        #expect(address.keys(connection: connection, name: "KEY").isEmpty)
    }

    @Test func hasNoKeyInNothingOrTooMuch() {
        let address = PublishAddress(application: "live")
        #expect(address.keys(connection: "live", name: "").isEmpty)
        #expect(address.keys(connection: "", name: "").isEmpty)
        #expect(address.keys(connection: "", name: "KEY").isEmpty)
        #expect(address.keys(connection: "live", name: String(repeating: "a", count: 1_025)).isEmpty)
        #expect(!address.admits(connection: String(repeating: "/", count: 1_025)))
    }
}
