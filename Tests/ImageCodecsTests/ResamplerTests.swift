import MediaModel
import Testing
import Typeset

@testable import ImageCodecs

@Suite struct ResamplerTests {
    private func resample(_ pixels: [UInt8], from source: PixelSize, to size: PixelSize) -> [UInt8] {
        Resampler(.covering(size), source: source).bitmap(of: pixels, sourceWidth: source.width).pixels
    }

    @Test(arguments: [(7, 7), (1, 1), (3, 3), (64, 64), (63, 63), (200, 200)])
    func keepsFlatAreas(width: Int, height: Int) {
        let pixels = Array(repeatElement([UInt8(9), 77, 200, 201], count: 50 * 50).joined())
        let result = resample(
            pixels, from: PixelSize(width: 50, height: 50), to: PixelSize(width: width, height: height))
        #expect(result == Array(repeatElement([UInt8(9), 77, 200, 201], count: width * height).joined()))
    }

    @Test func keepsPixelsThatArentScaled() {
        let pixels = (0..<8 * 8 * 4).map { UInt8($0 % 256) }
        #expect(resample(pixels, from: PixelSize(width: 8, height: 8), to: PixelSize(width: 8, height: 8)) == pixels)
    }

    @Test func averagesFineLines() {
        // Columns in turn black and white: whoever takes one in four sees only black.
        let pair: [UInt8] = [0, 0, 0, 255, 255, 255, 255, 255]
        let pixels = Array(repeatElement(pair, count: 32 * 64).joined())
        let result = resample(pixels, from: PixelSize(width: 64, height: 64), to: PixelSize(width: 16, height: 16))
        #expect(stride(from: 0, to: result.count, by: 4).allSatisfy { 105...150 ~= result[$0] })
    }

    @Test func staysMultiplied() {
        var pixels: [UInt8] = []
        for index in 0..<33 * 21 {
            let value = UInt8(index % 200)
            pixels += [value, 0, value, value]
        }
        for side in [5, 21, 70] {
            let result = resample(
                pixels, from: PixelSize(width: 33, height: 21), to: PixelSize(width: side, height: side))
            #expect(stride(from: 0, to: result.count, by: 4).allSatisfy { result[$0] <= result[$0 + 3] })
        }
    }
}
