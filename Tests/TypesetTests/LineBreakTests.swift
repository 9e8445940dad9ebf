import MediaModel
import Testing

@testable import Typeset

/// What lines may break at, and what is drawn where they do.
@Suite struct LineBreakTests {
    private let style: TextStyle
    private let typesetter = SharedTypesetter()

    /// One for all lines of a test: fonts take a while to load.
    private final class SharedTypesetter {
        let typesetter = Typesetter(language: "en-US")
    }

    init() throws {
        style = TextStyle(
            face: try #require(FontCatalogue().face(named: "BIZ UDPGothic Bold")), size: 40, color: .white)
    }

    private func lines(_ text: String, width: Double, of lines: Int = 8, smallest: Double = 40) -> [String] {
        typesetter.typesetter.fit(
            PlainText(text), style: style, within: TextLimits(width: width, lines: lines, smallestSize: smallest)
        ).lines
    }

    /// An address, a code, scripts that have no hyphens, and a word in which a sign has a form of its own.
    @Test(arguments: [
        "shop.example/summer2026/VIPCODE77XYZ", "AB12CD34EF56GH78IJ90KL", "Donaudampfschifffahrtsgesellschaft",
        "Anticonstitutionnelle’ment", "ПРЕВОСХОДИТЕЛЬСТВО", "Ελληνικαγράμματαεδώ",
    ])
    func drawsNoHyphenThatIsNotInTheText(text: String) throws {
        let typesetter = Typesetter(language: "en-US")
        let limits = TextLimits(width: 200, lines: 8, smallestSize: 40)
        let block = typesetter.fit(PlainText(text), style: style, within: limits)
        #expect(block.lineCount > 1)
        #expect(block.glyphCount == text.count, "\(block.lines)")
    }

    @Test func drawsAHyphenThatTheTextAsksFor() throws {
        let text = PlainText("Donaudampf\u{AD}schifffahrt")
        let typesetter = Typesetter(language: "de-DE")
        let whole = typesetter.fit(text, style: style, within: TextLimits(width: 900, smallestSize: 40))
        let broken = typesetter.fit(text, style: style, within: TextLimits(width: 360, lines: 2, smallestSize: 40))
        #expect(broken.lines == ["Donaudampf\u{AD}", "schifffahrt"])
        #expect(broken.glyphCount == whole.glyphCount + 1)
    }

    /// At each width, no line ends within one of these.
    @Test(arguments: [
        (
            "Prix spécial : 1\u{202F}234,50\u{A0}€ au lieu de 2\u{202F}345,00\u{A0}€ !",
            ["1\u{202F}234,50\u{A0}€", "2\u{202F}345,00\u{A0}€"]
        ),
        ("Prix spécial : 1 234,50 € au lieu de 2 345,00 € ici", ["1 234,50 €", "2 345,00 €"]),
        ("Heute nur 12 % weniger und CHF 1’234.50 statt 1.500,00 EUR hier", ["12 %", "CHF 1’234.50", "1.500,00 EUR"]),
        ("Cena teraz 1 299 zł lub US$ 39.80 oraz Rp 150.000 tu", ["1 299 zł", "US$ 39.80", "Rp 150.000"]),
        (
            "Nummer N°\u{A0}5 von Herrn\u{2007}Meier und A\u{2060}-\u{2060}B und x\u{2011}y",
            ["N°\u{A0}5", "Herrn\u{2007}Meier", "A\u{2060}-\u{2060}B", "x\u{2011}y"]
        ),
        ("本日かぎり 3,980 円から￥12,800まで −33 % です", ["3,980", "￥12,800", "−33 %"]),
    ])
    func keepsWholeWhatBelongsTogether(text: String, parts: [String]) {
        for width in stride(from: 400.0, through: 800, by: 20) {
            let lines = lines(text, width: width)
            for part in parts { #expect(lines.contains { $0.contains(part) }, "\(part) at \(width): \(lines)") }
        }
    }

    @Test func breaksAnAmountThatIsWiderThanItsRoom() {
        let lines = lines("1 234 567 890 123,45 €", width: 120)
        #expect(lines.count > 1 && lines.joined().contains("€"))
    }

    @Test func breaksAtAZeroWidthSpace() {
        #expect(lines("Superlong\u{200B}word", width: 260) == ["Superlong\u{200B}", "word"])
        // Amid a phrase of Japanese, which would stay whole.
        #expect(lines("タンブ\u{200B}ラー", width: 130, of: 2) == ["タンブ\u{200B}", "ラー"])
    }

    @Test func doesNotBreakAtAWordJoiner() {
        #expect(lines("see and\u{2060}/\u{2060}or here", width: 170).contains { $0.contains("and\u{2060}/\u{2060}or") })
        #expect(lines("大きい赤\u{2060}い鞄です", width: 170).allSatisfy { !$0.hasSuffix("赤\u{2060}") && !$0.hasPrefix("い鞄") })
    }

    @Test func breaksALongAddressAnywhere() {
        let text = "https://shop.example/c/SUMMER2026?src=live&utm_campaign=anniversary"
        let lines = lines(text, width: 300)
        #expect(lines.count > 1 && lines.joined() == text)
    }

    @Test(arguments: [
        ("kein Betrag 2026 hier", []), ("US$ 39.80", ["US$ 39.80"]), ("ab 39 000 ₩!", ["39 000 ₩"]),
        ("KRW 39,000", ["KRW 39,000"]),
        ("iPhone 15 256 GB", ["15 256"]), ("10 %", ["10 %"]), ("5 kr. til", ["5 kr."]), ("12 34", []),
        ("+7 926 123 45 67", ["7 926 123"]),
        ("٣٩٫٨٠ ﷼", ["٣٩٫٨٠ ﷼"]), ("１２％", ["１２％"]), ("", []),
    ])
    func findsAmounts(text: String, amounts: [String]) {
        let bytes = Array(text.utf8)
        #expect(Amounts.places(in: text).map { String(decoding: bytes[$0], as: UTF8.self) } == amounts)
    }
}
