public import HLS
public import NIOCore

/// How the origin answers a request for a file of the show.
public enum OriginResponse: Sendable {
    case text(CachedPlaylist)
    case media(OriginMedia)
    /// Memory no longer holds it; the disk may.
    case stored(OriginFile)
    /// Ask again once ``Origin/Edges/have(_:)`` says so; after ``Origin/deadline``, answer with the refusal.
    case wait(WaitCondition)
    case refuse(RequestRefusal)
    /// Not an address of the show.
    case unknown
}

/// A part, a segment or what a player needs before them.
public struct OriginMedia: Sendable {
    /// Together they are the file. All viewers share their bytes.
    public let pieces: [ByteBuffer]
    public let byteCount: Int
    public let kind: Rendition.Kind
    /// Its name: no name ever has two contents.
    public let tag: String
}

extension OriginMedia {
    /// Of a file on the disk, without its bytes.
    public init(stored file: OriginFile, byteCount: Int) {
        self.init(pieces: [], byteCount: byteCount, kind: file.kind, tag: file.tag)
    }
}

/// A file on the disk.
public struct OriginFile: Sendable {
    public let path: String
    public let kind: Rendition.Kind
    public let tag: String
}

/// What a request waits for.
public enum WaitCondition: Hashable, Sendable {
    /// The programme's first part.
    case beginning
    /// This part of a rendition or a later one, or the end.
    case part(rendition: Int, PartPosition)
    /// The segment that this part of a rendition makes whole, or the end. If it doesn't come in time, what there is will do.
    case segment(rendition: Int, PartPosition)
    /// This part of a rendition, one of the next two, or the end, for a viewer who has just come. If it doesn't come in time, what
    /// there is will do.
    case tuneIn(rendition: Int, PartPosition)
}
