import MediaModel
import Testing

@testable import Typeset

/// Text that no font here has all of.
@Suite struct GlyphGapTests {
    private let face: FontFace
    private let style: TextStyle

    init() throws {
        face = try #require(FontCatalogue().face(named: "BIZ UDPGothic Bold"))
        style = TextStyle(face: face, size: 40, color: .white)
    }

    /// Letters of scripts that hardly any font has: Khitan, Cypro-Minoan, Vithkuqi, Kawi.
    private static let rare: [Character] = ["\u{18B00}", "\u{12F90}", "\u{10570}", "\u{11F04}", "\u{1E4D0}"]

    /// One that no font on this machine has.
    private func unknownLetter() throws -> Character {
        let typesetter = Typesetter(language: "en-US")
        return try #require(
            Self.rare.first { !typesetter.gaps(in: [TextRun(PlainText(String($0)))], face: face).isEmpty })
    }

    private func lines(_ text: String, _ typesetter: borrowing Typesetter) -> [String] {
        typesetter.fit(PlainText(text), style: style, within: TextLimits(width: 2_000, smallestSize: 40)).lines
    }

    @Test func drawsAnEllipsisForLettersWithoutAFont() throws {
        let letter = try unknownLetter()
        let typesetter = Typesetter(language: "en-US")
        #expect(lines("\(letter)\(letter) \(letter)", typesetter) == ["…"])
        #expect(lines("Kim \(letter)\(letter) 50 %", typesetter) == ["Kim … 50 %"])
        let gaps = typesetter.takeGaps()
        #expect(gaps.all.count == 1)
        #expect(gaps.all.first?.count == 5)
        #expect(gaps.all.first?.gap.family == "BIZ UDPGothic")
        #expect(gaps.all.first?.gap.replacement == .ellipsis)
        // They are told once.
        #expect(typesetter.takeGaps().isEmpty)
    }

    @Test func asksWithoutDrawing() throws {
        let letter = try unknownLetter()
        let typesetter = Typesetter(language: "en-US")
        let gaps = typesetter.gaps(in: [TextRun(PlainText("a\(letter)"))], face: face)
        #expect(gaps.all.first?.gap.sample == letter)
        #expect(typesetter.takeGaps().isEmpty)
        #expect(typesetter.gaps(in: [TextRun(PlainText("真空タンブラー ¥3,980 é ☕️ 👨‍👩‍👧‍👦"))], face: face).isEmpty)
    }

    /// What has no glyph by its nature is no gap.
    @Test(arguments: [
        "a\u{200B}b\u{200C}c\u{200D}d\u{2060}e\u{AD}f", "a\u{200E}b\u{200F}c\u{61C}d", "葛\u{E0100}城",
        "❤\u{FE0E}❤\u{FE0F}", "é\u{34F}",
        "1\u{202F}234\u{A0}\u{2007}\u{2009}\u{3000}x", "a\u{2011}b",
        "🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}", "👍🏽🇯🇵1️⃣",
        "e\u{301}o\u{308}", "か\u{3099}",
    ])
    func findsNoGapInWhatIsNotDrawn(text: String) {
        let typesetter = Typesetter(language: "ja-JP")
        #expect(typesetter.gaps(in: [TextRun(PlainText(text))], face: face).isEmpty)
    }

    private func substituted(_ texts: [String], without missing: String, currency: String? = nil) -> String {
        let scalars = Set(missing.unicodeScalars)
        let runs = texts.enumerated().map { TextRun(PlainText(clean: $1), currency: $0 == 0 ? currency : nil) }
        return GlyphSubstitution(missing: scalars).applied(to: runs).map(\.text.string).joined()
    }

    @Test(arguments: [
        // Letters: an ellipsis for all of a row, however many words.
        ("오늘의 특가 ราคา", "오늘의특가ราคา", "…"), ("Kim 수진님!", "수진님", "Kim …!"), ("특가 50% 할인", "특가할인", "… 50% …"),
        ("특가 중", "특중", "…"), ("𠮷野家", "𠮷", "…野家"), ("한\u{200B}글\u{200D}\u{2060}한 a", "한글", "… a"),
        ("f한uck", "한", "f…uck"), ("한, 글", "한글", "…, …"),
        // Signs and emoji: nothing, and no words that grow together.
        ("So cute 😍", "😍", "So cute"), ("😍 hi", "😍", "hi"), ("a 😍 b", "😍", "a b"), ("f😍uck", "😍", "f uck"),
        ("★★", "★", "…"),
        ("👍🏽!", "🏽", "👍!"), ("1️⃣ 2️⃣", "\u{20E3}", "1 2"), ("👩‍🚀x", "🚀", "👩x"), ("👨‍👩‍👧‍👦 x", "👨👩👧👦", "x"), ("🇯🇵 🇺🇸", "🇯🇵🇺🇸", "JP US"),
        // Currencies: their codes.
        ("₩39,000", "₩", "KRW\u{A0}39,000"), ("39.000 ₫", "₫", "39.000 VND"), ("99₽", "₽", "99\u{A0}RUB"),
        ("₺", "₺", "TRY"), ("x ₸5", "₸", "x KZT\u{A0}5"),
        ("\u{20C1}5", "\u{20C1}", "SAR\u{A0}5"),
        // What says the same.
        ("٣٩٫٨٠٪", "٣٩٫٨٠٪", "39.80%"), ("१२३", "१२३", "123"), ("L’Oréal", "’", "L'Oréal"), ("“a”", "“”", "\"a\""),
        ("5−3", "−", "5-3"),
        ("ﬁne", "ﬁ", "fine"), ("①", "①", "1"), ("½", "½", "1⁄2"), ("№ 5", "№", "No 5"), ("𝓯un", "𝓯", "fun"),
        // Marks that no font has go alone.
        ("a\u{1DFE}b", "\u{1DFE}", "ab"),
    ])
    func writesOtherwiseWhatNoFontHas(text: String, missing: String, expected: String) {
        #expect(substituted([text], without: missing) == expected)
    }

    @Test func writesACurrencysCodeForItsSign() {
        #expect(substituted(["₩", "39,000"], without: "₩", currency: "KPW") == "KPW\u{A0}39,000")
        // A sign of letters is one sign.
        #expect(substituted(["د.إ.\u{200F}\u{A0}", "39"], without: "دإ", currency: "AED") == "AED\u{A0}39")
        #expect(substituted(["US$", "39"], without: "₩", currency: "USD") == "US$39")
        let runs = [TextRun(PlainText(clean: "39")), TextRun(PlainText(clean: "\u{A0}₴"), currency: "UAH")]
        let result = GlyphSubstitution(missing: ["₴"]).applied(to: runs).map(\.text.string).joined()
        #expect(result == "39\u{A0}UAH")
    }

    @Test(
        arguments: [
            ("오", "Hangul", "fonts-noto-cjk"), ("漢", "Chinese characters", "fonts-noto-cjk"),
            ("ร", "Thai", "fonts-thai-tlwg"),
            ("ع", "Arabic", "fonts-noto-core"), ("न", "Devanagari", "fonts-noto-core"),
            ("₩", "currency signs", "fonts-noto-core"),
            ("৳", "currency signs", "fonts-noto-core"), ("\u{20E3}", "emoji", "fonts-noto-color-emoji"),
            ("😍", "emoji", "fonts-noto-color-emoji"), ("🏽", "emoji", "fonts-noto-color-emoji"),
            ("☙", "symbols", "fonts-noto-core"),
            ("∯", "mathematical signs", "fonts-noto-core"),
        ] as [(Unicode.Scalar, String, String)])
    func namesTheScriptAndItsPackage(scalar: Unicode.Scalar, name: String, package: String) {
        let script = TextScript(of: scalar)
        #expect(script.name == name && script.package == package)
    }

    @Test func saysWhatIsMissingAndWhatMendsIt() {
        let gap = GlyphGap(script: TextScript(of: "오"), family: "BIZ UDPGothic", sample: "오", replacement: .ellipsis)
        #expect(
            gap.description
                == "no font here has Hangul (오), neither \"BIZ UDPGothic\" nor another: \"…\" is drawn instead; "
                + "to mend it: sudo apt-get install fonts-noto-cjk")
    }

    @Test func knowsTheLettersOfLanguages() {
        #expect(Typesetter.letters(of: "th-TH").contains("ร") && Typesetter.letters(of: "ko-KR").contains("오"))
        #expect(Typesetter.letters(of: "xx-Nosuch").isEmpty)
        #expect(Typesetter(language: "ja-JP").gaps(inLettersOf: "ja-JP", face: face).isEmpty)
        #expect(Typesetter(language: "de-DE").gaps(inLettersOf: "de-DE", face: face).isEmpty)
    }
}
