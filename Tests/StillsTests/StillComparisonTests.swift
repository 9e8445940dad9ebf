import MediaModel
import Stills
import Testing
import Typeset

@Suite struct StillComparisonTests {
    /// A light wall with a dark, ribbed patch.
    private static func picture(
        _ width: Int = 96, _ height: Int = 64, change: (Int, Int) -> (Int, Int, Int)? = { _, _ in nil }
    ) -> Bitmap {
        var pixels: [UInt8] = []
        for y in 0..<height {
            for x in 0..<width {
                let isPatch = 40..<72 ~= x && 20..<52 ~= y
                let base = isPatch ? 60 + (x % 4) * 20 : 200 + (x * 7 + y * 13) % 5
                let (red, green, blue) = change(x, y) ?? (base, base, base)
                pixels += [UInt8(red), UInt8(green), UInt8(blue), 255]
            }
        }
        return Bitmap(size: PixelSize(width: width, height: height), pixels: pixels)
    }

    @Test func findsAPictureLikeItself() {
        let comparison = StillComparison(Self.picture(), Self.picture())
        #expect(comparison.similarity == 1)
        #expect(comparison.isAlike)
    }

    /// As another release of a font may: edges a few levels off.
    @Test func acceptsEdgesThatAreALittleSofter() {
        let softer = Self.picture { x, y in
            let isEdge = 40..<72 ~= x && 20..<52 ~= y && x % 4 == 3
            return isEdge ? (112, 112, 112) : nil
        }
        #expect(StillComparison(softer, Self.picture()).isAlike)
    }

    @Test func findsASmallThingThatIsGone() {
        let without = Self.picture { x, y in 40..<48 ~= x && 20..<28 ~= y ? (202, 202, 202) : nil }
        let comparison = StillComparison(without, Self.picture())
        #expect(!comparison.isAlike)
        #expect(comparison.differentBlocks.map(\.area) == [PixelArea(x: 32, y: 16, width: 16, height: 16)])
    }

    /// Plain areas have no structure, and SSIM hardly minds their shade.
    @Test func findsAPlateInAnotherShade() {
        let darker = Self.picture { x, y in x < 32 && y < 32 ? (184, 184, 184) : nil }
        #expect(StillComparison(darker, Self.picture()).differentBlocks.count == 4)
    }

    /// 202 of grey, and a pink and a green of the same luma: to a comparison of luma alone they are the same.
    @Test(arguments: [(225, 194, 212), (180, 210, 190)])
    func findsAnotherColourOfTheSameLight(red: Int, green: Int, blue: Int) {
        let light = 0.2126 * Double(red) + 0.7152 * Double(green) + 0.0722 * Double(blue)
        #expect(abs(light - 202) < 1)
        let tinted = Self.picture { x, y in x < 16 && y < 16 ? (red, green, blue) : nil }
        let comparison = StillComparison(tinted, Self.picture())
        #expect(comparison.differentBlocks.map(\.area) == [PixelArea(x: 0, y: 0, width: 16, height: 16)])
        #expect(comparison.differentBlocks.allSatisfy { $0.lightDistance < 2 && $0.similarity > 0.9 })
    }

    /// The last blocks of a size that isn't a multiple of theirs are moved inwards.
    @Test func looksAtTheEdgesToo() {
        let corner = Self.picture(90, 70) { x, y in x >= 84 && y >= 64 ? (0, 0, 0) : nil }
        let comparison = StillComparison(corner, Self.picture(90, 70))
        #expect(comparison.differentBlocks.last?.area == PixelArea(x: 74, y: 54, width: 16, height: 16))
    }

    @Test func takesPicturesSmallerThanABlock() {
        #expect(StillComparison(Self.picture(6, 4), Self.picture(6, 4)).isAlike)
        #expect(!StillComparison(Self.picture(6, 4) { _, _ in (0, 0, 0) }, Self.picture(6, 4)).isAlike)
    }

    @Test func saysWhereAndHowMuch() {
        let without = Self.picture { x, y in 40..<48 ~= x && 20..<28 ~= y ? (202, 202, 202) : nil }
        let text = StillComparison(without, Self.picture()).description
        #expect(text.contains("1 of its 16x16 blocks differ, the first at 32, 16: similarity 0."))
        #expect(text.contains("(at least 0.995)"))
    }

    @Test func framesTheDifferentBlocks() {
        let without = Self.picture { x, y in 40..<48 ~= x && 20..<28 ~= y ? (202, 202, 202) : nil }
        let difference = without.difference(from: Self.picture(), StillComparison(without, Self.picture()))
        #expect(difference[32, 16] == (255, 64, 160, 255))
        #expect(difference[42, 24].red == 255)
        // Where nothing differs, the picture shows dimly.
        #expect(difference[4, 4].red < 40)
    }

    @Test func keepsBlackAndWhiteWhenItIsMadeCoarse() {
        let picture = Bitmap(
            size: PixelSize(width: 4, height: 1),
            pixels: [0, 0, 0, 255, 255, 255, 255, 255, 1, 2, 3, 255, 252, 253, 254, 255])
        #expect(picture.coarse.pixels == [0, 0, 0, 255, 255, 255, 255, 255, 0, 0, 0, 255, 255, 255, 255, 255])
    }
}
