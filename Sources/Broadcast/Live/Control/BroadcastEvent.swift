public import MediaModel

/// Something that whoever watches a programme wants to hear of.
public enum BroadcastEvent: Hashable, Sendable {
    /// What is shown of the source has changed.
    case source(LiveStatus.SourceState)
    /// So many events have been committed at a media time; of those with ids, the first hundred ids.
    case committed(count: Int, ids: [String], at: MediaTime)
    /// An event that was to be committed by itself can't be, for this reason.
    case refused(id: String?, reason: String)
    /// Another preset draws the show.
    case preset(name: String)
    /// A whole segment of the first rendition is there.
    case segment(sequence: Int)
    case warning(String)
    /// The programme is over, and all of it is written: nothing comes after this.
    case finished
}
