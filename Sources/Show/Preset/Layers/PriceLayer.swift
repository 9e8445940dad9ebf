import MediaModel

/// The product on sale and what it costs.
public struct PriceLayer: BoxedLayer {
    public static let standardBox = LayerBox(
        name: "price", anchor: .bottomLeft, inset: Inset(horizontal: 4, vertical: 12), width: 58,
        enter: LayerAnimation(kind: .slideLeft, duration: .milliseconds(400)))

    public var box: LayerBox
    /// Whether the product's picture is shown, if it has one.
    public var photo: Bool
    /// The stock is shown when so few pieces are left; 0 for never.
    public var stockBelow: Int
    /// The most lines that the product's name may take; 1 to 3.
    public var lines: Int

    public init(box: LayerBox = Self.standardBox, photo: Bool = true, stockBelow: Int = 20, lines: Int = 2) {
        self.box = box
        self.photo = photo
        self.stockBelow = stockBelow
        self.lines = lines
    }
}
