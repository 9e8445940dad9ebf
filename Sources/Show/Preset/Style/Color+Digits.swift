public import MediaModel

extension Color {
    /// The colour of six hexadecimal digits, e.g. `0xbe123c`.
    public static func rgb(_ digits: UInt32, alpha: UInt8 = 255) -> Color {
        Color(
            red: UInt8(truncatingIfNeeded: digits >> 16), green: UInt8(truncatingIfNeeded: digits >> 8),
            blue: UInt8(truncatingIfNeeded: digits), alpha: alpha)
    }
}
