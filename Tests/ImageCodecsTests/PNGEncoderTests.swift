import MediaModel
import ImageCodecs
import Testing
import Typeset

@Suite struct PNGEncoderTests {
    private static func noise(_ width: Int, _ height: Int) -> Bitmap {
        var state: UInt32 = 1
        let pixels = (0..<width * height * 4).map { index -> UInt8 in
            state = state &* 1_664_525 &+ 1_013_904_223
            return index % 4 == 3 ? 255 : UInt8(truncatingIfNeeded: state >> 24)
        }
        return Bitmap(size: PixelSize(width: width, height: height), pixels: pixels)
    }

    /// Noise doesn't compress: the file is larger than the picture.
    @Test(arguments: [(1, 1), (7, 3), (1, 900), (640, 2), (301, 203)])
    func writesWhatIsReadAgain(width: Int, height: Int) throws {
        let picture = Self.noise(width, height)
        let bytes = try PNGEncoder.encode(picture, name: "noise.png")
        #expect(try Bitmap(png: bytes, name: "noise.png") == picture)
        #expect(try PNGEncoder.encode(picture, name: "noise.png") == bytes)
    }

    @Test func showsBlackThroughWhatIsTransparent() throws {
        let half = Bitmap(size: PixelSize(width: 1, height: 1), pixels: [100, 50, 0, 128])
        let read = try Bitmap(png: PNGEncoder.encode(half, name: "half.png"), name: "half.png")
        #expect(read.pixels == [100, 50, 0, 255])
    }

    @Test func writesPalettes() throws {
        let picture = Self.noise(64, 48)
        let few = PalettePicture(picture)
        let read = try Bitmap(png: PNGEncoder.encode(few, name: "few.png"), name: "few.png")
        #expect(read.size == picture.size)
        for index in 0..<picture.size.area {
            let color = few.palette[Int(few.indices[index])]
            #expect(Array(read.pixels[index * 4..<index * 4 + 3]) == [color.red, color.green, color.blue])
        }
    }

    @Test(arguments: [[UInt8](), Array("GIF89a".utf8), [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0]])
    func readsNothingButPNG(bytes: [UInt8]) {
        #expect(throws: PictureError.self) { try Bitmap(png: bytes, name: "other") }
    }
}
