import MediaModel

/// When hands are looked for, and where the product is that a hand holds.
///
/// The palm's net takes three times as long as a search for a face, so it isn't asked each time.
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

    private var looks = 0
    private var isKnown = false

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
        return looks % (isKnown || !hasFaces ? Self.often : Self.seldom) == 0 ? .hands : .faces
    }

    /// Takes palms.
    mutating func take(_ palms: [Detection], in size: PixelSize) -> [Subject] {
        isKnown = !palms.isEmpty
        return palms.map { palm in
            var square = palm.square.scaled(by: Self.size)
            if palm.points.count > 2 {
                let (wrist, finger) = (palm.points[0], palm.points[2])
                square.centerX += Self.reach * (finger.x - wrist.x)
                square.centerY += Self.reach * (finger.y - wrist.y)
            }
            return Subject(.hands, square.box(in: size), score: palm.score)
        }
    }

    mutating func forget() { (isKnown, looks) = (false, 0) }

    /// The whole picture, as a square.
    static func region(_ size: PixelSize) -> PictureSquare {
        PictureSquare(
            centerX: Double(size.width) / 2, centerY: Double(size.height) / 2,
            side: Double(max(size.width, size.height)))
    }
}
