import MediaModel
import Testing

@testable import Follow

/// The schedule, with nets that see all faces within what they look at.
struct FaceSearchTests {
    static let size = PixelSize(width: 1_280, height: 720)

    /// A room with faces, and a search that looks at it.
    struct Room {
        var search = FaceSearch()
        var faces: [PictureSquare] = []
        /// What the full-range net takes for a face, and the other doesn't.
        var shadows: [PictureSquare] = []
        /// What the short-range net takes for a face, and the other doesn't.
        var glints: [PictureSquare] = []
        private(set) var passes: [FaceSearch.Pass] = []

        @discardableResult
        mutating func look(_ time: Double, isCut: Bool = false, motion: (x: Double, y: Double)? = nil)
            -> [PictureSquare]
        {
            passes = []
            search.begin(.init(time: time, size: FaceSearchTests.size, isCut: isCut, motion: motion))
            while let pass = search.next(), passes.count < 100 {
                passes.append(pass)
                let seen = (faces + (pass.net == .faceFar ? shadows : glints)).filter { face in
                    let region = pass.region
                    return region.x <= face.x && region.y <= face.y
                        && face.x + face.side <= region.x + region.side
                        && face.y + face.side <= region.y + region.side
                        // The short-range net wants a large face, the other one of a twentieth.
                        && face.side >= (pass.net == .faceNear ? 0.2 : 0.06) * region.side
                }
                search.take(seen.map { Detection(square: $0, score: 0.9) }, of: pass)
            }
            return search.found.map(\.square)
        }

        var searches: [FaceSearch.Pass] { passes.filter { $0.net == .faceFar } }
    }

    static let face = PictureSquare(centerX: 800, centerY: 250, side: 100)
    static let small = PictureSquare(centerX: 200, centerY: 300, side: 30)

    @Test func searchesEverywhereAtFirst() {
        var room = Room(faces: [Self.face, Self.small])
        #expect(room.look(0) == [Self.face, Self.small])
        #expect(room.searches.count == 10)
    }

    @Test func looksNearKnownFacesAndSearchesOnceASecond() {
        var room = Room(faces: [Self.face])
        room.look(0)
        var searches = 0
        for step in 1...25 {
            #expect(room.look(0.2 * Double(step)) == [Self.face])
            searches += room.searches.count
            #expect(room.passes.first?.region == Self.face.scaled(by: 3))
        }
        #expect(searches == 5)
        #expect(!room.search.isHurried)
    }

    @Test func believesNoShadow() {
        var room = Room(shadows: [Self.face])
        for step in 0..<20 { #expect(room.look(0.2 * Double(step)).isEmpty) }
    }

    @Test func searchesATileAtATimeWhileNobodyIsKnown() {
        var room = Room()
        room.look(0)
        for step in 1...20 {
            room.look(0.2 * Double(step))
            #expect(room.passes.count == 1)
        }
        #expect(!room.search.isHurried)
        room.faces = [Self.face]
        // A large face is found within four looks: every other one is a large tile.
        #expect((21...24).contains { !room.look(0.2 * Double($0)).isEmpty })
    }

    @Test func findsWhoDashedAwayAtOnce() {
        var room = Room(faces: [Self.face])
        room.look(0)
        room.look(0.2)
        // Further than it is looked for.
        room.faces = [PictureSquare(centerX: 400, centerY: 250, side: 100)]
        #expect(room.look(0.4, motion: (500, 250)) == room.faces)
        #expect(room.searches.first?.region == PictureSquare(centerX: 500, centerY: 360, side: 720))
        #expect(room.search.known.count == 1, "it is the same one")
        #expect(room.search.isHurried, "it goes quickly")
    }

    @Test func awaitsWhoWalks() {
        var room = Room()
        for step in 0..<10 {
            room.faces = [PictureSquare(centerX: 200 + 80 * Double(step), centerY: 250, side: 100)]
            #expect(room.look(0.2 * Double(step)) == room.faces)
        }
        // Where it would be next.
        room.look(2)
        #expect(room.passes[0].region.centerX == 1_000)
    }

    @Test func runsAfterTheLostForAWhileOnly() {
        var room = Room(faces: [Self.face])
        room.look(0)
        room.faces = []
        var time = 0.2
        var searches = 0
        while time < 1.7 {
            room.look(time)
            searches += room.searches.count
            #expect(room.search.isHurried || room.search.known.isEmpty)
            time += 0.1
        }
        #expect(searches >= 14)
        room.look(1.8)
        #expect(room.search.known.isEmpty && !room.search.isHurried)
    }

    @Test func tiresOfAFaceThatFlickers() {
        var room = Room()
        var (time, looks) = (0.0, 0)
        for step in 0..<400 where time < 30 {
            room.faces = step % 2 == 0 ? [Self.face] : []
            room.look(time)
            looks += room.searches.count
            time += room.search.isHurried ? 0.1 : 0.2
        }
        // Sixteen at once and two a second, besides one tile a second.
        #expect(looks <= 10 + 16 + 60 + 30)
    }

    @Test func runsAfterNobodyInTheBackground() {
        var room = Room(faces: [Self.face, Self.small])
        room.look(0)
        room.faces = [Self.face]
        room.look(0.2)
        #expect(room.searches.isEmpty && !room.search.isHurried)
    }

    @Test func takesNobodyForAnother() {
        let left = PictureSquare(centerX: 500, centerY: 300, side: 100)
        let right = PictureSquare(centerX: 620, centerY: 300, side: 100)
        var room = Room(faces: [left, right])
        room.look(0)
        // The left one hides for a moment; the right one is near enough to be taken for it.
        room.faces = [right]
        #expect(room.look(0.2) == [right])
        room.faces = [left, right]
        #expect(Set(room.look(0.4)) == [left, right])
        #expect(room.search.known.count == 2)
    }

    @Test func asksTheOtherNetAboutWhoIsNew() {
        var room = Room(faces: [Self.face])
        room.look(0)
        // Beside the known one the short-range net sees another, which the full-range net doesn't.
        room.glints = [PictureSquare(centerX: 880, centerY: 320, side: 70)]
        room.look(0.2)
        #expect(room.search.found.map(\.square) == [Self.face])
        #expect(room.searches.count == 1)
        // The one that was known isn't to be found in it either, when it is gone.
        room.faces = []
        #expect(room.look(0.4).isEmpty)
        // A real one is believed.
        (room.faces, room.glints) = (room.glints, [])
        #expect(room.look(0.6) == room.faces)
    }

    @Test func searchesASmallFaceOnASmallTile() {
        var room = Room(faces: [Self.small])
        room.look(0)
        room.look(0.2)
        room.faces = [PictureSquare(centerX: 280, centerY: 300, side: 30)]
        #expect(room.look(0.4, motion: (270, 380)) == room.faces)
    }

    @Test func searchesWhereSomethingMoves() {
        var room = Room()
        room.look(0)
        room.faces = [PictureSquare(centerX: 640, centerY: 500, side: 28)]
        #expect((1...4).contains { !room.look(0.2 * Double($0), motion: (640, 560)).isEmpty })
    }

    @Test func beginsAnewAfterACut() {
        var room = Room(faces: [Self.face])
        room.look(0)
        room.faces = [Self.small]
        #expect(room.look(2, isCut: true) == [Self.small])
        #expect(room.searches.count == 10)
    }

    @Test func searchesEverywhereOnceASecondAtMost() {
        var room = Room(faces: [Self.face])
        room.look(0)
        for step in 1...4 {
            room.look(0.2 * Double(step), isCut: true)
            #expect(room.searches.count == 2)
            #expect(room.search.found.map(\.square) == [Self.face])
        }
        room.look(1, isCut: true)
        #expect(room.searches.count == 10)
    }

    @Test func forgetsAllWhenThePictureChangesItsSize() {
        var room = Room(faces: [Self.face])
        room.look(0)
        room.search.begin(.init(time: 0.2, size: PixelSize(width: 640, height: 360)))
        #expect(room.search.known.isEmpty)
        #expect(room.search.next()?.region.side == 360)
    }

    @Test func looksForACrowdWithinBounds() {
        var room = Room()
        room.faces = (0..<40).map {
            PictureSquare(centerX: 60 + 120 * Double($0 % 10), centerY: 100 + 150 * Double($0 / 10), side: 90)
        }
        room.look(0)
        #expect(room.passes.count <= 30)
        #expect(room.search.known.count <= 8)
        room.look(0.2)
        #expect(room.passes.count <= 20)
    }
}
