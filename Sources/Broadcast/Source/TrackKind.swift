/// What a source's track has. A source has at most one of each on air.
enum TrackKind: Int, Sendable {
    case video = 0
    case audio = 1
}
