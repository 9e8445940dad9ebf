/// What became of an event.
public enum EventOutcome: Hashable, Sendable {
    case applied
    /// The same has been applied before under its id; this one changes nothing.
    case repeated
    /// It doesn't fit the show as it is, or its id stands for something else; it changes nothing.
    case refused(EventError)
}
