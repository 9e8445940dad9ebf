import Testing

@testable import Verifier

@Suite struct MediaLocationTests {
    @Test func tellsAddressesFromFolders() {
        #expect(MediaLocation("out/live") == .folder(path: "out/live"))
        guard case .url? = MediaLocation("http://127.0.0.1:8080/master.m3u8") else {
            Issue.record("an address wasn't taken for one")
            return
        }
    }

    @Test(arguments: ["rtmp://host/live", "http://", "://"])
    func refusesOtherAddresses(_ text: String) {
        #expect(MediaLocation(text) == nil)
    }
}
