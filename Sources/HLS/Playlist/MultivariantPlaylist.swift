public import MediaModel

/// The playlist of a whole show: its variants, audio renditions, subtitles and I-frame variants (RFC 8216bis 4.4.6).
public struct MultivariantPlaylist: Hashable, Sendable {
    /// The lowest protocol version that allows its tags (section 8).
    public let version: Int

    /// Whether each segment of every playlist decodes without those before it (4.4.2.1; Apple's rule 9.11).
    public let hasIndependentSegments: Bool

    public var audioRenditions: [AudioRendition]

    public var subtitleRenditions: [SubtitleRendition] = []

    public var closedCaptionRenditions: [ClosedCaptionRendition] = []

    /// The first is the one a player begins with.
    public var variants: [Variant]

    public var iFrameVariants: [IFrameVariant]

    /// Of shows on demand alone.
    public var imageVariants: [ImageVariant] = []

    /// What is told of the presentation as a whole.
    public var sessionData: [SessionData] = []

    /// What it defines, for its renditions' playlists to import (EXT-X-DEFINE, 4.4.2.3). Ours defines nothing.
    public internal(set) var variables: [String: String] = [:]

    /// The EXT-X-VERSION that they need; 1 without any.
    public internal(set) var versionOfVariables = 1

    public init(
        variants: [Variant], audioRenditions: [AudioRendition] = [], iFrameVariants: [IFrameVariant] = [],
        hasIndependentSegments: Bool = true, version: Int = 6
    ) {
        (self.variants, self.audioRenditions, self.iFrameVariants) = (variants, audioRenditions, iFrameVariants)
        (self.hasIndependentSegments, self.version) = (hasIndependentSegments, version)
    }
}

extension MultivariantPlaylist {
    /// An audio track of a group, for variants to name (EXT-X-MEDIA with TYPE=AUDIO, 4.4.6.1).
    public struct AudioRendition: Hashable, Sendable {
        public var groupID: String
        /// For people. Quotes in it are written as apostrophes, since a playlist can't hold them.
        public var name: String
        /// BCP 47, e.g. `ja`; Apple's rule 8.10 wants it always (`und` where it isn't known).
        public var language: String?
        public var isDefault: Bool
        /// Whether a player may choose it without being asked; must be set where `isDefault` is.
        public var isAutoselected: Bool
        public var channelCount: Int?
        /// Relative to the multivariant playlist; `nil` if the sound is in the variants' own segments.
        public var uri: String?

        public init(
            groupID: String, name: String, language: String?, isDefault: Bool = true, isAutoselected: Bool = true,
            channelCount: Int? = 2, uri: String?
        ) {
            (self.groupID, self.name, self.language) = (groupID, name, language)
            (self.isDefault, self.isAutoselected) = (isDefault, isAutoselected)
            (self.channelCount, self.uri) = (channelCount, uri)
        }
    }

    /// A subtitle track of a group, for variants to name (EXT-X-MEDIA with TYPE=SUBTITLES, 4.4.6.1).
    public struct SubtitleRendition: Hashable, Sendable {
        public var groupID: String
        /// For people.
        public var name: String
        /// BCP 47.
        public var language: String?
        public var isDefault = false
        /// Whether a player may choose it without being asked, as its viewer's settings say.
        public var isAutoselected = true
        /// Whether it is to be read even by those who understand what is said: signs, another language for a moment.
        public var isForced = false
        /// Uniform Type Identifiers, such as those of ``describesSound``.
        public var characteristics: [String] = []
        /// Relative to the multivariant playlist; `nil` in a playlist that lacks it, which 4.4.6.1 wants.
        public var uri: String?

        /// What those for people who don't hear have (Apple's rule 4.5).
        public static let describesSound = [
            "public.accessibility.transcribes-spoken-dialog", "public.accessibility.describes-music-and-sound",
        ]

        public init(groupID: String, name: String, language: String?, uri: String?) {
            (self.groupID, self.name, self.language, self.uri) = (groupID, name, language, uri)
        }
    }

    /// Closed captions of a group, in the variants' own pictures (EXT-X-MEDIA with TYPE=CLOSED-CAPTIONS, 4.4.6.1). They have no playlist.
    public struct ClosedCaptionRendition: Hashable, Sendable {
        public var groupID: String
        /// As for ``AudioRendition/name``.
        public var name: String
        /// BCP 47; Apple's rule 4.4 wants it.
        public var language: String?
        public var isDefault: Bool
        /// Whether a player may choose it without being asked.
        public var isAutoselected: Bool
        /// Which of the pictures' services it is: `CC1` to `CC4` of CEA-608, `SERVICE1` to `SERVICE63` of CEA-708.
        public var instreamID: String

        public init(
            groupID: String, name: String, language: String?, isDefault: Bool = false, isAutoselected: Bool = true,
            instreamID: String
        ) {
            (self.groupID, self.name, self.language) = (groupID, name, language)
            (self.isDefault, self.isAutoselected, self.instreamID) = (isDefault, isAutoselected, instreamID)
        }
    }

    /// The dynamic range of a variant's pictures (VIDEO-RANGE, 4.4.6.2).
    public enum VideoRange: String, Sendable {
        case standard = "SDR"
        case hybridLogGamma = "HLG"
        case perceptualQuantizer = "PQ"
    }

    /// What EXT-X-STREAM-INF and EXT-X-I-FRAME-STREAM-INF both say (4.4.6.2, 4.4.6.3).
    public struct StreamDescription: Hashable, Sendable {
        /// Peak bits per second, of the variant with the most demanding of its audio renditions.
        public var bandwidth: Int
        /// Average bits per second, likewise.
        public var averageBandwidth: Int?
        /// Of every track, e.g. `avc1.64001f` and `mp4a.40.2`.
        public var codecs: [String]
        /// `nil` without video.
        public var resolution: PixelSize?
        /// `nil` without video.
        public var videoRange: VideoRange?

        public init(
            bandwidth: Int, averageBandwidth: Int?, codecs: [String], resolution: PixelSize? = nil,
            videoRange: VideoRange? = nil
        ) {
            (self.bandwidth, self.averageBandwidth, self.codecs) = (bandwidth, averageBandwidth, codecs)
            (self.resolution, self.videoRange) = (resolution, videoRange)
        }
    }

    /// One way to play the show (EXT-X-STREAM-INF).
    public struct Variant: Hashable, Sendable {
        public var stream: StreamDescription
        /// Pictures in 1000 seconds: 30,000 at 30 fps. `nil` without video.
        public var frameRateInThousandths: Int?
        /// The group of audio renditions to play with it.
        public var audioGroupID: String?
        /// The group of subtitles to play with it.
        public var subtitleGroupID: String?
        /// The group of closed captions that its pictures have.
        public var closedCaptionGroupID: String?
        /// Whether the variant says that it has no closed captions; then every variant must (4.4.6.2).
        public var declaresNoClosedCaptions: Bool
        /// Relative to the multivariant playlist.
        public var uri: String

        public init(
            stream: StreamDescription, frameRateInThousandths: Int? = nil, audioGroupID: String? = nil,
            closedCaptionGroupID: String? = nil, declaresNoClosedCaptions: Bool = true, uri: String
        ) {
            self.closedCaptionGroupID = closedCaptionGroupID
            (self.stream, self.frameRateInThousandths, self.uri) = (stream, frameRateInThousandths, uri)
            (self.audioGroupID, self.declaresNoClosedCaptions) = (audioGroupID, declaresNoClosedCaptions)
        }

        /// Whether it has pictures, by its RESOLUTION or codecs.
        public var hasVideo: Bool {
            stream.resolution != nil || stream.codecs.contains { Rendition.Codec(naming: $0)?.kind == .video }
        }
    }

    /// Key frames only, for scrubbing (EXT-X-I-FRAME-STREAM-INF).
    public struct IFrameVariant: Hashable, Sendable {
        public var stream: StreamDescription
        /// Relative to the multivariant playlist.
        public var uri: String

        public init(stream: StreamDescription, uri: String) {
            (self.stream, self.uri) = (stream, uri)
        }
    }

    /// Single pictures, for scrubbing on players that don't take I-frames (EXT-X-IMAGE-STREAM-INF, Image Media Playlists for HLS 0.4).
    public struct ImageVariant: Hashable, Sendable {
        /// Its codecs name formats of pictures, e.g. `jpeg`; its resolution is the largest of a picture, or of a tile.
        public var stream: StreamDescription
        /// Relative to the multivariant playlist.
        public var uri: String

        public init(stream: StreamDescription, uri: String) {
            (self.stream, self.uri) = (stream, uri)
        }
    }
}

// MARK: - Order

extension MultivariantPlaylist.Variant {
    /// The average bit rate that Apple's rules 1.32 and 1.32a want of the variant a player begins with.
    static let defaultAverageBandwidth = 2_000_000

    /// The variants as a playlist should list them: first the one to begin with, then the others from the best to the
    /// least, those without video last.
    ///
    /// A player begins with the first it lists, so that is the one whose average rate is nearest, as a ratio, to
    /// 2000 kbit/s (1.32a). Rule 1.32b would have 730 on cellular networks, but one file can't serve both, and the start
    /// of a sale with readable text is worth more; players step down within a segment.
    public static func ordered(_ variants: [Self]) -> [Self] {
        let descending = variants.sorted { left, right in
            left.hasVideo != right.hasVideo ? left.hasVideo : left.stream.bandwidth > right.stream.bandwidth
        }
        func distance(_ variant: Self) -> Double {
            let rate = Double(max(1, variant.stream.averageBandwidth ?? variant.stream.bandwidth))
            let target = Double(defaultAverageBandwidth)
            return max(rate / target, target / rate)
        }
        let video = descending.indices.filter { descending[$0].hasVideo }
        guard let first = video.min(by: { distance(descending[$0]) < distance(descending[$1]) }) else {
            return descending
        }
        var ordered = descending
        ordered.insert(ordered.remove(at: first), at: 0)
        return ordered
    }
}
