/// A place that several layers share: which of them is on screen, and since when.
public struct SlotState: Hashable, Sendable {
    /// The layer on screen; `nil` for none.
    public var holder: String?
    /// The layer that was on screen until `changedAt`, for its exit animation.
    public var previous: String?
    /// The tick of the last change; `nil` if it has been so from the start.
    public var changedAt: Int?

    public init(holder: String? = nil, previous: String? = nil, changedAt: Int? = nil) {
        (self.holder, self.previous, self.changedAt) = (holder, previous, changedAt)
    }
}
