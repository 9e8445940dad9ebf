public import MediaModel

/// One kind of thing on the canvas, and how it looks.
public enum Layer: Hashable, Sendable {
    case price(PriceLayer)
    case hearts(HeartsLayer)
}

/// Where a layer's box sits on the canvas.
public enum Anchor: String, CaseIterable, Sendable {
    case topLeft = "top-left"
    case top
    case topRight = "top-right"
    case left
    case center
    case right
    case bottomLeft = "bottom-left"
    case bottom
    case bottomRight = "bottom-right"
}

/// A layer's distance from the edges that its anchor names, in percent of the canvas' width and height.
public struct Inset: Hashable, Sendable {
    public var horizontal, vertical: Double

    public init(horizontal: Double, vertical: Double) {
        (self.horizontal, self.vertical) = (horizontal, vertical)
    }
}

/// How something comes, goes or is replaced.
public struct LayerAnimation: Hashable, Sendable {
    public enum Kind: String, CaseIterable, Sendable {
        case none, fade
        case slideLeft = "slide-left"
        case slideRight = "slide-right"
        case slideUp = "slide-up"
        case slideDown = "slide-down"
    }

    public var kind: Kind
    public var duration: MediaTime

    public init(kind: Kind, duration: MediaTime) {
        (self.kind, self.duration) = (kind, duration)
    }
}

/// The look of text on a plate.
public struct LayerStyle: Hashable, Sendable {
    /// A family and style as fontconfig names them, e.g. `BIZ UDPGothic Bold`.
    public var font: String
    public var color: Color
    /// The plate behind the text; clear for none.
    public var plate: Color
    /// What stands out: the price's discount badge.
    public var accent: Color
    /// Text on the accent colour.
    public var accentText: Color
    /// The plate's corner radius, in percent of the canvas' width.
    public var radius: Double
    /// A soft dark edge below the plate: 0 (none) to 1.
    public var shadow: Double

    public init(
        font: String = "BIZ UDPGothic Bold", color: Color = .white,
        plate: Color = Color(red: 0xbe, green: 0x12, blue: 0x3c, alpha: 0xf0),
        accent: Color = Color(red: 0xfd, green: 0xe0, blue: 0x47),
        accentText: Color = Color(red: 0x7f, green: 0x1d, blue: 0x1d), radius: Double = 2, shadow: Double = 0.35
    ) {
        self.font = font
        self.color = color
        self.plate = plate
        self.accent = accent
        self.accentText = accentText
        self.radius = radius
        self.shadow = shadow
    }
}

/// The product on sale and what it costs.
public struct PriceLayer: Hashable, Sendable {
    public var anchor: Anchor
    public var inset: Inset
    /// The most the tag may take, in percent of the canvas' width.
    public var width: Double
    public var style: LayerStyle
    public var enter: LayerAnimation
    public var exit: LayerAnimation

    public init(
        anchor: Anchor = .bottomLeft, inset: Inset = Inset(horizontal: 4, vertical: 12), width: Double = 58,
        style: LayerStyle = LayerStyle(),
        enter: LayerAnimation = LayerAnimation(kind: .slideLeft, duration: .milliseconds(400)),
        exit: LayerAnimation = LayerAnimation(kind: .fade, duration: .milliseconds(200))
    ) {
        self.anchor = anchor
        self.inset = inset
        self.width = width
        self.style = style
        self.enter = enter
        self.exit = exit
    }
}

/// Viewers' hearts, rising from a corner, and how many there have been.
public struct HeartsLayer: Hashable, Sendable {
    public enum Icon: String, CaseIterable, Sendable {
        case heart, star, sparkle
    }

    /// The corner or edge that the hearts rise from.
    public var anchor: Anchor
    public var inset: Inset
    public var icons: [Icon]
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
    /// The counter's look.
    public var style: LayerStyle

    public init(
        anchor: Anchor = .bottomRight, inset: Inset = Inset(horizontal: 5, vertical: 14), icons: [Icon] = [.heart],
        colors: [Color] = [
            Color(red: 0xff, green: 0x4d, blue: 0x6d), Color(red: 0xff, green: 0x8f, blue: 0xa3),
            Color(red: 0xff, green: 0xb3, blue: 0xc1), Color(red: 0xf7, green: 0x25, blue: 0x85),
            Color(red: 0xff, green: 0xd1, blue: 0x66),
        ],
        smallest: Double = 5, largest: Double = 9, rise: Double = 42, sway: Double = 5,
        lifetime: MediaTime = .milliseconds(2_800), maximum: Int = 120, counter: Bool = true,
        style: LayerStyle = LayerStyle(plate: Color(red: 0, green: 0, blue: 0, alpha: 0x99))
    ) {
        self.anchor = anchor
        self.inset = inset
        self.icons = icons
        self.colors = colors
        self.smallest = smallest
        self.largest = largest
        self.rise = rise
        self.sway = sway
        self.lifetime = lifetime
        self.maximum = maximum
        self.counter = counter
        self.style = style
    }
}
