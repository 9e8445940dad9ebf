import FFmpegKit

/// What a live source hands to its recorder.
enum RecordedItem: ~Copyable, Sendable {
    /// Another source: what follows has other times, and goes into another file.
    case begin
    /// What follows is coded so, and its times are counted in this unit.
    case configuration(TrackKind, CodecParameters, timeBase: TrackDescription.TimeBase)
    /// Its times are the source's, in nanoseconds; `offset` makes the programme's of them, and is `nil` for what isn't shown.
    case packet(TrackKind, Packet, offset: Int64?)
}
