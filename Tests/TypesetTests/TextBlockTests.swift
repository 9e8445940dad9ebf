import MediaModel
import Testing
import Typeset

/// Where letters come to stand: the same whatever the versions of the libraries beneath.
@Suite struct TextBlockTests {
    private let face: FontFace

    init() throws {
        face = try #require(FontCatalogue().face(named: "BIZ UDPGothic Bold"))
    }

    private func draw(_ text: String, x: Double, y: Double, outline: Double? = nil) throws -> Bitmap {
        var style = TextStyle(face: face, size: 30, color: .white)
        if let outline { style.outline = TextOutline(color: .black, width: outline) }
        let block = Typesetter(language: "ja-JP").fit(
            PlainText(text), style: style, within: TextLimits(width: 300, smallestSize: 30))
        let drawing = try Drawing(size: PixelSize(width: 360, height: 100))
        drawing.draw(block, x: x, y: y)
        return try drawing.finish()
    }

    /// The middle of what is drawn, each pixel weighted by how opaque it is.
    private func middle(_ bitmap: Bitmap) -> (x: Double, y: Double) {
        var (sum, x, y) = (0.0, 0.0, 0.0)
        for row in 0..<bitmap.size.height {
            for column in 0..<bitmap.size.width {
                let alpha = Double(bitmap[column, row].alpha)
                (sum, x, y) = (sum + alpha, x + alpha * Double(column), y + alpha * Double(row))
            }
        }
        return (x / sum, y / sum)
    }

    /// Cairo before 1.18 would set each letter on a whole pixel, Cairo since then on a quarter of one.
    @Test(arguments: ["¥3,980 iiii", "真空タンブラー", "😀🎉", "a😀b"])
    func lettersStandBetweenPixelsToo(text: String) throws {
        let start = middle(try draw(text, x: 20, y: 20))
        for offset in [0.1, 0.3, 0.5, 0.9] {
            let moved = middle(try draw(text, x: 20 + offset, y: 20))
            #expect(abs(moved.x - start.x - offset) < 0.02, "\(moved.x - start.x) instead of \(offset)")
        }
    }

    /// Otherwise one line would be sharp and the next, half a pixel on, blurred.
    @Test(arguments: ["E¥3,980", "真空タンブラー"])
    func linesStandOnARowOfPixels(text: String) throws {
        let start = middle(try draw(text, x: 20, y: 20))
        for offset in [0.25, 0.5, 0.75] {
            let distance = middle(try draw(text, x: 20, y: 20 + offset)).y - start.y
            #expect(abs(distance - distance.rounded()) < 0.001 && abs(distance - offset) < 1, "\(distance)")
        }
    }

    @Test func anEmojiHasALineAroundItToo() throws {
        let (plain, outlined) = (try draw("😀", x: 20, y: 20), try draw("😀", x: 20, y: 20, outline: 4))
        let (thin, thick) = (try #require(plain.inkArea), try #require(outlined.inkArea))
        // Sideways it is cut to its room; that holds the line.
        #expect(abs(thick.height - thin.height - 8) <= 2 && thick.width >= thin.width + 6)
        let above = outlined[thick.x + thick.width / 2, thick.y + 2]
        #expect(above.alpha > 200 && above.red < 40)
        // The picture itself covers the line.
        let centre = outlined[thick.x + thick.width / 2, thick.y + thick.height / 2]
        #expect(centre.red > 150 && centre.alpha == 255)
    }

    @Test func aFontsSpacesBetweenEmojiAreNothing() throws {
        #expect(try draw("😀 😀", x: 20, y: 20).inkArea!.width > draw("😀", x: 20, y: 20).inkArea!.width * 2)
    }
}
