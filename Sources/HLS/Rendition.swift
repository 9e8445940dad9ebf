/// One track of a presentation, as its playlists tell players of it: a rung of the video, a sound track, subtitles.
public struct Rendition: Hashable, Sendable {
    /// What a player does with it.
    public enum Kind: Hashable, Sendable {
        case video, audio, subtitles
    }

    public let id: RenditionID
    public let codec: Codec

    public init(id: RenditionID, codec: Codec) { (self.id, self.codec) = (id, codec) }

    public var kind: Kind { codec.kind }
}

extension Rendition {
    /// How its media is coded.
    ///
    /// Another codec (HEVC, AV1, Opus) is a case here; the compiler then asks for all that differs by codec, but for the boxes of
    /// its initialisation section, which ``InitialisationSegment/Content`` describes.
    public enum Codec: Hashable, Sendable, CaseIterable {
        /// H.264.
        case avc
        case aac
        /// In fragmented MP4 (ISO 14496-30).
        case webVTT
        /// WebVTT in segments of text (RFC 8216bis 3.1.4), which CODECS doesn't name.
        case webVTTText

        public var kind: Kind {
            switch self {
            case .avc: .video
            case .aac: .audio
            case .webVTT, .webVTTText: .subtitles
            }
        }

        /// What its segments are.
        public var format: SegmentFormat {
            switch self {
            case .avc, .aac, .webVTT: .fragment
            case .webVTTText: .text
            }
        }

        /// What its names in CODECS begin with (RFC 6381); `nil` for one that has none.
        private var prefix: String? {
            switch self {
            case .avc: "avc"
            case .aac: "mp4a"
            case .webVTT: "wvtt"
            case .webVTTText: nil
            }
        }

        /// The codec that an entry of CODECS names; `nil` for one that isn't known here.
        public init?(naming entry: String) {
            guard let codec = Self.allCases.first(where: { $0.prefix.map(entry.hasPrefix) ?? false }) else {
                return nil
            }
            self = codec
        }
    }
}

/// What tells a rendition from the others of its presentation: the name of its folder beside the multivariant playlist, in
/// addresses and on the disk.
///
/// Nobody reads anything from it: what a rendition is, its ``Rendition/kind`` and ``Rendition/codec`` say.
public struct RenditionID: Hashable, Sendable {
    private let name: String

    /// - Parameter name: One path component that needs no quoting in a playlist; `nil` for anything else.
    public init?(_ name: some StringProtocol) {
        guard !name.isEmpty, name != ".", name != "..", !name.contains("/"), MediaPlaylist.Segment.isURI(String(name)),
            AttributeList.canBeQuoted(String(name))
        else { return nil }
        self.name = String(name)
    }
}

extension RenditionID: ExpressibleByStringLiteral {
    /// - Precondition: The literal can be a name.
    public init(stringLiteral name: String) {
        guard let id = RenditionID(name) else { preconditionFailure("rendition \(name)") }
        self = id
    }
}

extension RenditionID: Comparable, CustomStringConvertible {
    public static func < (left: Self, right: Self) -> Bool { left.name < right.name }

    public var description: String { name }
}
