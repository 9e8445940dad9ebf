public import MediaModel

/// When an event is to be committed.
public enum EventTime: Hashable, Sendable {
    /// So long after picture 0.
    case media(MediaTime)
    /// An instant that the calendar knows: sales start at 20:00. Its media time is known when the programme has begun.
    case wall(WallTime)

    /// The media time, in a programme whose picture 0 is shown at `start`; `nil` if nobody knows yet.
    ///
    /// - Throws: ``EventError`` for an absolute time that can't be told, or isn't within a day of the start.
    public func mediaTime(startedAt start: WallTime?) throws(EventError) -> MediaTime {
        switch self {
        case .media(let time): return time
        case .wall(let instant):
            guard let start else {
                throw EventError("at", "an absolute time needs the programme's start, which isn't known")
            }
            let time = instant.mediaTime(startedAt: start)
            guard time >= .zero, time <= .seconds(86_400) else {
                throw EventError("at", "this time is not within a day of the programme's start")
            }
            return time
        }
    }
}
