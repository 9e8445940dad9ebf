import MediaModel
import Stills
import Testing
import Typeset

@Suite struct BitmapCanvasTests {
    private static func bitmap(_ luma: [UInt8], _ blue: [UInt8], _ red: [UInt8], width: Int) -> Bitmap {
        Bitmap(
            luma: luma.span, blueChroma: blue.span, redChroma: red.span,
            layout: PlaneLayout(
                size: PixelSize(width: width, height: luma.count / width), lumaStride: width, chromaStride: width / 2))
    }

    private static func flat(_ luma: UInt8, _ blue: UInt8, _ red: UInt8) -> [UInt8] {
        let picture = bitmap(
            Array(repeating: luma, count: 16), Array(repeating: blue, count: 4), Array(repeating: red, count: 4),
            width: 4)
        let first = Array(picture.pixels[..<4])
        #expect(picture.pixels == Array(repeatElement(first, count: 16).joined()))
        return Array(first[..<3])
    }

    /// The nearest codes of R'G'B' colours by ITU-R BT.709-6, 3.2 to 3.4.
    @Test(arguments: [
        (16, 128, 128, [0, 0, 0]), (235, 128, 128, [255, 255, 255]), (126, 128, 128, [128, 128, 128]),
        (63, 102, 240, [255, 0, 0]), (173, 42, 26, [0, 255, 0]), (32, 240, 118, [0, 0, 255]),
        (219, 16, 138, [255, 255, 0]),
    ])
    func showsTheColoursOfBT709(luma: UInt8, blue: UInt8, red: UInt8, expected: [Int]) {
        for (component, wanted) in zip(Self.flat(luma, blue, red), expected) {
            // A step of luma or chroma is a little more than a step of 255.
            #expect(abs(Int(component) - wanted) <= 2)
        }
    }

    @Test func clipsWhatNoScreenCanShow() {
        #expect(Self.flat(0, 128, 128) == [0, 0, 0])
        #expect(Self.flat(255, 128, 128) == [255, 255, 255])
        #expect(Self.flat(235, 240, 240)[0] == 255)
    }

    /// Chroma lies on the even columns, halfway between two rows: so a step of it is met in equal steps.
    @Test func drawsStraightLinesBetweenChromaSamples() {
        let across = Self.bitmap(
            Array(repeating: 126, count: 16), [128, 168, 128, 168], Array(repeating: 128, count: 4), width: 4)
        let blues = (0..<4).map { Int(across[$0, 1].blue) }
        // 128, 148, 168 and, beyond the last sample, 168.
        #expect(abs(blues[1] * 2 - blues[0] - blues[2]) <= 1)
        #expect(blues[2] == blues[3])
        #expect(blues[0] < blues[1])

        let down = Self.bitmap(
            Array(repeating: 126, count: 16), [128, 128, 168, 168], Array(repeating: 128, count: 4), width: 4)
        let rows = (0..<4).map { Int(down[0, $0].blue) }
        // 128, 138, 158, 168: a quarter and three quarters of the way.
        #expect(rows[0] == 128)
        #expect(abs((rows[1] - rows[0]) * 2 - (rows[2] - rows[1])) <= 1)
        #expect(abs((rows[2] - rows[1]) - 2 * (rows[3] - rows[2])) <= 2)
    }

    @Test func passesOverThePaddingOfRows() {
        let (luma, chroma): ([UInt8], [UInt8]) = ([16, 16, 99, 99, 16, 16, 99, 99], [128, 7, 7, 7])
        let picture = Bitmap(
            luma: luma.span, blueChroma: chroma.span, redChroma: chroma.span,
            layout: PlaneLayout(size: PixelSize(width: 2, height: 2), lumaStride: 4, chromaStride: 4))
        let black: [UInt8] = [0, 0, 0, 255]
        #expect(picture.pixels == black + black + black + black)
    }
}
