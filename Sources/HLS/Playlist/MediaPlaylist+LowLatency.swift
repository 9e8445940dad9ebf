public import MediaModel

// What low latency adds to a playlist: RFC 8216bis 4.4.4.9 and 4.4.5.

extension MediaPlaylist {
    /// A piece of a segment that can be had before the segment is whole (EXT-X-PART, 4.4.4.9).
    public struct Part: Hashable, Sendable {
        /// Relative to the playlist.
        public let uri: String
        public let duration: MediaTime
        /// Whether decoding can begin in it.
        public let isIndependent: Bool
        /// Whether it is missing.
        public let isGap: Bool
        /// `nil` if the part is the whole resource.
        public let byteRange: ByteRange?

        /// - Precondition: The URI has no quote and no control character; the duration isn't negative.
        public init(
            uri: String, duration: MediaTime, isIndependent: Bool = false, isGap: Bool = false,
            byteRange: ByteRange? = nil
        ) {
            precondition(AttributeList.canBeQuoted(uri), "URI \(uri)")
            precondition(duration >= .zero, "a duration of \(duration)")
            (self.uri, self.duration, self.byteRange) = (uri, duration, byteRange)
            (self.isIndependent, self.isGap) = (isIndependent, isGap)
        }
    }

    /// The last segment of a live playlist while it grows: parts, and no EXTINF yet.
    public struct UnfinishedSegment: Hashable, Sendable {
        /// May be empty: then only a tag before the first part is there.
        public let parts: [Part]
        /// Of its first part; written where it differs from the segment's before.
        public let map: Map?
        public let programDateTime: ProgramDateTime?
        public let isDiscontinuous: Bool

        public init(
            parts: [Part], map: Map? = nil, programDateTime: ProgramDateTime? = nil, isDiscontinuous: Bool = false
        ) {
            (self.parts, self.map) = (parts, map)
            (self.programDateTime, self.isDiscontinuous) = (programDateTime, isDiscontinuous)
        }
    }

    /// What comes next, for a player to ask for ahead of time (EXT-X-PRELOAD-HINT, 4.4.5.3).
    public struct PreloadHint: Hashable, Sendable {
        public enum Kind: String, Sendable {
            case part = "PART"
            case map = "MAP"
        }

        public let kind: Kind
        /// Relative to the playlist.
        public let uri: String
        /// In bytes, of the resource.
        public let start: Int
        /// In bytes; `nil` for all that follows.
        public let length: Int?

        /// - Precondition: The URI has no quote and no control character; no number is negative.
        public init(kind: Kind, uri: String, start: Int = 0, length: Int? = nil) {
            precondition(AttributeList.canBeQuoted(uri) && start >= 0 && length ?? 0 >= 0, "hint \(uri)")
            (self.kind, self.uri, self.start, self.length) = (kind, uri, start, length)
        }
    }

    /// Where another rendition ends, for a player that changes to it (EXT-X-RENDITION-REPORT, 4.4.5.4).
    public struct RenditionReport: Hashable, Sendable {
        /// The other's playlist, relative to this one.
        public let uri: String
        /// Of its last segment, whole or not; `nil` if it is this playlist's own.
        public let lastMediaSequence: Int?
        /// Of that segment's last part, counted from 0; `nil` without parts, or if it is this playlist's own.
        public let lastPart: Int?

        /// - Precondition: The URI has no quote and no control character; no number is negative.
        public init(uri: String, lastMediaSequence: Int?, lastPart: Int?) {
            precondition(AttributeList.canBeQuoted(uri), "URI \(uri)")
            precondition(lastMediaSequence ?? 0 >= 0 && lastPart ?? 0 >= 0, "report on \(uri)")
            (self.uri, self.lastMediaSequence, self.lastPart) = (uri, lastMediaSequence, lastPart)
        }
    }

    /// What a delta update leaves out at its beginning (EXT-X-SKIP, 4.4.5.2).
    public struct Skip: Hashable, Sendable {
        /// At least one.
        public let segmentCount: Int
        /// Date ranges that a player must forget; `nil` in an update that lists all date ranges.
        public let recentlyRemovedDateRanges: [String]?

        public init(segmentCount: Int, recentlyRemovedDateRanges: [String]? = nil) {
            precondition(segmentCount >= 0, "\(segmentCount) segments")
            (self.segmentCount, self.recentlyRemovedDateRanges) = (segmentCount, recentlyRemovedDateRanges)
        }
    }
}
