import Testing
import Typeset

@Suite struct PlainTextTests {
    @Test(arguments: [
        ("真空タンブラー", "真空タンブラー"),
        ("two\nlines\tand\r\nmore", "two lines and more"),
        ("  edges  ", "edges"),
        ("bell\u{7} nul\u{0} escape\u{1B}[31m", "bell nul escape[31m"),
        ("\u{202E}dlrow\u{202C}", "dlrow"),
        ("<b>bold</b> &amp;", "<b>bold</b> &amp;"),
        ("👨‍👩‍👧‍👦👍🏽🇯🇵1️⃣", "👨‍👩‍👧‍👦👍🏽🇯🇵1️⃣"),
        ("🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"),
        ("", ""),
        // No-break spaces of each kind stay; with another space beside them a line may break.
        ("1\u{202F}234,50\u{A0}€", "1\u{202F}234,50\u{A0}€"), ("5\u{2007}%", "5\u{2007}%"), ("a \u{A0}b", "a b"),
        ("a\u{A0}\u{A0}b", "a\u{A0}b"), ("a\u{200B}b\u{2060}c\u{FEFF}d", "a\u{200B}b\u{2060}c\u{2060}d"),
        ("co\u{AD}op", "co\u{AD}op"),
        // What draws nothing is no text.
        ("\u{200B}\u{AD}\u{2060}", ""), ("\u{3164}\u{2800}\u{FFA0}", ""), ("\u{FE0F}\u{200D}", ""),
        ("a\u{3164}b", "a b"),
    ])
    func keepsWhatReadersSeeAndNothingElse(text: String, expected: String) {
        #expect(PlainText(text).string == expected)
    }

    @Test func cutsALongTextWithAnEllipsis() {
        let text = PlainText(String(repeating: "あ", count: 100_000), limit: 10)
        #expect(text.string == "あああああああああ…")
    }

    @Test func keepsATextOfExactlyTheLimit() {
        #expect(PlainText("12345", limit: 5).string == "12345")
        #expect(PlainText("123456", limit: 5).string == "1234…")
    }

    @Test func takesTheTowerOffALetter() {
        let zalgo = "a" + String(repeating: "\u{0301}", count: 5_000) + "b"
        #expect(PlainText("Å\u{323}").string == "Å\u{323}")
        #expect(PlainText(zalgo).string.unicodeScalars.count <= 6)
    }

    @Test func keepsOneSpaceAtTheEdgesIfAskedTo() {
        #expect(PlainText("\u{A0}€", isTrimmed: false).string == "\u{A0}€")
        #expect(PlainText(" €", isTrimmed: false).string == " €")
        #expect(PlainText("39 \u{A0}", isTrimmed: false).string == "39 ")
    }
}
