// The rules that a broadcast's playlists must keep from one version to the next. Two of a finished presentation hold for them too.

extension Rule {
    /// Those about the playlists of a broadcast.
    public static let ofBroadcasts: [Rule] = [
        .liveReadablePlaylist, .answerStatus, .badRequest, .blockingReload, .updateInterval, .constantTargetDuration,
        .constantPartTarget, .constantServerControl, .sameConstants, .serverControl, .livePlaylistType,
        .protocolVersion, .mediaSequence, .segmentIdentity, .window, .discontinuitySequence, .sameDiscontinuities,
        .liveTargetDuration, .initialisationSection, .liveProgramDateTime, .liveEndList, .partInformation,
        .partDuration, .partsMakeSegment, .partsVanish, .independentPart, .gap, .preloadHint, .hintKept,
        .renditionReport, .reportBehind, .reportAhead, .delta, .skipBoundary, .dateRanges,
    ]

    // Answers.
    public static let liveReadablePlaylist = Rule("readable-playlist", "RFC 8216bis 4.1", "a playlist by the grammar")
    public static let answerStatus = Rule(
        "answer-status", "RFC 8216bis 6.2.5.2", "status 200 to a good question; 503 only when parts are late")
    public static let badRequest = Rule(
        "bad-request", "RFC 8216bis 6.2.5.2", "status 400 for a part of no segment and for a segment far ahead")
    public static let blockingReload = Rule(
        "blocking-reload", "RFC 8216bis 6.2.5.2", "an answer with the part asked for, or a later one")
    public static let updateInterval = Rule(
        "update-interval", "RFC 8216bis 6.2.1", "a part each PART-TARGET, a segment each 1.5 target durations")

    // Constants.
    public static let constantTargetDuration = Rule(
        "constant-target-duration", "RFC 8216bis 6.2.1", "EXT-X-TARGETDURATION for ever the same")
    public static let constantPartTarget = Rule(
        "constant-part-target", "RFC 8216bis 6.2.1", "PART-TARGET for ever the same")
    public static let constantServerControl = Rule(
        "constant-server-control", "RFC 8216bis 6.2.1", "EXT-X-SERVER-CONTROL for ever the same")
    public static let sameConstants = Rule(
        "same-constants", "RFC 8216bis 6.2.4, Apple 6.11, 8.2", "one target duration and EXT-X-SERVER-CONTROL")
    public static let serverControl = Rule(
        "server-control", "RFC 8216bis 4.4.3.8, Apple 14.3", "CAN-BLOCK-RELOAD, hold-backs of three, skip of six")
    public static let livePlaylistType = Rule(
        "playlist-type", "RFC 8216bis 4.4.3.5, 6.2.2", "no EXT-X-PLAYLIST-TYPE while segments may leave")

    // Numbers and segments.
    public static let mediaSequence = Rule("media-sequence", "RFC 8216bis 4.4.3.2, 6.2.2", "numbers that never go back")
    public static let segmentIdentity = Rule(
        "segment-identity", "RFC 8216bis 6.2.1", "one segment for a number, for ever")
    public static let window = Rule(
        "window", "RFC 8216bis 6.2.2, Apple 8.11", "three target durations and six segments listed")
    public static let discontinuitySequence = Rule(
        "discontinuity-sequence", "RFC 8216bis 4.4.3.3, 6.2.2, Apple 8.17", "a count of discontinuities that left")
    public static let sameDiscontinuities = Rule(
        "same-discontinuities", "RFC 8216bis 6.2.4, Apple 8.15", "the same discontinuity numbers everywhere")
    public static let liveTargetDuration = Rule(
        "target-duration", "RFC 8216bis 4.4.3.1", "no EXTINF, rounded, above EXT-X-TARGETDURATION")
    public static let liveProgramDateTime = Rule(
        "program-date-time", "RFC 8216bis 4.4.4.6, 6.2.1, Apple 8.4", "dates that follow from durations")
    public static let liveEndList = Rule("end-list", "RFC 8216bis 6.2.1", "nothing after EXT-X-ENDLIST")

    // Parts.
    public static let partInformation = Rule(
        "part-information", "RFC 8216bis 4.4.3.7", "EXT-X-PART-INF where there are parts")
    public static let partDuration = Rule(
        "part-duration", "RFC 8216bis 4.4.4.9", "85 to 100 % of PART-TARGET, but for a segment's last part")
    public static let partsMakeSegment = Rule(
        "parts-make-segment", "RFC 8216bis 4.4.4.9", "parts that last as long as their segment")
    public static let partsVanish = Rule("parts-vanish", "RFC 8216bis 6.2.2", "parts listed for three target durations")
    public static let independentPart = Rule(
        "independent-part", "RFC 8216bis 4.4.2.1, 4.4.4.9", "INDEPENDENT=YES for a segment's first part")
    public static let gap = Rule("gap", "RFC 8216bis 4.4.4.7", "EXT-X-GAP for a segment with a missing part")
    public static let preloadHint = Rule("preload-hint", "RFC 8216bis B.1", "one EXT-X-PRELOAD-HINT for the next part")
    public static let hintKept = Rule("hint-kept", "RFC 8216bis 4.4.5.3, 6.2.2", "the part that was hinted at")

    // Beside them.
    public static let renditionReport = Rule("rendition-report", "RFC 8216bis B.1", "a report on every other rendition")
    public static let reportBehind = Rule(
        "report-behind", "RFC 8216bis 4.4.5.4", "reports as new as the playlist they are in")
    public static let reportAhead = Rule(
        "report-ahead", "RFC 8216bis 4.4.5.4", "reports of what the other rendition has")
    public static let delta = Rule(
        "delta", "RFC 8216bis 6.2.5.1", "a delta update that says what the whole playlist does, to who asked")
    public static let skipBoundary = Rule(
        "skip-boundary", "RFC 8216bis 4.4.3.8, 6.2.5.1", "nothing left out nearer than CAN-SKIP-UNTIL")
    public static let dateRanges = Rule(
        "date-ranges", "RFC 8216bis 4.4.5.1, 6.2.1, 6.2.4", "date ranges that stay, and are everywhere")
}
