package import HLS

/// What the origin has for a request, without its bytes: those stay with whoever performs a ``ViewerSession``.
enum OriginAnswer: Hashable, Sendable {
    case playlist(PlaylistFacts)
    case media(MediaFacts)
    case wait(OriginWait)
    case refuse(RequestRefusal)
}

/// Of a playlist that is ready to be sent.
struct PlaylistFacts: Hashable, Sendable {
    let kind: PlaylistKind
    /// Of this very text: no other text of this playlist has it. Letters, digits and hyphens.
    let tag: String
    let byteCount: Int
    let isCompressed: Bool
}

/// What a cache between us and the viewer may make of a playlist.
enum PlaylistKind: Hashable, Sendable {
    case multivariant
    /// Changes with each part. The target duration is in seconds.
    case live(targetDuration: Int)
    /// Has EXT-X-ENDLIST: never changes again.
    case final
}

/// Of a part, a segment, or what a player needs before them; or of a picture, a list or the chapters of the show.
struct MediaFacts: Hashable, Sendable {
    /// `nil` for a JPEG, and for a JSON file, whose tag ends in `.json`.
    let kind: Rendition.Kind?
    /// Of this very content: its name, which never has two, or what tells it from others of its name.
    let tag: String
    let byteCount: Int
    /// Whether it has to be read, piece by piece; else it is in memory.
    let isOnDisk: Bool
    /// Whether its name may have another content in a minute.
    var changes = false
}

/// What a request waits for, how long, and what then.
struct OriginWait: Hashable, Sendable {
    let condition: WaitCondition
    let atMost: Duration
    /// What the request gets if it waits in vain; `nil` where what there is by then will do.
    let refusal: RequestRefusal?
}

/// What has to become true of the programme before a request can be answered.
package enum WaitCondition: Hashable, Sendable {
    /// Its first part is there.
    case beginning
    /// This part of a rendition or a later one is there, or the programme has ended.
    case part(rendition: Int, PartPosition)
}

extension RequestRefusal {
    /// Of what isn't there, never was, or is no more.
    static let notFound = RequestRefusal(404, "no such file, or no longer: reload the playlist")

    /// For a file that is there and can't be read: unlike one that isn't, it may be had a second later.
    static let unreadable = RequestRefusal(503, "the disk can't give out this file now: ask again")

    /// Of a segment that a full disk couldn't take, once memory has let it go. No cache keeps that for long.
    static let lost = RequestRefusal(410, "this segment couldn't be kept: the playlist lists it with EXT-X-GAP")

    /// Of whatever is asked for before the programme has begun, for too long.
    static let notBegun = RequestRefusal(503, "the programme hasn't begun yet: ask again in some seconds")
}
