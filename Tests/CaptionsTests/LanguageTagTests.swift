import Testing

@testable import Captions

@Suite struct LanguageTagTests {
    @Test(arguments: [
        ("ja", "ja"), ("JA-jp", "ja-JP"), ("zh-hant", "zh-Hant"), ("ZH-HANS-cn", "zh-Hans-CN"), ("es-419", "es-419"),
        ("de-1996", "de-1996"), ("fil", "fil"),
    ])
    func isWrittenInOneWay(text: String, written: String) throws {
        #expect("\(try LanguageTag(text))" == written)
        #expect(try LanguageTag(text) == LanguageTag(written))
    }

    @Test(arguments: ["", "j", "japanese", "ja_JP", "ja-", "-ja", "ja--JP", "ja JP", "日本", "en-x-a", "ja-J\n"])
    func refusesWhatIsNoTag(text: String) {
        #expect(throws: LanguageTagFault.malformed) { try LanguageTag(text) }
    }

    @Test func refusesLanguagesThatNobodySpeaks() {
        #expect(throws: LanguageTagFault.unknown("jp")) { try LanguageTag("jp") }
        #expect(throws: LanguageTagFault.unknown("xx")) { try LanguageTag("xx-JP") }
    }

    @Test func isNamedInItsOwnWords() throws {
        #expect(try LanguageTag("ja").ownName == "日本語")
        #expect(try LanguageTag("en").ownName == "English")
    }
}
