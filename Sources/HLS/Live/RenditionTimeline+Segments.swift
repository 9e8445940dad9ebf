import MediaModel

// What a rendition knows of its segments.

extension RenditionTimeline {
    struct Part: Sendable {
        let media: LivePart<Payload>
        /// Its tag.
        let line: String
    }

    struct Segment: Sendable {
        let sequence: Int
        let name: MediaName
        let duration: MediaTime
        /// On the broadcast's timeline, as ``end`` counts it.
        let end: MediaTime
        let programDateTime: ProgramDateTime
        /// `nil` for text.
        let map: MediaPlaylist.Map?
        /// Whether its text has the map's tag.
        let writesMap: Bool
        let isDiscontinuous: Bool
        let isGap: Bool
        /// Whether its first picture is listed by itself.
        let hasIFrame: Bool
        /// Empty for a segment of an earlier run, and for one that memory no longer holds.
        var parts: [Part]
        /// A segment of an earlier run counts as a whole one.
        let partCount: Int
        let byteCount: Int
        var text: TextPlace
        /// When its parts' tags left, on the broadcast's timeline; `nil` while they are listed.
        var partsLeft: MediaTime?
        /// When it left the playlist, likewise.
        var left: MediaTime?
        /// Whether neither memory nor the disk has it: it was listed while memory had it, and is a gap since.
        var isLost = false

        /// - Parameters:
        ///   - end: Where it ends, on the broadcast's timeline.
        ///   - partsOfOldOnes: How many parts a segment of an earlier run counts for.
        init(_ grown: Unfinished, as entry: Entry, end: MediaTime, partsOfOldOnes: Int, text: TextPlace) {
            (sequence, duration, self.end) = (grown.sequence, grown.duration, end)
            (programDateTime, isDiscontinuous) = (grown.programDateTime, grown.isDiscontinuous)
            (name, map, writesMap) = (entry.name, entry.map, grown.writesMap)
            (isGap, hasIFrame) = (entry.isGap, entry.hasIFrame)
            (parts, partCount) = (grown.parts, grown.parts.isEmpty ? partsOfOldOnes : grown.parts.count)
            byteCount = grown.parts.reduce(0) { $0 + $1.media.byteCount }
            self.text = text
        }
    }

    /// The segment that grows, and one of an earlier run until it is listed.
    struct Unfinished: Sendable {
        let sequence: Int
        let programDateTime: ProgramDateTime
        let isDiscontinuous: Bool
        let writesMap: Bool
        var parts: [Part] = []
        var duration = MediaTime.zero
        /// As written.
        var microseconds: Int64 = 0
    }

    /// What playlists name of a whole segment.
    struct Entry: Sendable {
        let name: MediaName
        /// `nil` for text.
        let map: MediaPlaylist.Map?
        let isGap: Bool
        /// The bytes of its first picture, by which it is listed among I-frames; `nil` without one.
        let iFrameRange: Range<Int>?

        var hasIFrame: Bool { !isGap && iFrameRange != nil }
    }
}
