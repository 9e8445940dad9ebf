/// A rule that a finished show must keep. `docs/hls-rules.md` lists them with their sources and tests.
public enum PresentationRule: String, CaseIterable, Sendable {
    // What can be read at all.
    case readablePlaylist = "readable-playlist"
    case fileExists = "file-exists"
    case readableMedia = "readable-media"

    // Each media playlist.
    case endList = "end-list"
    case playlistType = "playlist-type"
    case protocolVersion = "protocol-version"
    case targetDuration = "target-duration"
    case sameTargetDuration = "same-target-duration"
    case initialisationSection = "initialisation-section"
    case independentSegments = "independent-segments"
    case discontinuities = "discontinuities"
    case programDateTime = "program-date-time"

    // Playlists against media.
    case timelineStart = "timeline-start"
    case continuousTimeline = "continuous-timeline"
    case beginsWithSync = "begins-with-sync"
    case segmentDuration = "segment-duration"
    case sameCuts = "same-cuts"
    case audioCuts = "audio-cuts"
    case sameDuration = "same-duration"

    // The multivariant playlist against media.
    case bandwidth = "bandwidth"
    case averageBandwidth = "average-bandwidth"
    case codecs = "codecs"
    case resolution = "resolution"
    case frameRate = "frame-rate"
    case videoProfile = "video-profile"
    case audioFormat = "audio-format"
    case audioGroup = "audio-group"
    case closedCaptions = "closed-captions"
    case severalBitRates = "several-bit-rates"
    case cellularVariant = "cellular-variant"

    // Scrubbing.
    case iFramePlaylist = "i-frame-playlist"
    case iFrameRange = "i-frame-range"
}

/// A rule that a show breaks, and where.
public struct PresentationFinding: Hashable, Sendable {
    public let rule: PresentationRule

    /// Relative to the show's folder.
    public let file: String

    /// What is wrong, with the figures.
    public let sentence: String

    /// The URI it is about, as a playlist has it; `nil` if it is about the file as a whole.
    public let uri: String?

    /// Whether the show only strays from what should be, rather than from what must.
    public let isWarning: Bool

    public init(
        _ rule: PresentationRule, _ file: String, _ sentence: String, about uri: String? = nil, isWarning: Bool = false
    ) {
        (self.rule, self.file, self.sentence) = (rule, file, sentence)
        (self.uri, self.isWarning) = (uri, isWarning)
    }
}

extension PresentationFinding: CustomStringConvertible {
    /// One line, e.g. `audio/playlist.m3u8: no EXT-X-ENDLIST (end-list)`.
    public var description: String { "\(file): \(sentence) (\(rule.rawValue))" }
}
