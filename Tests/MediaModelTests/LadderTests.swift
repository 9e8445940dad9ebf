import Testing

@testable import MediaModel

@Suite struct LadderTests {
    struct Row: Sendable {
        var canvas: PixelSize
        var rungs: [Rung]

        init(_ width: Int, _ height: Int, _ rungs: (Int, Int, Int)...) {
            canvas = PixelSize(width: width, height: height)
            self.rungs = rungs.map { Rung(size: PixelSize(width: $0.0, height: $0.1), bitRate: $0.2 * 1_000) }
        }
    }

    @Test(arguments: [
        Row(1080, 1920, (1080, 1920, 6_000), (720, 1280, 3_000), (360, 640, 730)),
        Row(720, 1280, (720, 1280, 3_000), (540, 960, 2_000), (360, 640, 730)),
        Row(540, 960, (540, 960, 2_000), (360, 640, 730)),
        Row(360, 640, (360, 640, 730), (234, 416, 145)),
        Row(1080, 1350, (1080, 1350, 4_396), (640, 800, 1_971), (432, 540, 742)),
        Row(606, 1080, (606, 1080, 2_337), (360, 642, 733)),
        Row(1280, 720, (1280, 720, 3_000), (960, 540, 2_000), (640, 360, 730)),
    ])
    func climbsFromAppleTargetsTurnedUpright(_ row: Row) {
        #expect(Ladder.automatic(canvas: row.canvas, frameRate: .fps30) == row.rungs)
    }

    @Test func fastPicturesTakeApplesUpperRates() {
        let rungs = Ladder.automatic(canvas: PixelSize(width: 720, height: 1280), frameRate: .fps60)
        #expect(rungs.map(\.bitRate) == [4_500_000, 3_000_000, 1_100_000])
        let large = Ladder.automatic(canvas: PixelSize(width: 1080, height: 1920), frameRate: .fps50)
        #expect(large.map(\.bitRate) == [7_800_000, 4_500_000, 1_100_000])
        #expect(
            Ladder.automatic(canvas: PixelSize(width: 720, height: 1280), frameRate: .fps25)
                == Ladder.automatic(canvas: PixelSize(width: 720, height: 1280), frameRate: .fps30))
    }

    @Test func everyCanvasGetsTwoOrThreeEvenRungsThatGoDown() {
        for width in stride(from: 2, to: 2_200, by: 37) {
            for height in stride(from: 2, to: 4_100, by: 61) {
                let canvas = PixelSize(width: width, height: height)
                let rungs = Ladder.automatic(canvas: canvas, frameRate: .fps30)
                #expect(2...3 ~= rungs.count)
                #expect(rungs[0].size == PixelSize(width: width & ~1, height: height & ~1))
                for (upper, lower) in zip(rungs, rungs.dropFirst()) {
                    #expect(lower.bitRate < upper.bitRate && lower.bitRate > 0, "\(canvas): \(rungs)")
                    #expect(lower.size.width <= upper.size.width && lower.size.height <= upper.size.height)
                    #expect((lower.size.width | lower.size.height) % 2 == 0 && lower.size.area > 0)
                }
            }
        }
    }

    @Test func keepsTheAspectWithinOneSample() {
        for canvas in [(606, 1080), (1080, 1350), (480, 1280), (854, 480), (1000, 1000), (998, 1774)] {
            for rung in Ladder.automatic(canvas: PixelSize(width: canvas.0, height: canvas.1), frameRate: .fps30) {
                let ideal = Double(rung.size.width) * Double(canvas.1) / Double(canvas.0)
                #expect(abs(Double(rung.size.height) - ideal) <= 1, "\(canvas): \(rung.size)")
            }
        }
    }

    @Test(arguments: [
        (606, 1080, 720), (1080, 1920, 1080), (2160, 3840, 1080), (1080, 1918, 720), (1078, 1920, 720), (100, 100, 720),
    ])
    func theCanvasNeverHasMoreSamplesThanTheSourceBut720Always(width: Int, height: Int, expected: Int) {
        let size = Ladder.canvasSize(forReframedSource: PixelSize(width: width, height: height))
        #expect(size == PixelSize(width: expected, height: expected * 16 / 9))
    }
}
