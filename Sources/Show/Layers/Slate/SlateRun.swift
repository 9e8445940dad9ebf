/// A slate on screen.
public struct SlateRun: Hashable, Sendable {
    public var slate: Slate
    /// The tick that it counts down to and goes at; `nil` if an event has to take it away.
    public var end: Int?

    public init(slate: Slate, end: Int? = nil) {
        (self.slate, self.end) = (slate, end)
    }
}
