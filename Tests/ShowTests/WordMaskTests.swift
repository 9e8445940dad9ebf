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

    @Test func leavesAllAloneWithoutAList() {
        #expect(WordMask([]).masked("バカ") == "バカ")
    }

    @Test func isQuickOnHostileText() {
        let text = String(repeating: "dam", count: 30_000)
        #expect(mask.masked(text) == text)
    }
}
