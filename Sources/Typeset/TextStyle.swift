public import MediaModel

/// How text is written.
public struct TextStyle: Hashable, Sendable {
    public var face: FontFace
    /// The letters' size (em), in pixels.
    public var size: Double
    public var color: Color
    /// Between letters, in parts of the size; may be negative.
    public var letterSpacing: Double
    /// How far it is from one line to the next, in parts of the size.
    public var lineHeight: Double
    /// Whether a line is drawn through the text, as through an old price.
    public var isStruckThrough: Bool
    /// A line around the letters, outside of them.
    public var outline: TextOutline?
    /// The language that the text is in, a BCP 47 tag; `nil` for the typesetter's.
    public var language: String?

    public init(
        face: FontFace, size: Double, color: Color, letterSpacing: Double = 0, lineHeight: Double = 1.3,
        isStruckThrough: Bool = false, outline: TextOutline? = nil
    ) {
        precondition(size > 0, "letters of \(size) pixels")
        self.face = face
        self.size = size
        self.color = color
        self.letterSpacing = letterSpacing
        self.lineHeight = lineHeight
        self.isStruckThrough = isStruckThrough
        self.outline = outline
    }
}

/// A line around letters.
public struct TextOutline: Hashable, Sendable {
    public var color: Color
    /// How far it reaches beyond the letters' edges, in pixels.
    public var width: Double

    public init(color: Color, width: Double) {
        precondition(width > 0, "an outline of \(width) pixels")
        (self.color, self.width) = (color, width)
    }
}

/// The room that text must keep to.
public struct TextLimits: Hashable, Sendable {
    /// How wide the text may be, its outline included, in pixels.
    public var width: Double
    public var lines: Int
    /// The smallest size (em) to shrink to before the text is cut with an ellipsis, in pixels.
    public var smallestSize: Double
    /// How lines stand that are shorter than the widest.
    public var alignment = TextAlignment.leading

    public init(width: Double, lines: Int = 1, smallestSize: Double) {
        precondition(width >= 1 && lines >= 1 && smallestSize > 0, "no room for text")
        (self.width, self.lines, self.smallestSize) = (width, lines, smallestSize)
    }
}

/// A stretch of text in a size of its own, such as a currency sign beside larger digits.
public struct TextRun: Hashable, Sendable {
    public var text: PlainText
    /// The run's size, in parts of the style's size.
    public var scale: Double
    /// The code of a currency (ISO 4217) whose sign the run is: it is written where no font has the sign.
    public var currency: String?

    public init(_ text: PlainText, scale: Double = 1, currency: String? = nil) {
        (self.text, self.scale, self.currency) = (text, scale, currency)
    }
}
