import MediaModel
import Testing

@testable import Typeset

/// Punctuation of Latin text in Japanese fonts.
@Suite struct LatinFormsTests {
    private func width(_ text: String, _ font: String) throws -> Double {
        let face = try #require(FontCatalogue().face(named: font))
        let style = TextStyle(face: face, size: 100, color: .white)
        return Typesetter(language: "ja-JP").fit(
            PlainText(text), style: style, within: TextLimits(width: 4_000, smallestSize: 100)
        ).width / 100
    }

    /// What a sign adds to the width of the letters around it, in em.
    private func advance(_ sign: String, between left: String, _ right: String, _ font: String) throws -> Double {
        try width(left + sign + right, font) - width(left + right, font)
    }

    @Test(arguments: [
        ("BIZ UDPGothic Bold", "’", 0.36), ("BIZ UDPGothic Bold", "“", 0.55), ("BIZ UDPGothic Bold", "”", 0.55),
        ("BIZ UDPGothic Regular", "’", 0.36), ("BIZ UDPMincho Regular", "’", 0.36), ("BIZ UDPGothic Bold", "§", 0.85),
        ("BIZ UDPGothic Bold", "…", 0.95), ("BIZ UDGothic Bold", "’", 0.55), ("BIZ UDGothic Bold", "“", 0.55),
        ("BIZ UDMincho Regular", "‘", 0.55), ("M PLUS 1 Bold", "’", 0.36),
    ])
    func setsSignsBetweenLatinLettersInLatinWidths(font: String, sign: String, most: Double) throws {
        #expect(try advance(sign, between: "a", "b", font) <= most)
        #expect(try advance(sign, between: "a", "b", font) > 0.1)
    }

    @Test func leavesThemAloneInJapanese() throws {
        let font = "BIZ UDPGothic Bold"
        #expect(try advance("…", between: "あ", "い", font) > 0.98)
        // Both of a pair, whatever stands between them.
        #expect(try width("彼は“OK”と", font) - width("彼はOKと", font) > 0.98)
    }

    @Test(arguments: [
        ("L’Oréal", ["’"]), ("“Don’t miss”", ["“", "’", "”"]), ("彼は“すごい”と", []), ("“iPhone”を", []), ("それ…は", []),
        ("Wait… now", ["…"]), ("20 °C", ["°"]), ("§ 5", ["§"]), ("今日は20°です", []), ("…", []), ("plain", []),
    ])
    func knowsWhoseASignIs(text: String, signs: [String]) {
        #expect(LatinContext(text).punctuation.map { String(Character($0.scalar)) } == signs)
    }

    @Test(arguments: [
        ("Привет, мир", ["Привет", "мир"]), ("α版", []), ("(´Д｀)", []), ("新作Приветです", ["Привет"]),
        ("Ωμέγα 3", ["Ωμέγα"]),
    ])
    func findsWordsOfGreekAndCyrillic(text: String, words: [String]) {
        let bytes = Array(text.utf8)
        #expect(LatinContext(text).words.map { String(decoding: bytes[$0.range], as: UTF8.self) } == words)
    }
}
