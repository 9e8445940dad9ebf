import FFmpegKit
import MediaModel
import Stills
import Testing

@testable import Broadcast

/// Which picture stands for a show.
@Suite struct PosterSearchTests {
    private static let size = PixelSize(width: 180, height: 320)

    private static func score(_ luma: (Int, Int) -> Int) throws -> Double {
        try TestPictures.make(size, luma).frame.withPlanes { plane, _, _, layout in PictureScore.of(plane, layout) }
    }

    /// Out of focus: what lies between every eighth sample is on straight lines.
    private static func blurred(_ x: Int, _ y: Int) -> Int {
        let (left, top) = (x / 8 * 8, y / 8 * 8)
        func row(_ y: Int) -> Int {
            TestPictures.room(left, y) * (8 - x % 8) + TestPictures.room(left + 8, y) * (x % 8)
        }
        return (row(top) * (8 - y % 8) + row(top + 8) * (y % 8)) / 64
    }

    @Test func aSharpPictureWinsAgainstBlurredDarkAndFlashedOnes() throws {
        let sharp = try Self.score(TestPictures.room)
        #expect(sharp > 8)
        #expect(try Self.score(Self.blurred) < sharp / 2)
        #expect(try Self.score { _, _ in 16 } == 0, "black")
        #expect(try Self.score { _, _ in 235 } == 0, "white")
        // As before the camera has found its exposure, or as a flash leaves it: edges that are still there count for less.
        #expect(try Self.score { 16 + (TestPictures.room($0, $1) - 16) / 8 } < sharp / 8)
        #expect(try Self.score { 225 + TestPictures.room($0, $1) / 20 } < sharp / 8)
    }

    private static func sample(
        _ second: Double?, _ canvas: SharedFrame, hasFace: Bool = false
    ) -> PictureTap.Sample {
        .init(canvas: canvas, measured: canvas, tile: nil, posterSecond: second, hasFace: hasFace)
    }

    @Test func onAirItIsThereAtOnceAndGetsBetter() throws {
        var search = PosterSearch(isLive: true)
        let (black, soft, sharp) = (
            try TestPictures.flat(16), try TestPictures.make(Self.size, Self.blurred),
            try TestPictures.make(Self.size, TestPictures.room)
        )
        #expect(search.look(at: Self.sample(0, black)) == nil, "black is no poster")
        #expect(search.look(at: Self.sample(0.5, soft)) === soft)
        #expect(search.look(at: Self.sample(1, black)) == nil, "a worse one")
        #expect(search.look(at: Self.sample(1.5, sharp)) === sharp)
        for second in stride(from: 2.0, to: 60, by: 0.5) {
            let found = search.look(at: Self.sample(second, soft))
            #expect(found == nil)
        }
        let end = search.finish()
        #expect(end == nil)
    }

    @Test func aRenderHasTheBestOfItsMinute() throws {
        var search = PosterSearch(isLive: false)
        let (soft, sharp) = (
            try TestPictures.make(Self.size, Self.blurred), try TestPictures.make(Self.size, TestPictures.room)
        )
        for (second, picture) in [(0.0, soft), (5, sharp), (9, soft)] {
            let found = search.look(at: Self.sample(second, picture))
            #expect(found == nil)
        }
        // It may be shorter than that.
        let end = search.finish()
        #expect(end === sharp)
    }

    @Test func aFaceIsWorthTwiceAsMuch() throws {
        var search = PosterSearch(isLive: false)
        let room = try TestPictures.make(Self.size, TestPictures.room)
        // Half as sharp, and a bit more.
        let face = try TestPictures.make(Self.size) { 120 + (TestPictures.room($0, $1) - 120) * 6 / 10 }
        _ = search.look(at: Self.sample(0, room))
        _ = search.look(at: Self.sample(1, face))
        _ = search.look(at: Self.sample(2, face, hasFace: true))
        let best = search.look(at: Self.sample(60, room))
        #expect(best === face)
    }
}
