import HLS
import HTTPTypes

/// What players do that no standard says, and what the origin does about it. Each is known by what it asks, never by its name.
///
/// Two more are met for all players alike. hls.js takes a playlist without a whole segment for an empty one, and may give up for good
/// after asking for the other rungs' (levelEmptyError); so who comes while the first segment grows gets a playlist once that is whole
/// (``LiveSnapshot/answer(_:_:at:)``). And there is one in what playlists list: a date range that begins in a segment that grows is left out until
/// that is whole (``LiveTimeline/livePlaylist(of:isDelta:)``). hls.js 1.6 looks for the segment in which a range begins among those that
/// have a date, the growing one too, but then only finds whole ones: an exception in the middle of its parser, after which it never asks
/// again. So whoever came within a segment of any change of the show would see nothing at all.
enum PlayerQuirks {
    /// Chromium's own player (to version 156 at least): the tag of the playlist that a viewer reloads who needs another segment, and
    /// gets no good of anything else; `nil` for all others.
    ///
    /// It fetches the last three segments before it begins to play. Where those are there before its decoders are, it reloads the
    /// playlist once to begin, and ends for good, with DEMUXER_ERROR_COULD_NOT_PARSE, if that lists no segment more. So it may
    /// have to wait for one. It is known by its reload: a plain one that has both conditions of a cache and a range, which no other
    /// player or cache asks of a playlist.
    static func heldTag(_ request: ViewerRequest) -> Substring? {
        guard request.query.isEmpty, request.fields[.range] != nil, let field = request.fields[.ifNoneMatch] else {
            return nil
        }
        let tag = ViewerRequest.strong(field[...])
        guard tag.count > 2, tag.hasPrefix("\""), tag.hasSuffix("\"") else { return nil }
        return tag.dropFirst().dropLast()
    }

    /// hls.js: whether it would begin in a segment's last part, if the playlist that it gets first ended with `end`.
    ///
    /// It then fetches one part of sound and all the segment's pictures, takes the sound's arrival for the pictures' too, and appends
    /// two parts at a time where the first has between 128 and 256 KiB. The browser refuses, hls.js throws away what it has, and the
    /// viewer sees a first picture after four seconds and stays six behind (docs/players.md). With two parts a segment there is
    /// nothing to stumble over.
    ///
    /// - Parameter partsHeldBack: How many parts before the playlist's end a player begins.
    static func isTrap(_ end: PartPosition, partsPerSegment: Int, partsHeldBack: Int) -> Bool {
        guard partsPerSegment > 2 else { return false }
        // Of the parts of a segment, the last one has this remainder.
        return (end.part + 1 - partsHeldBack - (partsPerSegment - 1)).isMultiple(of: partsPerSegment)
    }
}
