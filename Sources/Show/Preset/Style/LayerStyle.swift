public import MediaModel

/// The look of text on a plate.
public struct LayerStyle: Hashable, Sendable {
    /// White on crimson: what a preset's keys lie over where its layer has no style of its own.
    public static let standard = LayerStyle()

    /// A family as fontconfig names it, with or without its style: `BIZ UDPGothic`, `BIZ UDPGothic Bold`.
    public var font = "BIZ UDPGothic Bold"
    /// `nil` where `font` names the style.
    public var weight: Weight?
    /// The layer's smallest text, in percent of the canvas' height, at least 2.2; larger text of it grows with it.
    public var textSize = 2.2
    /// Added between letters, in percent of their size; -10 to 50.
    public var letterSpacing = 0.0
    public var color = Color.white
    /// The plate behind the text; clear for none.
    public var plate = Color.rgb(0xbe_123c, alpha: 0xf0)
    /// What the plate's colour turns into; `nil` for one colour.
    public var gradient: Gradient?
    /// What stands out: the price's discount badge, a poll's bars.
    public var accent = Color.rgb(0xfd_e047)
    /// Text on the accent colour.
    public var accentText = Color.rgb(0x7f_1d1d)
    /// The plate's corner radius, in percent of the canvas' width.
    public var radius = 2.0
    /// What the radius makes of the corners.
    public var corners = Corners.round
    /// A soft dark edge below the plate: 0 (none) to 1.
    public var shadow = 0.35
    /// A line around the letters.
    public var outline: Line?
    /// A line around the plate.
    public var border: Line?

    /// The face's full name, as fontconfig knows it: family and style.
    public var face: String { weight.map { "\(font) \($0.rawValue)" } ?? font }
}

extension LayerStyle {
    /// The style's name within a family. Upper and lower case are alike.
    public enum Weight: String, CaseIterable, Sendable {
        case thin, light, regular, medium, semibold, bold, extrabold, black
    }

    /// The shape of a plate's corners.
    public enum Corners: String, CaseIterable, Sendable {
        case round
        /// Cut off straight.
        case cut
        /// Hollow, as on a ticket.
        case ticket
        /// Round at the upper left and the lower right, square at the others.
        case leaf
    }

    /// How a plate turns from its colour into another.
    public struct Gradient: Hashable, Sendable {
        /// Where the plate's own colour ends up: below, at the right, or at the lower right.
        public enum Direction: String, CaseIterable, Sendable {
            case vertical, horizontal, diagonal
        }

        public var to: Color
        public var direction: Direction

        public init(to: Color, direction: Direction = .vertical) {
            (self.to, self.direction) = (to, direction)
        }
    }

    public struct Line: Hashable, Sendable {
        public var color: Color
        /// In percent of the canvas' width; above 0, at most 3.
        public var width: Double

        public init(color: Color, width: Double) {
            (self.color, self.width) = (color, width)
        }
    }
}

extension PresetKeys {
    /// The keys that are given lie over those of `value`.
    public mutating func style(_ key: String, _ value: inout LayerStyle) {
        map(key, &value, named: "style", "") { keys, style in
            keys.text("font", &style.font, upTo: 100, "A family, with or without its style, that is installed")
            keys.choice("weight", &style.weight, "The style, where font names a family alone")
            keys.percent(
                "textSize", &style.textSize, in: 2.2...20, "The layer's smallest text, of the canvas' height")
            keys.percent(
                "letterSpacing", &style.letterSpacing, in: -10...50, "Added between letters, of their size")
            keys.color("color", &style.color, isRequired: false, "The text's")
            keys.color("plate", &style.plate, isRequired: false, "Behind the text; clear for none")
            keys.map(
                "gradient", &style.gradient, over: LayerStyle.Gradient(to: .clear), named: nil,
                "What the plate turns into"
            ) { keys, gradient in
                keys.color("to", &gradient.to, isRequired: true, "")
                keys.choice("direction", &gradient.direction, "")
            }
            keys.color("accent", &style.accent, isRequired: false, "What stands out: a badge, a poll's bars")
            keys.color("accentText", &style.accentText, isRequired: false, "Text on the accent colour")
            keys.percent("radius", &style.radius, in: 0...20, "The plate's corners, of the canvas' width")
            keys.choice("corners", &style.corners, "What the radius makes of the corners")
            keys.number("shadow", &style.shadow, in: 0...1, "A soft dark edge below the plate: 0 for none")
            keys.line("outline", &style.outline, "Around the letters")
            keys.line("border", &style.border, "Around the plate")
            keys.checkFont(of: style, at: "weight", "font")
        }
    }

    private mutating func line(_ key: String, _ value: inout LayerStyle.Line?, _ about: String) {
        map(
            key, &value, over: LayerStyle.Line(color: .clear, width: 0.3), named: "line", about
        ) { keys, line in
            keys.color("color", &line.color, isRequired: true, "")
            keys.percent("width", &line.width, in: 0.05...3, "Of the canvas' width. Default: 0.3%")
        }
    }
}
