import MediaModel

extension Color {
    /// The same colour with its alpha multiplied by a factor from 0 to 1.
    func dimmed(_ factor: Double) -> Color {
        Color(red: red, green: green, blue: blue, alpha: UInt8(Double(alpha) * factor))
    }

    /// The same colour with another alpha.
    func withAlpha(_ alpha: UInt8) -> Color { Color(red: red, green: green, blue: blue, alpha: alpha) }

    /// The same colour with its light multiplied by a factor from 0 to 1.
    func darkened(_ factor: Double) -> Color {
        Color(
            red: UInt8(Double(red) * factor), green: UInt8(Double(green) * factor), blue: UInt8(Double(blue) * factor),
            alpha: alpha)
    }

    /// The colour a part of the way to white: 0 is the colour itself, 1 white.
    func lightened(_ part: Double) -> Color {
        func lighter(_ value: UInt8) -> UInt8 { UInt8(Double(value) + (255 - Double(value)) * part) }
        return Color(red: lighter(red), green: lighter(green), blue: lighter(blue), alpha: alpha)
    }
}
