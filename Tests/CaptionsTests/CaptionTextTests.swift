import Testing

@testable import Captions

@Suite struct CaptionTextTests {
    private typealias Run = CaptionText.Run

    @Test func keepsRuby() {
        let text = CaptionText("今日は<ruby>限定<rt>げんてい</rt></ruby>です")
        #expect(text.lines == [[Run("今日は"), Run("限定", ruby: "げんてい"), Run("です")]])
        #expect(text.plain == "今日は限定です")
        #expect(text.webVTT == "今日は<ruby>限定<rt>げんてい</rt></ruby>です")
        #expect(CaptionText(text.webVTT, .webVTT) == text)
    }

    @Test(arguments: [
        (CaptionMarkup.plain, "5 < 6 & <b>bold</b> --> x", "5 < 6 & <b>bold</b> --> x"),
        (.webVTT, "<v Mika>Hi &amp; <c.loud>bye</c> <00:01.000>now&lt;", "Hi & bye now<"),
        (.webVTT, "a &unknown; b &#x3042; &#65;", "a &unknown; b あ A"),
        (.subRip, "{\\an8}<i>Hi</i> <font color=\"#fff\">there</font> <3", "Hi there <3"),
        (.webVTT, "never <ended", "never <ended"),
        (.plain, "left\u{202E}right\u{7}", "leftright"),
    ])
    func readsMarkup(markup: CaptionMarkup, text: String, plain: String) {
        #expect(CaptionText(text, markup).plain == plain)
    }

    @Test func escapesWhatPlayersWouldRead() {
        #expect(CaptionText("1 < 2 --> a & b").webVTT == "1 &lt; 2 --&gt; a &amp; b")
    }

    @Test func hasNoEmptyLines() {
        #expect(CaptionText("\n  one \n\n two\n", .webVTT).lines == [[Run("one")], [Run("two")]])
        #expect(CaptionText(" \n ").isEmpty)
        #expect(CaptionText(String(repeating: "a\n", count: 100), .webVTT).lines.count == CaptionText.maximumLineCount)
    }

    @Test(arguments: ["<ruby>a", "<ruby>a<rt>b", "<rt>b</rt>", "<ruby><rt></rt></ruby>", "</ruby></rt>"])
    func takesBrokenRubyForWhatItCanBe(text: String) {
        let read = CaptionText(text)
        #expect(!read.webVTT.contains("\n") && CaptionText(read.webVTT, .webVTT) == read)
    }
}
