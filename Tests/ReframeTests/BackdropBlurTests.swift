import MediaModel
import Reframe
import Testing

@Suite struct BackdropBlurTests {
    private let layout = PlaneLayout(size: PixelSize(width: 60, height: 106), lumaStride: 64, chromaStride: 32)

    private func blurred(_ luma: (Int, Int) -> UInt8, chroma: UInt8) -> (luma: [UInt8], chroma: [UInt8]) {
        var plane = [UInt8](repeating: 0, count: layout.lumaByteCount)
        for y in 0..<106 { for x in 0..<60 { plane[y * 64 + x] = luma(x, y) } }
        var blue = [UInt8](repeating: chroma, count: layout.chromaByteCount)
        var red = blue
        var lumaSpan = plane.mutableSpan
        var blueSpan = blue.mutableSpan
        var redSpan = red.mutableSpan
        var blur = BackdropBlur()
        blur.apply(to: &lumaSpan, &blueSpan, &redSpan, layout)
        return (plane, blue)
    }

    @Test func darkensAFlatPictureEvenly() {
        let (luma, chroma) = blurred({ _, _ in 216 }, chroma: 178)
        for y in 0..<106 { #expect(Set(luma[y * 64..<y * 64 + 60]) == [125]) }
        #expect(chroma[0] == 155)
        #expect(blurred({ _, _ in 16 }, chroma: 128).luma[5] == 16)
    }

    @Test func leavesNoEdges() {
        let (luma, _) = blurred({ x, _ in x < 30 ? 16 : 235 }, chroma: 128)
        let row = luma[50 * 64..<50 * 64 + 60].map(Int.init)
        let steps = zip(row, row.dropFirst()).map { $1 - $0 }
        #expect(steps.allSatisfy { 0...25 ~= $0 })
        #expect(row.last! - row.first! == 120)
    }

    @Test func isSmallForAnyCanvas() {
        #expect(BackdropBlur.size(for: PixelSize(width: 720, height: 1280)) == PixelSize(width: 60, height: 106))
        #expect(BackdropBlur.size(for: PixelSize(width: 16, height: 16)) == PixelSize(width: 8, height: 8))
    }
}
