extension Unicode.Scalar {
    /// Whether nothing of it is seen, wherever it stands: white space, joiners, marks of direction, variation selectors,
    /// fillers, soft hyphens, control characters, and code points that stand for nothing.
    ///
    /// Unicode's Default_Ignorable_Code_Point and White_Space, with what text from outside isn't drawn with anyway
    /// (private use, unassigned) and the blank Braille pattern, which is a symbol by its category alone.
    public var isInvisible: Bool {
        if value < 0x7F { return value <= 0x20 }
        if value == 0x2800 || value == 0xFFFC { return true }
        // The newest currencies' signs may be unknown to the tables here; their codes are drawn then.
        if 0x20A0...0x20CF ~= value { return false }
        if properties.isDefaultIgnorableCodePoint || properties.isWhitespace { return true }
        switch properties.generalCategory {
        case .control, .format, .privateUse, .surrogate, .unassigned, .lineSeparator, .paragraphSeparator: return true
        default: return false
        }
    }
}
