extension LiveRule {
    /// Where the rule is written: sections of RFC 8216bis, numbers of Apple's authoring specification.
    public var source: String { standard.source }

    /// What it asks, in a few words.
    public var requirement: String { standard.requirement }

    private var standard: (source: String, requirement: String) {
        switch self {
        case .readablePlaylist: ("RFC 8216bis 4.1", "a playlist by the grammar")
        case .answerStatus: ("RFC 8216bis 6.2.5.2", "status 200 to a good question; 503 only when parts are late")
        case .badRequest: ("RFC 8216bis 6.2.5.2", "status 400 for a part of no segment and for a segment far ahead")
        case .blockingReload: ("RFC 8216bis 6.2.5.2", "an answer with the part asked for, or a later one")
        case .updateInterval: ("RFC 8216bis 6.2.1", "a part each PART-TARGET, a segment each 1.5 target durations")
        case .constantTargetDuration: ("RFC 8216bis 6.2.1", "EXT-X-TARGETDURATION for ever the same")
        case .constantPartTarget: ("RFC 8216bis 6.2.1", "PART-TARGET for ever the same")
        case .constantServerControl: ("RFC 8216bis 6.2.1", "EXT-X-SERVER-CONTROL for ever the same")
        case .sameConstants: ("RFC 8216bis 6.2.4, Apple 6.11, 8.2", "one target duration and EXT-X-SERVER-CONTROL")
        case .serverControl: ("RFC 8216bis 4.4.3.8, Apple 14.3", "CAN-BLOCK-RELOAD, hold-backs of three, skip of six")
        case .playlistType: ("RFC 8216bis 4.4.3.5, 6.2.2", "no EXT-X-PLAYLIST-TYPE while segments may leave")
        case .protocolVersion: ("RFC 8216bis 8", "an EXT-X-VERSION that has the tags")
        case .mediaSequence: ("RFC 8216bis 4.4.3.2, 6.2.2", "numbers that never go back")
        case .segmentIdentity: ("RFC 8216bis 6.2.1", "one segment for a number, for ever")
        case .window: ("RFC 8216bis 6.2.2, Apple 8.11", "three target durations and six segments listed")
        case .discontinuitySequence: ("RFC 8216bis 4.4.3.3, 6.2.2, Apple 8.17", "a count of discontinuities that left")
        case .sameDiscontinuities: ("RFC 8216bis 6.2.4, Apple 8.15", "the same discontinuity numbers everywhere")
        case .targetDuration: ("RFC 8216bis 4.4.3.1", "no EXTINF, rounded, above EXT-X-TARGETDURATION")
        case .initialisationSection: ("RFC 8216bis 4.4.4.5, Apple 8.20", "EXT-X-MAP for fragmented MP4")
        case .programDateTime: ("RFC 8216bis 4.4.4.6, 6.2.1, Apple 8.4", "dates that follow from durations")
        case .endList: ("RFC 8216bis 6.2.1", "nothing after EXT-X-ENDLIST")
        case .partInformation: ("RFC 8216bis 4.4.3.7", "EXT-X-PART-INF where there are parts")
        case .partDuration: ("RFC 8216bis 4.4.4.9", "85 to 100 % of PART-TARGET, but for a segment's last part")
        case .partsMakeSegment: ("RFC 8216bis 4.4.4.9", "parts that last as long as their segment")
        case .partsVanish: ("RFC 8216bis 6.2.2", "parts listed for three target durations")
        case .independentPart: ("RFC 8216bis 4.4.2.1, 4.4.4.9", "INDEPENDENT=YES for a segment's first part")
        case .gap: ("RFC 8216bis 4.4.4.7", "EXT-X-GAP for a segment with a missing part")
        case .preloadHint: ("RFC 8216bis B.1", "one EXT-X-PRELOAD-HINT for the next part")
        case .hintKept: ("RFC 8216bis 4.4.5.3, 6.2.2", "the part that was hinted at")
        case .renditionReport: ("RFC 8216bis B.1", "a report on every other rendition")
        case .reportBehind: ("RFC 8216bis 4.4.5.4", "reports as new as the playlist they are in")
        case .reportAhead: ("RFC 8216bis 4.4.5.4", "reports of what the other rendition has")
        case .delta: ("RFC 8216bis 6.2.5.1", "a delta update that says what the whole playlist does, to who asked")
        case .skipBoundary: ("RFC 8216bis 4.4.3.8, 6.2.5.1", "nothing left out nearer than CAN-SKIP-UNTIL")
        case .dateRanges: ("RFC 8216bis 4.4.5.1, 6.2.1, 6.2.4", "date ranges that stay, and are everywhere")
        }
    }
}
