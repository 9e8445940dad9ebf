/// What a viewer asks the origin's state for.
package struct OriginRequest: Hashable, Sendable {
    /// Of the URL, as it came, e.g. `/v720x1280/playlist.m3u8`. Nothing in it is decoded: no address of ours has anything to decode.
    let path: Substring
    /// What follows the path's `?`.
    var query: Substring = ""
    /// The tag of the live playlist that the viewer reloads and won't take without another segment (``PlayerQuirks``).
    var heldTag: Substring?
    /// Whether the viewer may have just come, and so had better begin with what is new (``JoinPolicy``).
    var mayJoin = false
    /// Whether a playlist may be sent compressed.
    var acceptsGzip = false
}
