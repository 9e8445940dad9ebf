extension PresentationRule {
    /// Where the rule is written: sections of RFC 8216bis, numbers of Apple's authoring specification.
    public var source: String { standard.source }

    /// What it asks, in a few words.
    public var requirement: String { standard.requirement }

    private var standard: (source: String, requirement: String) {
        switch self {
        case .readablePlaylist: ("RFC 8216bis 4.1", "a playlist by the grammar, with at least one segment")
        case .fileExists: ("RFC 8216bis 6.2.1", "every URI can be had")
        case .readableMedia: ("RFC 8216bis 3.1", "media that its format allows")
        case .endList: ("RFC 8216bis 6.2.1", "EXT-X-ENDLIST after the last segment")
        case .playlistType: ("Apple 8.6, RFC 8216bis 6.2.4", "EXT-X-PLAYLIST-TYPE, the same in all playlists")
        case .protocolVersion: ("RFC 8216bis 8", "an EXT-X-VERSION that has the tags")
        case .targetDuration: ("RFC 8216bis 4.4.3.1, Apple 7.7", "no EXTINF, rounded, above EXT-X-TARGETDURATION")
        case .sameTargetDuration: ("RFC 8216bis 6.2.4, Apple 8.2", "one target duration for all playlists")
        case .initialisationSection: ("RFC 8216bis 4.4.4.5, Apple 8.20", "EXT-X-MAP for fragmented MP4")
        case .independentSegments: ("Apple 9.11, 9.12", "EXT-X-INDEPENDENT-SEGMENTS above, or in all video playlists")
        case .discontinuities: ("RFC 8216bis 6.2.4, Apple 8.15", "discontinuities at the same places everywhere")
        case .programDateTime: ("RFC 8216bis 6.2.4", "dates in all playlists or none, with one map from media time")
        case .timelineStart: ("RFC 8216bis 6.2.4", "first segments that start at the same timestamp")
        case .continuousTimeline: ("Apple 7.1, 7.3", "tfdt: the last fragment's plus its duration")
        case .beginsWithSync: ("Apple 7.4", "an IDR at the start of each video segment")
        case .segmentDuration: ("RFC 8216bis 4.4.4.1, Apple 8.1", "EXTINF within a video frame of the media")
        case .sameCuts: ("RFC 8216bis 6.2.4, Apple 8.22", "matching timestamps and cuts in all rungs")
        case .audioCuts: ("Apple 8.22", "audio cut where video is")
        case .sameDuration: ("Apple 8.3, 8.7", "audio and video that last equally long")
        case .bandwidth: ("RFC 8216bis 4.4.6.2, Apple 1.27, 9.13", "BANDWIDTH within 10 % of the measured peak")
        case .averageBandwidth: ("Apple 1.26, 9.14", "AVERAGE-BANDWIDTH within 10 % of what is measured")
        case .codecs: ("RFC 8216bis 4.4.6.2, Apple 9.1, 9.3", "CODECS with every format, as the media has it")
        case .resolution: ("Apple 9.2, 9.4", "RESOLUTION as the media has it")
        case .frameRate: ("Apple 9.15, 1.19", "FRAME-RATE as the media has it, at most 60")
        case .videoProfile: ("Apple 1.3b", "High profile at most, level 5.0 at most")
        case .audioFormat: ("Apple 2.3, 2.17", "stereo AAC")
        case .audioGroup:
            ("RFC 8216bis 4.4.6.1, Apple 8.9, 8.10", "audio in a group, with names, languages, one default")
        case .closedCaptions: ("RFC 8216bis 4.4.6.2", "CLOSED-CAPTIONS=NONE where there are none")
        case .severalBitRates: ("Apple 9.9", "video at several bit rates")
        case .cellularVariant: ("Apple 9.21", "a variant of at most 192 kbit/s for cellular networks")
        case .iFramePlaylist: ("Apple 6.1, 6.8", "a playlist of I-frames that says so")
        case .iFrameRange: ("RFC 8216bis 4.4.3.6, Apple 6.10", "ranges of a moof and its first sample")
        }
    }
}
