import HLS

/// What the packager tells a store's archiver, in this order: the beginning, then of each rendition its initialisation section
/// before its segments, and at the end nothing.
enum StoreItem: Sendable {
    /// The wall-clock time of the first part.
    case beginning(ProgramDateTime)
    case initialisation(track: Int, [UInt8], codec: String)
    /// A segment by its parts: a whole one, or the last one of all.
    case segment(track: Int, Segment)
    /// So many whole segments of a rendition that there was no room for.
    case lostSegments(track: Int, count: Int)
    case dateRange(DateRange)
    /// After a segment.
    case picture(ShowPicture)

    struct Segment: Sendable {
        /// Its media sequence number.
        let sequence: Int
        let parts: [LivePart<[UInt8]>]
    }
}
