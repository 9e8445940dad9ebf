public import Show

/// A show event and the text that it came as, for the log.
public struct LiveEvent: Sendable {
    public var event: ShowEvent
    /// One JSON object, without line ends.
    public var json: String

    public init(_ event: ShowEvent, json: String) {
        (self.event, self.json) = (event, json)
    }

    /// The event with its media time in place of an absolute time: see `ShowEvent.resolved(startedAt:)`.
    func resolved(startedAt start: WallTime?) throws(EventError) -> LiveEvent {
        LiveEvent(try event.resolved(startedAt: start), json: json)
    }
}
