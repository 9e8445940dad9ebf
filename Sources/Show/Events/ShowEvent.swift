public import MediaModel

/// Something that happens in a show: a price goes up on screen, hearts arrive.
///
/// The same object in timeline files, where `at` is set, and over the control API.
public struct ShowEvent: Hashable, Sendable {
    /// When to commit; `nil` means now.
    public var at: EventTime?
    /// Makes the event idempotent, as a second one of the same id is not applied, and lets it be undone.
    public var id: String?
    public var action: Action

    public init(at: EventTime?, id: String? = nil, action: Action) {
        (self.at, self.id, self.action) = (at, id, action)
    }

    /// - Parameter time: The media time to commit at; `nil` means now.
    public init(at time: MediaTime? = nil, id: String? = nil, action: Action) {
        self.init(at: time.map(EventTime.media), id: id, action: action)
    }
}

extension ShowEvent {
    /// The media time to commit at; `nil` for an event that means now, and for an absolute time that isn't resolved.
    public var mediaTime: MediaTime? {
        if case .media(let time) = at { time } else { nil }
    }

    /// The event with its media time in place of an absolute time.
    ///
    /// - Parameter start: When picture 0 is shown; `nil` if nobody knows yet.
    /// - Throws: ``EventError`` as ``EventTime/mediaTime(startedAt:)``.
    public func resolved(startedAt start: WallTime?) throws(EventError) -> ShowEvent {
        guard case .wall = at else { return self }
        var event = self
        event.at = .media(try at?.mediaTime(startedAt: start) ?? .zero)
        return event
    }

    /// The tick to commit on: the first at or after its media time; `nil` for an event that means now.
    ///
    /// Media times have microseconds, so a tick's own time is rounded when it is written down: tick 2 of 30 a second,
    /// 66.666… ms, becomes 0.066667 s and lies behind itself. Half a microsecond of grace brings it back to its tick.
    public func tick(at frameRate: FrameRate) -> Int? {
        mediaTime.map { max(0, frameRate.tick(atOrAfter: $0 - MediaTime(1, timescale: 2_000_000))) }
    }
}
