import MediaModel
import ImageCodecs
import Testing
import Typeset

@Suite struct PalettePictureTests {
    private static func picture(_ width: Int, _ height: Int, _ color: (Int, Int) -> [UInt8]) -> Bitmap {
        Bitmap(
            size: PixelSize(width: width, height: height),
            pixels: (0..<height).flatMap { y in (0..<width).flatMap { x in color(x, y) + [255] } })
    }

    private static func error(_ few: PalettePicture, _ picture: Bitmap) -> Int {
        (0..<picture.size.area).map { index -> Int in
            let color = few.palette[Int(few.indices[index])]
            return zip([color.red, color.green, color.blue], picture.pixels[(index * 4)...]).map {
                abs(Int($0) - Int($1))
            }.max() ?? 0
        }.max() ?? 0
    }

    @Test func keepsFewColoursApart() {
        let colors: [[UInt8]] = [[255, 255, 255], [0, 0, 0], [255, 0, 0], [0, 128, 0], [254, 225, 71]]
        let picture = Self.picture(20, 20) { x, y in colors[(x + y) % 5] }
        let few = PalettePicture(picture)
        #expect(few.palette.count == 5)
        #expect(few.palette.contains(.white) && few.palette.contains(.black))
        // Six bits of each component.
        #expect(Self.error(few, picture) <= 4)
    }

    @Test func spreadsItsColoursOverAGradient() {
        let picture = Self.picture(256, 64) { x, y in [UInt8(x), UInt8(y * 4), UInt8(255 - x)] }
        let few = PalettePicture(picture)
        #expect(few.palette.count == 256)
        #expect(Self.error(few, picture) <= 24)
    }

    @Test func takesASinglePixel() {
        let few = PalettePicture(Self.picture(1, 1) { _, _ in [12, 200, 7] })
        #expect(few.palette.count == 1)
        #expect(few.indices == [0])
    }
}
