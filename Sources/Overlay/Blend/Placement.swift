import MediaModel

/// A sprite at a place on the canvas.
public struct Placement: Sendable {
    public let sprite: Sprite
    /// The sprite's top left corner, in luma samples. What lies outside the canvas is cut off.
    public let x, y: Int
    /// From 0, invisible, to 256, as the sprite is.
    public let opacity: Int

    /// - Precondition: `opacity` is within 0 and 256, and the position within 2³⁰ of the canvas.
    public init(sprite: Sprite, x: Int, y: Int, opacity: Int = 256) {
        precondition(0...256 ~= opacity, "an opacity of \(opacity)")
        precondition(abs(x) <= 1 << 30 && abs(y) <= 1 << 30, "a position of (\(x), \(y))")
        (self.sprite, self.x, self.y, self.opacity) = (sprite, x, y, opacity)
    }
}

extension Placement {
    /// Whether nothing of a picture of this size, or of what was drawn on it before, can be seen any more.
    func hides(_ picture: PixelSize) -> Bool {
        opacity == 256 && x == 0 && y == 0 && sprite.isOpaque && sprite.size == picture
    }

    /// A sprite with its middle at a place.
    init(sprite: Sprite, centreX: Int, centreY: Int, opacity: Int = 256) {
        self.init(
            sprite: sprite, x: centreX - sprite.size.width / 2, y: centreY - sprite.size.height / 2, opacity: opacity)
    }
}
