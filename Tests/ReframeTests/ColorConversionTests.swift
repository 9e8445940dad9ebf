import MediaModel
import Reframe
import Testing

@Suite struct ColorConversionTests {
    /// A flat picture of one colour, converted; by its first samples.
    private func convert(_ conversion: ColorConversion, _ y: UInt8, _ u: UInt8, _ v: UInt8) -> [Int] {
        let layout = PlaneLayout(size: PixelSize(width: 6, height: 4), lumaStride: 8, chromaStride: 5)
        let luma = [UInt8](repeating: y, count: layout.lumaByteCount)
        let blue = [UInt8](repeating: u, count: layout.chromaByteCount)
        let red = [UInt8](repeating: v, count: layout.chromaByteCount)
        var (newLuma, newBlue, newRed) = (luma, blue, red)
        var lumaSpan = newLuma.mutableSpan
        var blueSpan = newBlue.mutableSpan
        var redSpan = newRed.mutableSpan
        conversion.convert(luma.span, blue.span, red.span, layout, into: &lumaSpan, &blueSpan, &redSpan, layout)
        for row in 0..<4 { #expect(Set((0..<6).map { lumaSpan[row * 8 + $0] }).count == 1) }
        return [Int(lumaSpan[0]), Int(blueSpan[0]), Int(redSpan[0])]
    }

    /// The textbook way: to red, green and blue, and back, in floating point.
    private func reference(
        _ matrix: ColorMatrix, full: Bool, _ y: UInt8, _ u: UInt8, _ v: UInt8
    ) -> [Double] {
        let luma = full ? Double(y) / 255 : (Double(y) - 16) / 219
        let (b, r) = ((Double(u) - 128) / (full ? 255 : 224), (Double(v) - 128) / (full ? 255 : 224))
        let weights = matrix.weights
        let red = luma + 2 * (1 - weights.red) * r
        let blue = luma + 2 * (1 - weights.blue) * b
        let green = (luma - weights.red * red - weights.blue * blue) / (1 - weights.red - weights.blue)
        let new = 0.2126 * red + 0.7152 * green + 0.0722 * blue
        return [16 + 219 * new, 128 + 224 * (blue - new) / (2 * 0.9278), 128 + 224 * (red - new) / (2 * 0.7874)]
    }

    @Test(arguments: ColorMatrix.allCases, [false, true])
    func isWithinAStepOfTheTextbook(matrix: ColorMatrix, full: Bool) throws {
        guard let conversion = ColorConversion(from: matrix, isFullRange: full) else {
            #expect(matrix == .bt709 && !full)
            return
        }
        for y in stride(from: UInt8(16), through: 235, by: 73) {
            for u in stride(from: UInt8(40), through: 220, by: 30) {
                for v in stride(from: UInt8(40), through: 220, by: 30) {
                    let wanted = reference(matrix, full: full, y, u, v).map { min(255, max(0, $0)) }
                    let converted = convert(conversion, y, u, v)
                    for (a, b) in zip(converted, wanted) { #expect(abs(Double(a) - b) <= 1, "\(y) \(u) \(v)") }
                }
            }
        }
    }

    @Test func keepsGreyGrey() throws {
        let conversion = try #require(ColorConversion(from: .bt601, isFullRange: false))
        #expect(convert(conversion, 16, 128, 128) == [16, 128, 128])
        #expect(convert(conversion, 235, 128, 128) == [235, 128, 128])
        let full = try #require(ColorConversion(from: .bt709, isFullRange: true))
        #expect(convert(full, 0, 128, 128) == [16, 128, 128])
        #expect(convert(full, 255, 128, 128) == [235, 128, 128])
    }
}
