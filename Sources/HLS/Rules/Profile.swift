/// What a presentation promises.
public enum Profile: Hashable, Sendable {
    /// What the standards ask, as far as it can be told from outside.
    case generic
    /// What Tatecast's own promise besides: durations to the millisecond, stereo at 48 kHz, a frame rate that is kept exactly,
    /// dates everywhere.
    case tatecast
}
