/// How the lines of a block stand against its widest one.
public enum TextAlignment: Hashable, Sendable {
    /// Lines begin at the left, or at the right for lines written from right to left.
    case leading
    case center
    case trailing
}
