import MediaModel
import Reframe
import Testing

@Suite struct ReframeGeometryTests {
    private static let phone = PixelSize(width: 720, height: 1280)

    struct Crop: Sendable {
        var source: PixelSize
        var aspect = ReframeGeometry.SampleAspectRatio.square
        var area: PixelArea
    }

    @Test(arguments: [
        Crop(source: .init(width: 1920, height: 1080), area: .init(x: 656, y: 0, width: 608, height: 1080)),
        Crop(source: .init(width: 1280, height: 720), area: .init(x: 436, y: 0, width: 406, height: 720)),
        Crop(source: .init(width: 720, height: 1280), area: .init(x: 0, y: 0, width: 720, height: 1280)),
        Crop(source: .init(width: 1080, height: 1920), area: .init(x: 0, y: 0, width: 1080, height: 1920)),
        Crop(source: .init(width: 480, height: 1280), area: .init(x: 0, y: 212, width: 480, height: 854)),
        Crop(source: .init(width: 853, height: 479), area: .init(x: 292, y: 0, width: 268, height: 476)),
        Crop(source: .init(width: 16, height: 16), area: .init(x: 2, y: 0, width: 10, height: 16)),
        Crop(source: .init(width: 2, height: 2), area: .init(x: 0, y: 0, width: 2, height: 2)),
        Crop(source: .init(width: 4096, height: 2160), area: .init(x: 1440, y: 0, width: 1216, height: 2160)),
        // PAL widescreen: samples 64:45 wide, so a narrower strip of them is as wide as it is high.
        Crop(
            source: .init(width: 720, height: 576), aspect: .init(width: 64, height: 45),
            area: .init(x: 246, y: 0, width: 228, height: 576)),
    ])
    func cropsTheMiddle(_ crop: Crop) {
        let geometry = ReframeGeometry(source: crop.source, sampleAspectRatio: crop.aspect, canvas: Self.phone)
        #expect(geometry.cropArea() == crop.area)
        #expect(geometry.cropArea().cuts(crop.source))
    }

    @Test(arguments: [(0.0, 0), (0.25, 328), (1.0, 1312), (7.0, 1312), (-1.0, 0)])
    func anchorsAcross(anchor: Double, x: Int) {
        let geometry = ReframeGeometry(source: PixelSize(width: 1920, height: 1080), canvas: Self.phone)
        #expect(geometry.cropArea(horizontalAnchor: anchor).x == x)
    }

    @Test(arguments: [(0.0, 0), (0.5, 212), (1.0, 426)])
    func anchorsDown(anchor: Double, y: Int) {
        let geometry = ReframeGeometry(source: PixelSize(width: 480, height: 1280), canvas: Self.phone)
        #expect(geometry.cropArea(verticalAnchor: anchor).y == y)
    }

    @Test func fitsTheWholeSource() {
        let wide = ReframeGeometry(source: PixelSize(width: 1920, height: 1080), canvas: Self.phone)
        #expect(wide.fitArea() == PixelArea(x: 0, y: 436, width: 720, height: 406))
        #expect(wide.fitArea(verticalAnchor: 0) == PixelArea(x: 0, y: 0, width: 720, height: 406))
        let narrow = ReframeGeometry(source: PixelSize(width: 480, height: 1280), canvas: Self.phone)
        #expect(narrow.fitArea() == PixelArea(x: 120, y: 0, width: 480, height: 1280))
    }

    @Test(arguments: [(0, 1), (1, 0), (-4, 3), (100, 1), (1, 100), (Int(Int32.max), 1)])
    func takesAnImplausibleAspectForSquare(width: Int, height: Int) {
        #expect(ReframeGeometry.SampleAspectRatio(width: width, height: height) == .square)
    }

    @Test func survivesHugeAspectTerms() {
        let aspect = ReframeGeometry.SampleAspectRatio(width: Int(Int32.max), height: Int(Int32.max) - 1)
        let geometry = ReframeGeometry(
            source: PixelSize(width: 65_534, height: 65_534), sampleAspectRatio: aspect, canvas: Self.phone)
        #expect(geometry.cropArea().cuts(geometry.source))
    }

    struct Moved: Sendable {
        var source: PixelSize
        var center: Double
        var start: PixelArea
        var axis = PixelWindow.Axis.horizontal
        var step = 0
    }

    @Test(arguments: [
        Moved(
            source: .init(width: 1280, height: 720), center: 0.5, start: .init(x: 436, y: 0, width: 406, height: 720),
            step: 16),
        Moved(
            source: .init(width: 1280, height: 720), center: (436.0 + 203) / 1280,
            start: .init(x: 436, y: 0, width: 406, height: 720)),
        Moved(
            source: .init(width: 1280, height: 720), center: (437.97 + 203) / 1280,
            start: .init(x: 438, y: 0, width: 406, height: 720)),
        Moved(
            source: .init(width: 1280, height: 720), center: -1, start: .init(x: 0, y: 0, width: 406, height: 720)),
        Moved(
            source: .init(width: 1280, height: 720), center: 7, start: .init(x: 874, y: 0, width: 406, height: 720)),
        Moved(
            source: .init(width: 1280, height: 720), center: .nan, start: .init(x: 0, y: 0, width: 406, height: 720)),
        Moved(
            source: .init(width: 480, height: 1280), center: (100.75 + 427) / 1280,
            start: .init(x: 0, y: 100, width: 480, height: 854), axis: .vertical, step: 12),
        // Two rows are left by rounding: it still moves across.
        Moved(
            source: .init(width: 853, height: 479), center: 1, start: .init(x: 584, y: 0, width: 268, height: 476)),
        Moved(
            source: .init(width: 720, height: 1280), center: 0.2, start: .init(x: 0, y: 0, width: 720, height: 1280)),
    ])
    func movesACropAlongItsAxis(_ moved: Moved) {
        let geometry = ReframeGeometry(source: moved.source, canvas: Self.phone)
        let window = geometry.window(of: geometry.cropArea(), around: moved.center)
        #expect(window == PixelWindow(moved.start, axis: moved.axis, step: moved.step))
        #expect(window.reach.cuts(moved.source))
    }
}
