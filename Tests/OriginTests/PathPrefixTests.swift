import Testing

@testable import Origin

@Suite struct PathPrefixTests {
    @Test(arguments: [
        ("/live/42/master.m3u8", "/master.m3u8"), ("/live/42/v1/state?x=1", "/v1/state?x=1"), ("/live/42", "/"),
        ("/live/42?x", "/?x"), ("/live/42/", "/"), ("/live/421/master.m3u8", nil), ("/master.m3u8", nil), ("/", nil),
    ])
    func takesThePrefixAway(target: String, rest: String?) {
        #expect(PathPrefix("/live/42").rest(of: target) == rest)
        #expect(PathPrefix("").rest(of: target) == nil)
    }
}
