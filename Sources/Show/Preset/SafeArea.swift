/// What the buttons and bars of the viewers' app leave free, as margins in percent: at the top and the bottom of the
/// canvas' height, at the left and the right of its width.
public struct SafeArea: Hashable, Sendable {
    public var top, right, bottom, left: Double

    public init(top: Double = 0, right: Double = 0, bottom: Double = 0, left: Double = 0) {
        (self.top, self.right, self.bottom, self.left) = (top, right, bottom, left)
    }

    /// The whole canvas.
    public static let none = SafeArea()
}
