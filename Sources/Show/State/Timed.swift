/// What is on screen, and what it took the place of.
public struct Timed<Value: Hashable & Sendable>: Hashable, Sendable {
    /// What is shown since `changedAt`; `nil` for nothing.
    public var current: Value?
    /// What was shown until `changedAt`, for the exit animation.
    public var previous: Value?
    /// The tick of the last change.
    public var changedAt: Int

    public init(current: Value? = nil, previous: Value? = nil, changedAt: Int = 0) {
        (self.current, self.previous, self.changedAt) = (current, previous, changedAt)
    }
}
