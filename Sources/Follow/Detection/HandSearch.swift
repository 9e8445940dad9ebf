import MediaModel

/// When and where hands are looked for, and where the product is that a hand holds.
///
/// The palm's net takes as long as a search for a face, so the two take turns.
struct HandSearch {
    /// What is looked for in one picture.
    enum Turn: Hashable, Sendable {
        case faces, hands
        /// Faces, and hands if there are none.
        case both
    }

    /// A product lies beyond the fingers: so much further than they reach from the wrist, from the palm's middle.
    private static let reach = 1.4
    /// How large a hand with what it holds is, in palms.
    private static let size = 1.5
    /// A look of so many is for hands; and while a hand is known.
    private static let (seldom, often) = (4, 2)
    /// So sure the net must be of a new hand. One that is known is found again by less.
    private static let newHand = 0.6
    /// How much is looked at around a known hand, in palms.
    private static let near = 5.0

    private var looks = 0
    private var searches = 0
    /// The palm that was found last, while it is found.
    private var known: PictureSquare?

    /// Whose turn it is in the next picture.
    ///
    /// - Parameter hasFaces: Whether faces are wanted at all.
    mutating func turn(hasFaces: Bool, isFaceKnown: Bool, isCut: Bool) -> Turn {
        if isCut {
            forget()
            return hasFaces ? .both : .hands
        }
        if isFaceKnown { return .faces }
        looks += 1
        return looks % (known != nil || !hasFaces ? Self.often : Self.seldom) == 0 ? .hands : .faces
    }

    /// Where to look for hands: around the one that is known, else in the whole picture, and in turn where something moves. Where that
    /// can't be told, as when the camera pans, one part after the other is looked at: hands are small in the whole.
    ///
    /// - Parameter motion: Where something moves, in samples.
    mutating func region(_ size: PixelSize, motion: (x: Double, y: Double)?) -> PictureSquare {
        let whole = PictureSquare(
            centerX: Double(size.width) / 2, centerY: Double(size.height) / 2,
            side: Double(max(size.width, size.height)))
        let tile = Double(min(size.width, size.height))
        if let known {
            let side = max(known.side * Self.near, tile / 2)
            guard side < whole.side else { return whole }
            return PictureSquare(centerX: known.centerX, centerY: known.centerY, side: side).inside(size)
        }
        searches += 1
        guard searches % 2 == 0 else { return whole }
        if let motion { return PictureSquare(centerX: motion.x, centerY: motion.y, side: tile).inside(size) }
        let tiles = SearchTiles.large(size)
        return tiles[searches / 2 % tiles.count]
    }

    /// Takes palms.
    mutating func take(_ palms: [Detection], in size: PixelSize) -> [Subject] {
        let sure = known == nil ? palms.filter { $0.score >= Self.newHand } : palms
        known = sure.first?.square
        return sure.map { palm in
            var square = palm.square.scaled(by: Self.size)
            if palm.points.count > 2 {
                let (wrist, finger) = (palm.points[0], palm.points[2])
                square.centerX += Self.reach * (finger.x - wrist.x)
                square.centerY += Self.reach * (finger.y - wrist.y)
            }
            return Subject(.hands, square.box(in: size), score: palm.score)
        }
    }

    mutating func forget() { (known, looks, searches) = (nil, 0, 0) }
}
