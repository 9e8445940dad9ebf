/// A rectangle of a picture, in luma samples from its top left corner.
public struct PixelArea: Hashable, Sendable {
    public var x, y, width, height: Int

    public init(x: Int, y: Int, width: Int, height: Int) {
        (self.x, self.y, self.width, self.height) = (x, y, width, height)
    }

    /// All of a picture.
    public init(size: PixelSize) {
        self.init(x: 0, y: 0, width: size.width, height: size.height)
    }

    public var size: PixelSize { PixelSize(width: width, height: height) }

    /// Whether a 4:2:0 picture of this size can be cut here: inside it, on even edges.
    public func cuts(_ picture: PixelSize) -> Bool {
        x >= 0 && y >= 0 && width > 0 && height > 0
            && x + width <= picture.width && y + height <= picture.height
            && (x | y | width | height) % 2 == 0
    }
}
