/// What became of an event.
public enum EventOutcome: Hashable, Sendable {
    case applied
    /// One of its id has been applied before; this one changes nothing.
    case repeated
    /// It doesn't fit the show as it is; it changes nothing.
    case refused(EventError)
}
