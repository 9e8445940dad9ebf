import HLS
import NIOCore

/// How the origin answers a request for a file of the show.
enum OriginResponse: Sendable {
    case playlist(CachedPlaylist)
    /// The pieces together are the file. All viewers share their bytes.
    case media(MediaFacts, pieces: [ByteBuffer])
    /// Memory no longer holds it; the disk may.
    case stored(path: String, StoredFacts)
    /// Ask again once ``OriginEdges/have(_:)`` says so.
    case wait(OriginWait)
    case refuse(RequestRefusal)

    /// Of a file before it is opened; see ``MediaFacts``.
    struct StoredFacts: Sendable {
        let kind: Rendition.Kind?
        let tag: String
        var changes = false
    }
}
