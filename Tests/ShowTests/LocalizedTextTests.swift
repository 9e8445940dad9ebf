import Captions
import Foundation
@testable import Show
import Testing

@Suite struct LocalizedTextTests {
    private static func text(_ texts: [String: String]) throws -> LocalizedText {
        var languages: [LanguageTag: String] = [:]
        for (tag, text) in texts { languages[try LanguageTag(tag)] = text }
        return .languages(languages)
    }

    private func decode(_ json: String) throws(EventError) -> ShowEvent {
        try EventDecoder().decode(Data(json.utf8))
    }

    @Test func aPlainTextIsForAll() {
        #expect(LocalizedText("Cup").text(in: "ja-JP") == "Cup")
        #expect(LocalizedText("Cup").byLanguage.isEmpty)
    }

    @Test(arguments: [
        ("ja-JP", "ja"), ("ja", "ja"), ("zh-Hant-TW", "zh-Hant"), ("zh-Hans-CN", "zh"), ("zh", "zh"),
        // Without the same language a close relative, then English, whatever it is written like.
        ("pt-PT", "pt-BR"), ("fr-FR", "en-GB"), ("de", "en-GB"), ("", "en-GB"), ("ZH-hant-hk", "zh-Hant"),
    ])
    func findsTheNearestLanguage(asked: String, found: String) throws {
        let tags = ["ja", "zh-Hant", "zh", "pt-BR", "en-GB"]
        let text = try Self.text(Dictionary(uniqueKeysWithValues: tags.map { ($0, $0) }))
        #expect(text.text(in: asked) == found)
    }

    @Test func withoutEnglishItIsTheFirstByTheAlphabet() throws {
        #expect(try Self.text(["ko": "컵", "fr": "Tasse"]).text(in: "ja") == "Tasse")
    }

    @Test func eventsNameTextsByLanguage() throws {
        let event = try decode(
            """
            {"type": "price", "product": {"id": "a", "name": {"JA": "タンブラー", "en": "Tumbler", "zh-hant": "保溫杯"}, \
            "price": 3980, "currency": "JPY"}}
            """)
        guard case .price(.show(let products, _)) = event.action else { throw EventError("no product") }
        let name = products[0].name
        #expect(name.byLanguage.map { "\($0.language)" } == ["en", "ja", "zh-Hant"])
        #expect(name.text(in: "zh-Hant-TW") == "保溫杯")
        // A poll's question and options, lines of a recap, and what else viewers read.
        let poll = try decode(
            """
            {"type": "poll", "question": {"ja": "どっち？", "en": "Which?"}, \
            "options": [{"text": {"ja": "赤", "en": "Red"}}, "Blue"]}
            """)
        guard case .poll(.open(let round)) = poll.action else { throw EventError("no poll") }
        #expect(round.question.text(in: "ja") == "どっち？" && round.options[0].text.text(in: "en") == "Red")
        #expect(round.options[1].text == "Blue")
        let recap = try decode(#"{"type": "recap", "lines": [{"ja": "送料無料", "en": "Free shipping"}, "10 % off"]}"#)
        guard case .recap(.set(let lines)) = recap.action else { throw EventError("no recap") }
        #expect(lines.lines.map { $0.text(in: "en") } == ["Free shipping", "10 % off"])
    }

    @Test(arguments: [
        (#"{"xx": "a"}"#, "product.name.xx: no language has the code xx (BCP 47): expected one such as ja or en-US"),
        (#"{"japanese": "a"}"#, "product.name.japanese: expected a language tag (BCP 47) such as ja, en-US or zh-Hant"),
        (#"{"ja": "a", "JA": "b"}"#, "product.name.ja: another of the texts is in this language"),
        (#"{"ja": 3}"#, "product.name.ja: expected text of 1 to 200 characters, found 3"),
        (#"{"ja": ""}"#, "product.name.ja: expected text of 1 to 200 characters, found \"\""),
        (#"{"ja": null}"#, "product.name.ja: missing"),
        ("{}", "product.name: expected 1 to 32 languages, found 0"),
        ("[\"a\"]", "product.name: expected text of 1 to 200 characters, found a list"),
    ])
    func aBadTextIsOneSentence(name: String, sentence: String) {
        let error = #expect(throws: EventError.self) {
            try decode(#"{"type": "price", "product": {"id": "a", "name": \#(name), "price": 1, "currency": "JPY"}}"#)
        }
        #expect(error?.description == sentence)
    }

    @Test func playersAreToldAllLanguages() throws {
        let name = try Self.text(["ja": "タンブラー", "zh-Hant": "保溫杯"])
        let facts = PlayerFact("NAME", name).spelled(in: "ja-JP")
        #expect(
            facts == [
                PlayerFact("NAME", .text("タンブラー")), PlayerFact("NAME-JA", .text("タンブラー")),
                PlayerFact("NAME-ZH-HANT", .text("保溫杯")),
            ])
        #expect(PlayerFact("NAME", LocalizedText("Cup")) == PlayerFact("NAME", .text("Cup")))
    }
}
