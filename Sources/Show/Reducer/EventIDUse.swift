/// What an id stands for, when an event comes with it.
public enum EventIDUse: Hashable, Sendable {
    case new
    /// The same was committed before, or it is a comment that must not come any more.
    case repeated
    /// Something else was committed under this id, on this tick.
    case other(tick: Int)
}
