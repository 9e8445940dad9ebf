import MediaModel

/// A square in a picture, in luma samples from its left top corner. It may stick out.
struct PictureSquare: Hashable, Sendable {
    var centerX, centerY, side: Double

    init(centerX: Double, centerY: Double, side: Double) {
        (self.centerX, self.centerY, self.side) = (centerX, centerY, side)
    }

    /// A square from its left top corner.
    init(x: Double, y: Double, side: Double) {
        self.init(centerX: x + side / 2, centerY: y + side / 2, side: side)
    }

    var x: Double { centerX - side / 2 }
    var y: Double { centerY - side / 2 }

    func scaled(by factor: Double) -> PictureSquare {
        PictureSquare(centerX: centerX, centerY: centerY, side: side * factor)
    }

    /// The same square, pushed into a picture as far as it goes.
    func inside(_ size: PixelSize) -> PictureSquare {
        func pushed(_ center: Double, _ length: Int) -> Double {
            side >= Double(length) ? Double(length) / 2 : min(max(center, side / 2), Double(length) - side / 2)
        }
        return PictureSquare(centerX: pushed(centerX, size.width), centerY: pushed(centerY, size.height), side: side)
    }

    /// The part that two squares share, as a share of what they cover together.
    func overlap(_ other: PictureSquare) -> Double {
        let width = min(x + side, other.x + other.side) - max(x, other.x)
        let height = min(y + side, other.y + other.side) - max(y, other.y)
        guard width > 0, height > 0 else { return 0 }
        let shared = width * height
        return shared / (side * side + other.side * other.side - shared)
    }

    /// From middle to middle, in sides of this square.
    func distance(to other: PictureSquare) -> Double {
        let (x, y) = (other.centerX - centerX, other.centerY - centerY)
        return (x * x + y * y).squareRoot() / side
    }

    func isAsLarge(as other: PictureSquare, within ratio: Double) -> Bool {
        side < ratio * other.side && other.side < ratio * side
    }

    func box(in size: PixelSize) -> SubjectBox {
        SubjectBox(
            x: x / Double(size.width), y: y / Double(size.height), width: side / Double(size.width),
            height: side / Double(size.height))
    }
}
