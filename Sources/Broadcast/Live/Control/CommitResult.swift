public import MediaModel

/// What became of an event, for whoever sent it.
public enum CommitResult: Hashable, Sendable {
    /// It is on screen from this media time on, that of the tick it was committed on.
    ///
    /// - warnings: What of it can't be drawn as it is written, one sentence each.
    case committed(MediaTime, warnings: [String] = [])
    /// It will be committed at this media time.
    case scheduled(MediaTime, warnings: [String] = [])
    /// The same was committed before under its id, at this media time; `nil` if that was too long ago to tell. Nothing has changed.
    case repeated(MediaTime?)
    /// Nothing has changed, for this reason: one sentence.
    case refused(String)
    /// Nothing has changed, as the programme can't take it now: ask again.
    case busy(String)

    /// When it is, will be or was committed.
    public var time: MediaTime? {
        switch self {
        case .committed(let time, _), .scheduled(let time, _): time
        case .repeated(let time): time
        case .refused, .busy: nil
        }
    }
}
