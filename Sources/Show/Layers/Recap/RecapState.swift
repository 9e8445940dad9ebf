/// The recap, and whether it is on screen.
public struct RecapState: Hashable, Sendable {
    /// The lines on screen.
    public var lines: Timed<[LocalizedText]>
    /// What is shown at its times; `nil` for nothing.
    public var recap: Recap?

    public init(lines: Timed<[LocalizedText]> = Timed(), recap: Recap? = nil) {
        (self.lines, self.recap) = (lines, recap)
    }
}
