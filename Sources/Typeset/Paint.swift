public import MediaModel

/// What a shape is filled with.
public enum Paint: Hashable, Sendable {
    case color(Color)
    /// A gradient from one colour at a point, and beyond, to another at another point; in pixels.
    case linear(Outline.Point, Outline.Point, from: Color, to: Color)
    /// A gradient from one colour in the centre to another at a distance from it and beyond, in pixels.
    case radial(x: Double, y: Double, radius: Double, from: Color, to: Color)

    /// Makes a gradient from one colour at `top` to another at `bottom`, both in pixels from the picture's top.
    public static func vertical(top: Double, bottom: Double, from: Color, to: Color) -> Paint {
        .linear(Outline.Point(0, top), Outline.Point(0, bottom), from: from, to: to)
    }
}
