import MediaModel
import Testing
import Typeset

@Suite struct DrawingTests {
    private let size = PixelSize(width: 40, height: 30)

    @Test func fillsWholePixelsExactly() throws {
        let drawing = try Drawing(size: size)
        let color = Color(red: 200, green: 100, blue: 50)
        drawing.fill(.roundedRectangle(Rectangle(x: 4, y: 3, width: 20, height: 10), radius: 0), with: .color(color))
        let bitmap = try drawing.finish()
        #expect(bitmap.inkArea == PixelArea(x: 4, y: 3, width: 20, height: 10))
        #expect(bitmap[4, 3] == (200, 100, 50, 255))
        #expect(bitmap[23, 12] == (200, 100, 50, 255))
    }

    @Test func multipliesColoursByAlpha() throws {
        let drawing = try Drawing(size: size)
        let area = Rectangle(x: 0, y: 0, width: 40, height: 30)
        drawing.fill(
            .roundedRectangle(area, radius: 0), with: .color(Color(red: 255, green: 0, blue: 128, alpha: 128)))
        let pixel = try drawing.finish()[10, 10]
        #expect(pixel.alpha == 128 && pixel.red == 128 && pixel.green == 0 && 63...65 ~= pixel.blue)
    }

    @Test(arguments: [Outline.heart, Outline.star, Outline.sparkle, Outline.pill])
    func keepsAShapeInItsArea(shape: @Sendable (Rectangle) -> Outline) throws {
        let drawing = try Drawing(size: size)
        drawing.fill(shape(Rectangle(x: 5, y: 5, width: 20, height: 18)), with: .color(.white))
        let ink = try #require(try drawing.finish().inkArea)
        #expect(ink.x >= 5 && ink.y >= 5 && ink.x + ink.width <= 25 && ink.y + ink.height <= 23)
        #expect(ink.width >= 18 && ink.height >= 16)
    }

    @Test func spreadsAShadowByItsBlur() throws {
        let drawing = try Drawing(size: size)
        let outline = Outline.roundedRectangle(Rectangle(x: 15, y: 10, width: 10, height: 8), radius: 0)
        try drawing.castShadow(of: outline, color: .black, blur: 6, offset: 2)
        let ink = try #require(try drawing.finish().inkArea)
        #expect(ink.x >= 9 && ink.x < 15 && ink.x + ink.width <= 31)
        #expect(ink.y >= 6 && ink.y + ink.height <= 26)
    }

    @Test(arguments: [0, -1, 8_193, Int.max])
    func refusesAPictureOfNoUsableSize(width: Int) {
        #expect(throws: TypesetError.self) { _ = try Drawing(size: PixelSize(width: width, height: 10)).finish() }
    }
}
