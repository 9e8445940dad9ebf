import MediaModel
import Testing

@Suite struct ColorCodePointsTests {
    private static let fullHD = PixelSize(width: 1920, height: 1080)

    @Test(arguments: [
        // What cameras, encoders and old files write, and today's players show by their matrix alone.
        (ColorCodePoints(), false), (ColorCodePoints(primaries: 1, transfer: 1, matrix: 1), false),
        (ColorCodePoints(primaries: 6, transfer: 6, matrix: 6), false),
        (ColorCodePoints(primaries: 5, transfer: 5, matrix: 5), false),
        (ColorCodePoints(primaries: 1, transfer: 13, matrix: 0), false),
        (ColorCodePoints(primaries: 1, transfer: 1, matrix: 9), false),
        (ColorCodePoints(primaries: 7, transfer: 7, matrix: 7), false),
        (ColorCodePoints(primaries: 0, transfer: 0, matrix: 3), false),
        // HDR, by whatever is said of it.
        (ColorCodePoints(primaries: 9, transfer: 18, matrix: 9), true), (ColorCodePoints(transfer: 18), true),
        (ColorCodePoints(transfer: 16), true), (ColorCodePoints(primaries: 1, transfer: 18, matrix: 1), true),
        // Wide, odd.
        (ColorCodePoints(primaries: 9), true), (ColorCodePoints(matrix: 9), true),
        (ColorCodePoints(primaries: 12), true),
        (ColorCodePoints(transfer: 8), true), (ColorCodePoints(transfer: 9), true), (ColorCodePoints(matrix: 8), true),
        (ColorCodePoints(matrix: 14), true),
    ])
    func knowsWhatAnotherMatrixCantDo(_ codes: ColorCodePoints, _ expected: Bool) {
        #expect(codes.needsMapping == expected)
    }

    @Test func fillsInWhatIsOpen() {
        #expect(
            ColorCodePoints(transfer: 18).resolved(for: Self.fullHD)
                == ColorCodePoints(primaries: 9, transfer: 18, matrix: 9))
        #expect(
            ColorCodePoints(matrix: 9).resolved(for: Self.fullHD)
                == ColorCodePoints(primaries: 9, transfer: 1, matrix: 9))
        #expect(
            ColorCodePoints(primaries: 12, transfer: 13).resolved(for: Self.fullHD)
                == ColorCodePoints(primaries: 12, transfer: 13, matrix: 1))
        #expect(
            ColorCodePoints(transfer: 9).resolved(for: PixelSize(width: 640, height: 360))
                == ColorCodePoints(primaries: 1, transfer: 9, matrix: 6))
        #expect(
            ColorCodePoints(primaries: 1, transfer: 18, matrix: 1).resolved(for: Self.fullHD)
                == ColorCodePoints(primaries: 1, transfer: 18, matrix: 1))
    }

    @Test func completesPicturesByTheirContainer() {
        let container = ColorCodePoints(primaries: 9, transfer: 18, matrix: 9)
        #expect(ColorCodePoints().completed(by: container) == container)
        #expect(
            ColorCodePoints(primaries: 1, transfer: 1).completed(by: container)
                == ColorCodePoints(primaries: 1, transfer: 1, matrix: 9))
        // RGB says that it is RGB.
        #expect(ColorCodePoints(matrix: 0).completed(by: container).matrix == 0)
    }

    @Test func namesWhatCantBeRead() {
        #expect(ColorCodePoints(matrix: 15).unreadable != nil)
        #expect(ColorCodePoints(matrix: 11).unreadable != nil)
        #expect(ColorCodePoints(matrix: 9).unreadable == nil)
        #expect(ColorCodePoints().unreadable == nil)
    }
}
