import Testing

@testable import Ingest

@Suite struct StreamKeyTests {
    private let keys = [StreamKey(secret: "first"), StreamKey(name: "backup", secret: "第二")]

    @Test func findsTheKey() {
        #expect(keys.name(matching: ["nothing", "first"]) == "main")
        #expect(keys.name(matching: ["第二"]) == "backup")
    }

    @Test(arguments: [[], [""], ["firs"], ["first "], ["First"], ["firstfirst"]] as [[String]])
    func findsNone(candidates: [String]) {
        #expect(keys.name(matching: candidates) == nil)
    }

    @Test func showsNothingOfTheSecret() {
        var text = "\(keys[0]) \(String(reflecting: keys[0]))"
        dump(keys[0], to: &text)
        #expect(!text.contains("first"))
        #expect(text.contains("main"))
    }
}
