import MediaModel
import Testing
import Typeset

@Suite struct TypesetterTests {
    private let face: FontFace

    init() throws {
        face = try #require(FontCatalogue().face(named: "BIZ UDPGothic Bold"))
    }

    /// Lays out a text in letters of 40 pixels that may shrink to 28, and draws it amid a margin of 60 pixels.
    private func draw(
        _ text: String, width: Double = 300, lines: Int = 1, strikeThrough: Bool = false
    ) throws -> (bitmap: Bitmap, size: Double, lineCount: Int, isCut: Bool, width: Double) {
        let style = TextStyle(face: face, size: 40, color: .white, isStruckThrough: strikeThrough)
        let block = Typesetter(language: "ja-JP").fit(
            PlainText(text), style: style, within: TextLimits(width: width, lines: lines, smallestSize: 28))
        let drawing = try Drawing(size: PixelSize(width: Int(width) + 120, height: Int(block.height) + 120))
        drawing.draw(block, x: 60, y: 60)
        return (try drawing.finish(), block.size, block.lineCount, block.isCut, block.width)
    }

    @Test(arguments: [
        "¥3,980", "真空タンブラー 500ml", "とても長い商品名のとても長い商品名のとても長い商品名", "Wwwwwwwwwwwwwwwwwwwwwwwwww",
        "كوب معزول بالفراغ بسعة خمسمئة مليلتر", "👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦", "<b>&amp;</b> %s \u{202E}abc",
        String(repeating: "長", count: 100_000), "ÅÅ\u{301}\u{302}\u{303}\u{304}", "fffffffffffffffffffffffffffff𝓯",
    ])
    func neverOverflowsItsWidth(text: String) throws {
        for lines in 1...2 {
            let result = try draw(text, lines: lines)
            let ink = try #require(result.bitmap.inkArea)
            #expect(ink.x >= 60 && ink.x + ink.width <= 361, "\(lines) lines: \(ink)")
            #expect(result.lineCount <= lines)
            #expect(result.width <= 300)
        }
    }

    /// Kinsoku: what must not begin a line, and what must not end one (JIS X 4051, strict).
    @Test(arguments: [
        "「かわいい」って、家族みんなで使っています！色違いもほしいです。", "ちょっと待って、チョコレートケーキは売り切れ？ええーっ！",
        "（送料無料）は本日まで・お急ぎください、あっという間に「完売」です。我々スタッフもびっくり！", "カップ・マグ・タンブラー…「全部」ください！？",
    ])
    func breaksJapaneseLinesWhereItMay(text: String) {
        let style = TextStyle(face: face, size: 40, color: .white)
        let typesetter = Typesetter(language: "ja-JP")
        for width in stride(from: 160.0, through: 720, by: 20) {
            let block = typesetter.fit(
                PlainText(text), style: style, within: TextLimits(width: width, lines: 6, smallestSize: 20))
            for (number, line) in block.lines.enumerated() {
                let next = block.lines.dropFirst(number + 1).first
                #expect(next.map { !"、。，．・！？）」』】々ゝーぁぃぅぇぉっゃゅょァィゥェォッャュョ…".contains($0.first!) } ?? true, "\(block.lines)")
                #expect(next == nil || !"（「『【".contains(line.last!), "\(block.lines)")
            }
        }
    }

    @Test func setsShorterLinesWhereItIsTold() throws {
        let style = TextStyle(face: face, size: 40, color: .white)
        var inks: [Int] = []
        for alignment in [TextAlignment.leading, .center, .trailing] {
            var block = Typesetter(language: "ja-JP").fit(
                PlainText("Wwwwwwww i"), style: style, within: TextLimits(width: 300, lines: 2, smallestSize: 40))
            block.alignment = alignment
            #expect(block.lineCount == 2)
            let drawing = try Drawing(size: PixelSize(width: 300, height: Int(block.height)))
            drawing.draw(block, x: 0, y: 0)
            let bitmap = try drawing.finish()
            let row = bitmap.size.height * 3 / 4
            inks.append(try #require((0..<300).first { bitmap[$0, row].alpha > 64 }))
        }
        #expect(inks == inks.sorted() && inks[0] < 20 && inks[2] > inks[1] + 40)
    }

    @Test func drawsALineAroundLetters() throws {
        let plain = TextStyle(face: face, size: 40, color: .white)
        var outlined = plain
        outlined.outline = TextOutline(color: .black, width: 4)
        func ink(_ style: TextStyle) throws -> PixelArea {
            let block = Typesetter(language: "ja-JP").fit(
                PlainText("長い¥3,980"), style: style, within: TextLimits(width: 200, smallestSize: 40))
            #expect(block.width <= 200)
            let drawing = try Drawing(size: PixelSize(width: 320, height: 120))
            drawing.draw(block, x: 60, y: 30)
            return try #require(try drawing.finish().inkArea)
        }
        let (thin, thick) = (try ink(plain), try ink(outlined))
        #expect(thick.height >= thin.height + 7 && thick.x >= 60 && thick.x + thick.width <= 260)
    }

    @Test func keepsTheSizeOfWhatFits() throws {
        let result = try draw("¥3,980")
        #expect(result.size == 40 && result.lineCount == 1 && !result.isCut)
    }

    @Test func shrinksBeforeItCuts() throws {
        let shrunk = try draw("真空タンブラー黒")
        #expect(shrunk.size < 40 && shrunk.size >= 28 && !shrunk.isCut)
        let cut = try draw("真空タンブラー真空タンブラー")
        #expect(cut.size == 28 && cut.isCut)
    }

    @Test func prefersASecondLineToSmallLetters() throws {
        let result = try draw("真空断熱保温保冷大容量型", lines: 2)
        #expect(result.size == 40 && result.lineCount == 2 && !result.isCut)
        // Balanced: six letters a line, not seven and five.
        #expect(result.width < 250)
    }

    @Test(arguments: [
        ("真空断熱タンブラー大容量", 300.0, ["真空断熱", "タンブラー大容量"]),
        ("かわいい😍 色違いはありますか？", 400, ["かわいい😍 ", "色違いはありますか？"]),
        ("お買い物マラソンの限定カラー", 330, ["お買い物マラソンの", "限定カラー"]),
        // Too long for any line in one piece: it is broken rather than cut.
        ("スーパーウルトラデラックスセット", 300, ["スーパーウルトラ", "デラックスセット"]),
    ])
    func keepsJapanesePhrasesWhole(text: String, width: Double, lines: [String]) {
        let style = TextStyle(face: face, size: 40, color: .white)
        let block = Typesetter(language: "ja-JP").fit(
            PlainText(text), style: style, within: TextLimits(width: width, lines: 2, smallestSize: 28))
        #expect(block.lines == lines && !block.isCut)
    }

    @Test func drawsEmojiInColour() throws {
        let bitmap = try draw("❤️😀").bitmap
        let isColoured = stride(from: 0, to: bitmap.pixels.count, by: 4).contains {
            Int(bitmap.pixels[$0]) > Int(bitmap.pixels[$0 + 2]) + 80
        }
        #expect(isColoured)
    }

    @Test func drawsAFamilyAsOneEmoji() throws {
        let family = try draw("👨‍👩‍👧‍👦").width
        let one = try draw("😀").width
        #expect(family == one)
    }

    @Test func drawsMarkupAsItIsWritten() throws {
        #expect(try draw("<i>x</i>").width > draw("x").width * 3)
    }

    @Test func strikesThroughTheWholeText() throws {
        let (plain, struck) = (try draw("5,980").bitmap, try draw("5,980", strikeThrough: true).bitmap)
        let row = struck.size.height / 2
        let gaps = { (bitmap: Bitmap) in (62..<150).count { bitmap[$0, row].alpha < 200 } }
        #expect(gaps(plain) > 20)
        #expect(gaps(struck) == 0)
    }

    @Test func drawsTheSameEachTime() throws {
        #expect(try draw("真空タンブラー☕️").bitmap == draw("真空タンブラー☕️").bitmap)
    }

    @Test func drawsAnEmptyTextAsNothing() throws {
        #expect(try draw("").bitmap.inkArea == nil)
    }
}
