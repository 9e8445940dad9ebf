import MediaModel
import Stills
import Testing
import Typeset

@Suite struct CoverTintTests {
    private static let grey = Bitmap(
        size: PixelSize(width: 100, height: 200), pixels: (0..<80_000).map { $0 % 4 == 3 ? 255 : 100 })

    private static func tinted(_ covers: [CoverTint.Cover], face: FontFace? = nil) throws -> Bitmap {
        try CoverTint(covers, face: face).apply(to: grey)
    }

    private static func isTouched(_ bitmap: Bitmap, _ x: Int, _ y: Int) -> Bool {
        bitmap[x, y] != (100, 100, 100, 255)
    }

    @Test func touchesWhatIsCoveredAndNothingElse() throws {
        let bitmap = try Self.tinted([CoverTint.Cover("bar", left: 0, top: 90, width: 100, height: 10)])
        for y in 0..<200 { for x in 0..<100 { #expect(Self.isTouched(bitmap, x, y) == (y >= 180)) } }
    }

    @Test func keepsToThePicture() throws {
        let bitmap = try Self.tinted([CoverTint.Cover("edge", left: 95, top: -10, width: 20, height: 300)])
        #expect(!Self.isTouched(bitmap, 94, 100))
        #expect(Self.isTouched(bitmap, 95, 0) && Self.isTouched(bitmap, 99, 199))
    }

    @Test func doesNotTintTwiceWhereCoversOverlap() throws {
        let one = CoverTint.Cover("a", left: 10, top: 10, width: 80, height: 80)
        let inner = CoverTint.Cover("b", left: 30, top: 30, width: 20, height: 20)
        #expect(try Self.tinted([one, inner]) == Self.tinted([one]))
    }

    @Test func passesOverWhatHasNoSize() throws {
        #expect(try Self.tinted([CoverTint.Cover("", left: 0, top: 50, width: 100, height: 0)]) == Self.grey)
        #expect(try Self.tinted([]) == Self.grey)
    }

    @Test func writesTheNamesOfCoversThatHaveRoom() throws {
        let face = try #require(FontCatalogue().face(named: "BIZ UDPGothic"))
        let cover = CoverTint.Cover("bar", left: 0, top: 0, width: 100, height: 20)
        let (named, plain) = (try Self.tinted([cover], face: face), try Self.tinted([cover]))
        #expect(named != plain)
        #expect((0..<100).contains { named[$0, 8].red > 200 })
        let narrow = CoverTint.Cover("bar", left: 0, top: 0, width: 4, height: 100)
        #expect(try Self.tinted([narrow], face: face) == Self.tinted([narrow]))
    }
}
