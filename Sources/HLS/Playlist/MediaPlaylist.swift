public import MediaModel

/// The playlist of one rendition: its segments in order (RFC 8216bis 4.4.3 and 4.4.4).
///
/// What a broadcast must never change is constant here: a player that sees another target duration stops for good.
public struct MediaPlaylist: Hashable, Sendable {
    /// The tags that hold for a playlist's whole life.
    public let header: Header

    /// The number of the first segment listed; grows by one for each segment removed (4.4.3.2).
    public var mediaSequence = 0

    /// The number of discontinuities removed with the segments before the first one listed (4.4.3.3).
    public var discontinuitySequence = 0

    /// Where the first segment listed begins on the rendition's timeline.
    ///
    /// EXTINF is rounded on that timeline, not segment by segment: so sums never drift, and a segment keeps its text
    /// when those before it leave a live playlist.
    public var start = MediaTime.zero

    public var segments: [Segment] = []

    /// Whether no segment will follow (EXT-X-ENDLIST).
    public var isEnded = false

    /// The parts of the segment after the last one listed, while it grows.
    public var unfinished: UnfinishedSegment?

    /// What happens beside the media.
    public var dateRanges: [DateRange] = []

    public var preloadHints: [PreloadHint] = []

    public var renditionReports: [RenditionReport] = []

    /// What is left out before the first segment listed here; `nil` in a whole playlist. ``mediaSequence`` counts from
    /// the first segment left out.
    public var skip: Skip?

    /// The EXT-X-VERSION that its variables need (EXT-X-DEFINE, 4.4.2.3); 1 without any. Ours has none.
    public internal(set) var versionOfVariables = 1

    /// The duration of all segments listed, without that of an unfinished one.
    public var duration: MediaTime { segments.reduce(.zero) { $0 + $1.duration } }

    /// The media sequence number of the first segment that is listed, and not left out by a delta update.
    public var firstListedSequence: Int { mediaSequence + (skip?.segmentCount ?? 0) }
}

extension MediaPlaylist {
    /// - Parameter isEnded: Whether no segment will follow.
    public init(header: Header, segments: [Segment] = [], isEnded: Bool = false) {
        self.init(header: header, mediaSequence: 0)
        (self.segments, self.isEnded) = (segments, isEnded)
    }

    /// EXT-X-PLAYLIST-TYPE (4.4.3.5). A live playlist whose segments may leave has none.
    public enum Kind: String, Sendable {
        case videoOnDemand = "VOD"
        case event = "EVENT"
    }

    /// What is constant in a rendition's playlist from its first to its last version.
    public struct Header: Hashable, Sendable {
        /// The lowest protocol version that allows this playlist's tags (section 8).
        public let version: Int
        /// In whole seconds; no segment's duration, rounded to the nearest integer, exceeds it (4.4.3.1).
        public let targetDuration: Int
        /// `nil` while live.
        public let kind: Kind?
        /// Whether each segment decodes without those before it (4.4.2.1).
        public let hasIndependentSegments: Bool
        /// Whether each segment is one key frame of another playlist's segment (4.4.3.6).
        public let hasIFramesOnly: Bool
        /// Whether each segment is a picture, or several (EXT-X-IMAGES-ONLY, Image Media Playlists for HLS 0.4).
        public internal(set) var hasImagesOnly = false
        public let serverControl: ServerControl?
        /// No part is longer (EXT-X-PART-INF, 4.4.3.7); `nil` without parts.
        public let partTarget: MediaTime?

        /// - Parameter version: By default 6, which EXT-X-MAP needs, or 5 for a playlist of I-frames (section 8).
        public init(
            targetDuration: Int, kind: Kind?, hasIndependentSegments: Bool = true, hasIFramesOnly: Bool = false,
            serverControl: ServerControl? = nil, partTarget: MediaTime? = nil, version: Int? = nil
        ) {
            precondition(targetDuration > 0, "a target duration of \(targetDuration) s")
            self.version = version ?? (hasIFramesOnly ? 5 : 6)
            (self.targetDuration, self.kind) = (targetDuration, kind)
            (self.hasIndependentSegments, self.hasIFramesOnly) = (hasIndependentSegments, hasIFramesOnly)
            (self.serverControl, self.partTarget) = (serverControl, partTarget)
        }

        /// The same for segments of text: no EXT-X-MAP needs version 6, but decimals of EXTINF 3.
        public var ofText: Header {
            Header(
                targetDuration: targetDuration, kind: kind, hasIndependentSegments: hasIndependentSegments,
                serverControl: serverControl, version: version == 6 ? 3 : version)
        }
    }

    /// A run of bytes of a resource.
    public struct ByteRange: Hashable, Sendable {
        public let offset, length: Int

        public init(offset: Int, length: Int) {
            precondition(offset >= 0 && length >= 0, "\(length) bytes at \(offset)")
            (self.offset, self.length) = (offset, length)
        }

        public init(_ range: Range<Int>) { self.init(offset: range.lowerBound, length: range.count) }

        public var range: Range<Int> { offset..<offset + length }
    }

    /// The initialisation section of the segments after it (EXT-X-MAP, 4.4.4.5).
    public struct Map: Hashable, Sendable {
        public let uri: String
        public let byteRange: ByteRange?

        /// - Precondition: The URI has no quote and no control character.
        public init(uri: String, byteRange: ByteRange? = nil) {
            precondition(AttributeList.canBeQuoted(uri), "URI \(uri)")
            (self.uri, self.byteRange) = (uri, byteRange)
        }
    }

    /// One segment, with the tags that apply to it alone.
    public struct Segment: Hashable, Sendable {
        /// Relative to the playlist.
        public let uri: String
        public let duration: MediaTime
        /// `nil` if the segment is the whole resource.
        public let byteRange: ByteRange?
        /// Written where it differs from the segment's before.
        public let map: Map?
        /// When the first frame is shown.
        public let programDateTime: ProgramDateTime?
        /// Whether timestamps, encoding or tracks change before this segment.
        public let isDiscontinuous: Bool
        /// Whether the segment is missing.
        public let isGap: Bool
        /// The segment cut smaller; empty once it is too old for that, and without low latency.
        public var parts: [Part] = []
        /// How many small pictures lie in it, of a playlist of images; `nil`: it is one.
        public var tiles: Tiles?

        /// - Precondition: The URI is one line and begins with no `#`; the duration isn't negative.
        public init(
            uri: String, duration: MediaTime, byteRange: ByteRange? = nil, map: Map? = nil,
            programDateTime: ProgramDateTime? = nil, isDiscontinuous: Bool = false, isGap: Bool = false
        ) {
            precondition(Self.isURI(uri), "URI \(uri)")
            precondition(duration >= .zero, "a duration of \(duration)")
            (self.uri, self.duration, self.byteRange, self.map) = (uri, duration, byteRange, map)
            (self.programDateTime, self.isDiscontinuous, self.isGap) = (programDateTime, isDiscontinuous, isGap)
        }

        static func isURI(_ text: String) -> Bool {
            !text.isEmpty && text.first != "#" && text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7f }
        }
    }
}
