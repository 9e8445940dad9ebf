import MediaModel

/// The squares in which new faces are searched: large ones that cover the picture, small ones for faces far away.
enum SearchTiles {
    private static let smallShare = 0.6

    /// As high as the picture (or as wide, where it is upright), the leftmost or topmost first.
    static func large(_ size: PixelSize) -> [PictureSquare] { tiles(size, share: 1, step: 0.8) }

    /// So that a face of a twentieth of the picture's height is found.
    static func small(_ size: PixelSize) -> [PictureSquare] { tiles(size, share: smallShare, step: 0.7) }

    /// The side of a small one.
    static func smallSide(_ size: PixelSize) -> Double { smallShare * Double(min(size.width, size.height)) }

    /// In the order in which they are looked at when there is time for one at a time: large ones often, small ones in turn.
    static func round(_ size: PixelSize) -> [PictureSquare] {
        let (large, small) = (large(size), small(size))
        return small.indices.flatMap { [large[$0 % large.count], small[$0]] }
    }

    /// - Parameters:
    ///   - share: A tile's side, as a share of the picture's shorter one.
    ///   - step: From tile to tile at most, in sides.
    private static func tiles(_ size: PixelSize, share: Double, step: Double) -> [PictureSquare] {
        let side = share * Double(min(size.width, size.height))
        func starts(_ length: Int) -> [Double] {
            let room = Double(length) - side
            // A picture ten times as wide as high is no show.
            let gaps = min(Int((room / (side * step)).rounded(.up)), 10)
            guard gaps > 0 else { return [room / 2] }
            return (0...gaps).map { room * Double($0) / Double(gaps) }
        }
        return starts(size.height).flatMap { y in
            starts(size.width).map { x in PictureSquare(x: x, y: y, side: side) }
        }
    }
}
