public import MediaModel

/// A rule that a broadcast's playlists must keep from one version to the next. `docs/hls-rules.md` lists them with their
/// sources.
public enum LiveRule: String, CaseIterable, Sendable {
    // Answers.
    case readablePlaylist = "readable-playlist"
    case answerStatus = "answer-status"
    case badRequest = "bad-request"
    case blockingReload = "blocking-reload"
    case updateInterval = "update-interval"

    // Constants.
    case constantTargetDuration = "constant-target-duration"
    case constantPartTarget = "constant-part-target"
    case constantServerControl = "constant-server-control"
    case sameConstants = "same-constants"
    case serverControl = "server-control"
    case playlistType = "playlist-type"
    case protocolVersion = "protocol-version"

    // Numbers and segments.
    case mediaSequence = "media-sequence"
    case segmentIdentity = "segment-identity"
    case window = "window"
    case discontinuitySequence = "discontinuity-sequence"
    case sameDiscontinuities = "same-discontinuities"
    case targetDuration = "target-duration"
    case initialisationSection = "initialisation-section"
    case programDateTime = "program-date-time"
    case endList = "end-list"

    // Parts.
    case partInformation = "part-information"
    case partDuration = "part-duration"
    case partsMakeSegment = "parts-make-segment"
    case partsVanish = "parts-vanish"
    case independentPart = "independent-part"
    case gap = "gap"
    case preloadHint = "preload-hint"
    case hintKept = "hint-kept"

    // Beside them.
    case renditionReport = "rendition-report"
    case reportBehind = "report-behind"
    case reportAhead = "report-ahead"
    case delta = "delta"
    case skipBoundary = "skip-boundary"
    case dateRanges = "date-ranges"
}

/// One answer to a request for a rendition's playlist.
public struct LiveFetch: Hashable, Sendable {
    /// The playlist's, relative to the master playlist; without a query.
    public var path: String
    /// What followed the `?`.
    public var query: String
    /// Where it was found in the end, with its query; `nil` for `path`.
    public var address: String?
    /// When the request was sent, on a clock that never goes back.
    public var sent: MediaTime
    /// When the answer was there, on the same clock.
    public var arrival: MediaTime
    public var status: Int
    public var text: String

    public init(
        path: String, query: String = "", sent: MediaTime, arrival: MediaTime, status: Int = 200, text: String
    ) {
        (self.path, self.query, self.sent, self.arrival) = (path, query, sent, arrival)
        (self.status, self.text) = (status, text)
    }
}

/// A rule that a broadcast breaks, where, and when.
public struct LiveFinding: Hashable, Sendable {
    public let rule: LiveRule
    /// The playlist's.
    public let path: String
    /// Of the answer that showed it.
    public let arrival: MediaTime
    /// What is wrong, with the figures.
    public let sentence: String
    /// The URI it is about, as the playlist has it; `nil` if it is about the playlist as a whole.
    public let uri: String?
    /// The number of the segment it is about.
    public let sequence: Int?
    /// Whether the broadcast only strays from what should be, rather than from what must.
    public let isWarning: Bool

    public init(
        _ rule: LiveRule, _ path: String, _ arrival: MediaTime, _ sentence: String, about uri: String? = nil,
        sequence: Int? = nil, isWarning: Bool = false
    ) {
        (self.rule, self.path, self.arrival, self.sentence) = (rule, path, arrival, sentence)
        (self.uri, self.sequence, self.isWarning) = (uri, sequence, isWarning)
    }
}

extension LiveFinding: CustomStringConvertible {
    /// One line, e.g. `12.533000 s: audio/playlist.m3u8: no EXT-X-PRELOAD-HINT (preload-hint)`.
    public var description: String { "\(arrival.text): \(path): \(sentence) (\(rule.rawValue))" }
}
