import MediaModel

/// Animated pictures that events put somewhere for a time: the screenshot game.
public struct StampLayer: LayerDescriptor {
    public static let standardBox = LayerBox(
        name: "stamp", anchor: .center, width: 40,
        enter: LayerAnimation(kind: .fade, duration: .milliseconds(200)))

    /// The anchor and the width hold for stamps that don't say their own.
    public var box: LayerBox
    /// The most at once, the newest of them; 1 to 8.
    public var maximum: Int

    public init(box: LayerBox = Self.standardBox, maximum: Int = 4) {
        (self.box, self.maximum) = (box, maximum)
    }
}

extension StampLayer {
    public static var standard: StampLayer { StampLayer() }
    public static var summary: String { "Animated pictures that events put somewhere for a time: the screenshot game." }
    public var layer: Layer { .stamp(self) }

    public static var unusedBoxKeys: [String] { ["slot", "change", "style"] }
    public static var presence: LayerPresence { .overAll }
    public var textColors: [TextColors] { [] }

    public mutating func visit(_ keys: inout some PresetKeys) {
        keys.integer("maximum", &maximum, in: 1...8, "The most at once, the newest of them")
    }
}
