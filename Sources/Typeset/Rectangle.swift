/// A rectangle to draw, in pixels from the picture's top left corner; fractions of pixels are allowed.
public struct Rectangle: Hashable, Sendable {
    public var x, y, width, height: Double

    public init(x: Double, y: Double, width: Double, height: Double) {
        (self.x, self.y, self.width, self.height) = (x, y, width, height)
    }

    /// The rectangle with each edge moved inwards; outwards for a negative distance.
    public func inset(by distance: Double) -> Rectangle {
        Rectangle(x: x + distance, y: y + distance, width: width - 2 * distance, height: height - 2 * distance)
    }
}
