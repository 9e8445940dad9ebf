public import MediaModel

/// What became of a preset that was to be put on air.
public enum PresetChangeResult: Hashable, Sendable {
    /// It draws the show from this media time on.
    case committed(MediaTime)
    /// The one before stays, for this reason.
    case refused(Refusal)

    /// Why a preset can't be put on air.
    public enum Refusal: Hashable, Sendable {
        /// It changes what a broadcast can't change: its canvas, frame rate, latency or ladder.
        case fixed(String)
        /// It can't be drawn, e.g. for a font that isn't installed.
        case undrawable(String)
        /// The programme is over, or hasn't begun.
        case busy(String)
    }
}
