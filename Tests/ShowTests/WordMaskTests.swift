import Testing

@testable import Show

@Suite struct WordMaskTests {
    private let mask = WordMask(["バカ", "Damn", "死ね", ""])

    @Test(arguments: [
        ("かわいい😍", "かわいい😍"), ("バカ", "＊＊"), ("ﾊﾞｶめ", "**め"), ("バガ", "バガ"), ("ハカ", "ハカ"), ("DAMN it", "**** it"),
        ("ｄａｍｎ!", "＊＊＊＊!"), ("死ね死ね", "＊＊＊＊"), ("goddamned", "god****ed"), ("バ カ", "バ カ"), ("", ""),
    ])
    func hidesWords(text: String, expected: String) {
        #expect(mask.masked(text) == expected)
    }

    /// What viewers read as the word, however it is written.
    @Test(arguments: [
        // What can't be seen, between the letters and around them.
        "da\u{200B}mn", "d\u{200C}a\u{200D}m\u{2060}n", "da\u{AD}mn", "da\u{FEFF}mn", "da\u{34F}mn", "d\u{2063}amn",
        "da\u{FE0F}m\u{E0100}n", "da\u{200E}m\u{200F}n", "da\u{2066}m\u{2069}n", "da\u{3164}mn", "da\u{FFA0}mn",
        "da\u{115F}\u{1160}mn",
        "da\u{E0061}\u{E007F}mn", "da\u{2800}mn", "da\u{E000}mn", "da\u{180E}mn", "da\u{61C}mn",
        // Cases, widths, styles.
        "dAmN", "𝐝𝒂𝓶𝔫", "ⓓⓐⓜⓝ", "🄳🄰🄼🄽", "🅳🅰🅼🅽", "🅓🅐🅜🅝", "ᴅᴀᴍɴ", "ᵈᵃᵐⁿ",
        // Marks: one that makes another letter, lines through, towers.
        "dámn", "da\u{301}mn", "d\u{336}a\u{336}m\u{336}n\u{336}", "d\u{489}a\u{20DD}mn", "ḏ̴ȧ̷m̸n̵",
        // Cyrillic and Greek twins.
        "dаmn", "ԁаmn", "dαmn",
    ])
    func hidesWhatReadsAsTheWord(text: String) {
        let masked = mask.masked("x \(text) y")
        #expect(masked.hasPrefix("x *") && masked.hasSuffix("* y"), "\(masked)")
        #expect(masked.count == 8)
        #expect(mask.masked(masked) == masked)
    }

    @Test(arguments: [
        ("ばか", "＊＊"), ("バ\u{200B}カ", "＊＊"), ("バ\u{336}カ\u{336}", "＊＊"), ("はか", "はか"), ("ばがだ", "ばがだ"),
        ("死\u{2060}ね", "＊＊"),
        ("死ネ", "＊＊"), ("STRASSE", "*******"), ("straße", "******"), ("schwul", "schwul"), ("SCHWÜL", "******"),
        ("bad   word", "***   ****"),
        ("bad\u{A0}word", "***\u{A0}****"), ("ХУЙ", "***"), ("хуи", "хуи"), ("سـبـب", "*****"), ("สวัสดี", "สวัสดี"),
    ])
    func knowsWhichWritingsAreAlike(text: String, expected: String) {
        let mask = WordMask(["バカ", "死ね", "Straße", "schwül", "bad word", "хуй", "سبب", "สวสด"])
        #expect(mask.masked(text) == expected)
    }

    @Test func leavesAllAloneWithoutAList() {
        #expect(WordMask([]).masked("バカ") == "バカ")
    }

    @Test func isQuickOnHostileText() {
        let text = String(repeating: "dam", count: 30_000)
        #expect(mask.masked(text) == text)
    }
}
