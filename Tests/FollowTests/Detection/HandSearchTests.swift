import MediaModel
import Testing

@testable import Follow

struct HandSearchTests {
    static let size = PixelSize(width: 1_280, height: 720)
    /// A palm that points to the right.
    static let palm = Detection(
        square: PictureSquare(centerX: 400, centerY: 300, side: 100), score: 0.8,
        points: [.init(x: 360, y: 300), .init(x: 420, y: 280), .init(x: 440, y: 300)])

    @Test func looksBeyondTheFingers() throws {
        var search = HandSearch()
        let hand = try #require(search.take([Self.palm], in: Self.size).first)
        #expect(hand.kind == .hands && hand.score == 0.8)
        #expect(abs(hand.box.centerX - (400 + 1.4 * 80) / 1_280) < 1e-9)
        #expect(abs(hand.box.centerY - 300.0 / 720) < 1e-9)
    }

    @Test func looksForHandsWhereThereIsNoFace() {
        var search = HandSearch()
        func turns(_ count: Int, isFaceKnown: Bool = false) -> [HandSearch.Turn] {
            (0..<count).map { _ in search.turn(hasFaces: true, isFaceKnown: isFaceKnown, isCut: false) }
        }
        #expect(turns(8, isFaceKnown: true).allSatisfy { $0 == .faces })
        #expect(turns(8).count { $0 == .hands } == 2)
        _ = search.take([Self.palm], in: Self.size)
        #expect(turns(8).count { $0 == .hands } == 4)
        _ = search.take([], in: Self.size)
        #expect(turns(8).count { $0 == .hands } == 2)
    }

    @Test func looksAroundAHandThatIsKnown() {
        var search = HandSearch()
        let whole = PictureSquare(centerX: 640, centerY: 360, side: 1_280)
        #expect(search.region(Self.size, motion: nil) == whole)
        // In turn where something moves, and in the whole picture.
        #expect(search.region(Self.size, motion: (900, 100)) == PictureSquare(centerX: 900, centerY: 360, side: 720))
        #expect(search.region(Self.size, motion: (900, 100)) == whole)
        _ = search.take([Self.palm], in: Self.size)
        #expect(search.region(Self.size, motion: nil) == PictureSquare(centerX: 400, centerY: 300, side: 500))
        _ = search.take([], in: Self.size)
        // Where nothing tells, one part after the other, and the whole in between.
        let sides = (0..<4).map { _ in search.region(Self.size, motion: nil) }
        #expect(sides.map(\.side) == [720, 1_280, 720, 1_280])
        #expect(sides[0].centerX != sides[2].centerX)
    }

    @Test func wantsToBeSureOfANewHand() {
        var search = HandSearch()
        var faint = Self.palm
        faint.score = 0.5
        #expect(search.take([faint], in: Self.size).isEmpty)
        #expect(search.take([Self.palm], in: Self.size).count == 1)
        #expect(search.take([faint], in: Self.size).count == 1)
    }

    @Test func looksForBothWhereAShotBegins() {
        var search = HandSearch()
        #expect(search.turn(hasFaces: true, isFaceKnown: true, isCut: true) == .both)
        #expect(search.turn(hasFaces: false, isFaceKnown: false, isCut: true) == .hands)
    }

    @Test func looksForHandsEverySecondTimeWhereNoFacesAreWanted() {
        var search = HandSearch()
        let turns = (0..<8).map { _ in search.turn(hasFaces: false, isFaceKnown: false, isCut: false) }
        #expect(turns.count { $0 == .hands } == 4)
    }
}
