public import MediaModel

/// Viewers' hearts, rising from a corner, and how many there have been.
public struct HeartsLayer: BoxedLayer {
    public static let standardBox = LayerBox(
        name: "hearts", anchor: .bottomRight, inset: Inset(horizontal: 5, vertical: 14),
        style: LayerStyle(plate: .rgb(0, alpha: 0x99)))

    public enum Icon: String, CaseIterable, Sendable {
        case heart, star, sparkle
    }

    /// A picture that rises in the hearts' place when an event asks for it by name: a presenter's bear.
    public struct Stamp: Hashable, Sendable {
        /// Unlike those of the ``Icon``s.
        public var name: String
        public var image: ImageFile

        public init(name: String, image: ImageFile) {
            (self.name, self.image) = (name, image)
        }
    }

    /// The anchor is the corner or edge that the hearts rise from, the style the counter's. Width and height aren't used.
    public var box: LayerBox
    /// Taken in turn by events that name no icon.
    public var icons: [Icon]
    public var stamps: [Stamp]
    public var colors: [Color]
    /// The smallest and the largest heart, in percent of the canvas' width.
    public var smallest, largest: Double
    /// How far they rise, in percent of the canvas' height.
    public var rise: Double
    /// How far they sway to each side, in percent of the canvas' width.
    public var sway: Double
    /// How long one lives.
    public var lifetime: MediaTime
    /// The most on screen at once; 1 to 500. More than that only count.
    public var maximum: Int
    /// Whether the running total is shown beside the corner.
    public var counter: Bool

    public init(
        box: LayerBox = Self.standardBox, icons: [Icon] = [.heart], stamps: [Stamp] = [],
        colors: [Color] = [.rgb(0xff_4d6d), .rgb(0xff_8fa3), .rgb(0xff_b3c1), .rgb(0xf7_2585), .rgb(0xff_d166)],
        smallest: Double = 5, largest: Double = 9, rise: Double = 42, sway: Double = 5,
        lifetime: MediaTime = .milliseconds(2_800), maximum: Int = 120, counter: Bool = true
    ) {
        self.box = box
        self.icons = icons
        self.stamps = stamps
        self.colors = colors
        self.smallest = smallest
        self.largest = largest
        self.rise = rise
        self.sway = sway
        self.lifetime = lifetime
        self.maximum = maximum
        self.counter = counter
    }
}
