import MediaModel
import Testing

@testable import ImageCodecs

@Suite struct PictureFitTests {
    @Test(arguments: [
        (PictureFit.inside(PixelSize(width: 100, height: 50)), PixelSize(width: 400, height: 100), (100, 25), (0, 0)),
        (.inside(PixelSize(width: 100, height: 50)), PixelSize(width: 10, height: 10), (50, 50), (0, 0)),
        (.inside(PixelSize(width: 100, height: 50)), PixelSize(width: 8_192, height: 1), (100, 1), (0, 0)),
        (.covering(PixelSize(width: 100, height: 100)), PixelSize(width: 400, height: 200), (100, 100), (100, 0)),
        (.covering(PixelSize(width: 90, height: 160)), PixelSize(width: 90, height: 320), (90, 160), (0, 80)),
        (.covering(PixelSize(width: 90, height: 160)), PixelSize(width: 1, height: 8_192), (90, 160), (0, 4_095)),
    ])
    func keepsShapes(fit: PictureFit, source: PixelSize, size: (Int, Int), corner: (Int, Int)) {
        let plan = fit.plan(for: source)
        #expect(plan.size == PixelSize(width: size.0, height: size.1))
        #expect((plan.part.x, plan.part.y) == corner)
        #expect(plan.part.x + plan.part.width <= source.width && plan.part.y + plan.part.height <= source.height)
    }
}
