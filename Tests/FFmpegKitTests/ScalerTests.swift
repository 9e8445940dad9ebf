import FFmpegKit
import MediaModel
import Testing

@Suite struct ScalerTests {
    @Test(arguments: [Scaler.Filter.bicubic, .bilinear])
    func keepsAFlatPictureFlat(filter: Scaler.Filter) throws {
        let source = try makeFrame(PixelSize(width: 640, height: 360)) { _, _ in 77 }
        var target = try makeFrame(PixelSize(width: 202, height: 360)) { _, _ in 0 }
        var scaler = Scaler(filter)
        try scaler.scale(
            PixelArea(x: 218, y: 0, width: 204, height: 360), of: source, into: PixelArea(size: target.size),
            of: &target)
        for x in stride(from: 0, to: 202, by: 3) {
            let value = Int(target.luma(x, x))
            #expect(76...78 ~= value)
        }
    }

    @Test func scalesTheAreaAndNothingBesideIt() throws {
        // Left half black, right half white: an area of the right alone has no grey in it.
        let source = try makeFrame(PixelSize(width: 128, height: 64)) { x, _ in x < 64 ? 16 : 235 }
        var target = try makeFrame(PixelSize(width: 200, height: 100)) { _, _ in 0 }
        var scaler = Scaler()
        try scaler.scale(
            PixelArea(x: 64, y: 0, width: 64, height: 64), of: source, into: PixelArea(size: target.size), of: &target)
        for x in 0..<200 {
            let value = Int(target.luma(x, 50))
            #expect(234...236 ~= value)
        }
    }

    /// swscale writes whole vectors; what stands beside the area must survive that, as `fit` draws its backdrop first.
    @Test(arguments: [
        PixelArea(x: 158, y: 0, width: 402, height: 640), PixelArea(x: 2, y: 10, width: 6, height: 600),
        PixelArea(x: 0, y: 100, width: 720, height: 406), PixelArea(x: 710, y: 2, width: 10, height: 10),
        PixelArea(x: 100, y: 638, width: 22, height: 2),
    ])
    func touchesNothingOutsideItsTarget(area: PixelArea) throws {
        let source = try makeFrame(PixelSize(width: 640, height: 1018)) { _, _ in 40 }
        var target = try makeFrame(PixelSize(width: 720, height: 640)) { _, _ in 200 }
        var scaler = Scaler()
        try scaler.scale(PixelArea(size: source.size), of: source, into: area, of: &target)
        var spoilt = 0
        target.withPlanes { luma, blue, _, layout in
            for y in 0..<640 {
                for x in 0..<720 {
                    let isInside = area.x..<area.x + area.width ~= x && area.y..<area.y + area.height ~= y
                    if !isInside && luma[y * layout.lumaStride + x] != 200 { spoilt += 1 }
                }
            }
        }
        #expect(spoilt == 0)
    }

    @Test(arguments: [
        PixelSize(width: 2, height: 2), PixelSize(width: 16, height: 16), PixelSize(width: 4096, height: 2),
    ])
    func scalesTheSmallest(size: PixelSize) throws {
        let source = try makeFrame(size) { _, _ in 90 }
        var target = try makeFrame(PixelSize(width: 720, height: 1280)) { _, _ in 0 }
        var scaler = Scaler()
        try scaler.scale(PixelArea(size: size), of: source, into: PixelArea(size: target.size), of: &target)
        let value = Int(target.luma(360, 640))
        #expect(89...91 ~= value)
    }
}
