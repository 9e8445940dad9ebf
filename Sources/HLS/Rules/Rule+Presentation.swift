// The rules that a finished presentation must keep. A rule is added by writing it here, with a fault in the tests that breaks it.

extension Rule {
    /// Those about a finished presentation.
    public static let ofPresentations: [Rule] = [
        .readablePlaylist, .fileExists, .readableMedia, .endList, .playlistType, .protocolVersion, .targetDuration,
        .sameTargetDuration, .initialisationSection, .independentSegments, .discontinuities, .programDateTime,
        .timelineStart, .continuousTimeline, .beginsWithSync, .segmentDuration, .sameCuts, .audioCuts, .sameDuration,
        .bandwidth, .averageBandwidth, .codecs, .resolution, .frameRate, .videoProfile, .audioFormat, .audioGroup,
        .closedCaptions, .subtitleGroup, .subtitlePlaylist, .webVTT, .subtitleTimes, .severalBitRates, .cellularVariant,
        .iFramePlaylist, .iFrameRange, .imagePlaylist, .imageTiles,
    ]

    // What can be read at all.
    public static let readablePlaylist = Rule(
        "readable-playlist", "RFC 8216bis 4.1", "a playlist by the grammar, with at least one segment")
    public static let fileExists = Rule("file-exists", "RFC 8216bis 6.2.1", "every URI can be had")
    public static let readableMedia = Rule("readable-media", "RFC 8216bis 3.1", "media that its format allows")

    // Each media playlist.
    public static let endList = Rule("end-list", "RFC 8216bis 6.2.1", "EXT-X-ENDLIST after the last segment")
    public static let playlistType = Rule(
        "playlist-type", "Apple 8.6, RFC 8216bis 6.2.4", "EXT-X-PLAYLIST-TYPE, the same in all playlists")
    public static let protocolVersion = Rule("protocol-version", "RFC 8216bis 8", "an EXT-X-VERSION that has the tags")
    public static let targetDuration = Rule(
        "target-duration", "RFC 8216bis 4.4.3.1, Apple 7.7", "no EXTINF, rounded, above EXT-X-TARGETDURATION")
    public static let sameTargetDuration = Rule(
        "same-target-duration", "RFC 8216bis 6.2.4, Apple 8.2", "one target duration for all playlists")
    public static let initialisationSection = Rule(
        "initialisation-section", "RFC 8216bis 4.4.4.5, Apple 8.20", "EXT-X-MAP for fragmented MP4")
    public static let independentSegments = Rule(
        "independent-segments", "Apple 9.11, 9.12", "EXT-X-INDEPENDENT-SEGMENTS above, or in all video playlists")
    public static let discontinuities = Rule(
        "discontinuities", "RFC 8216bis 6.2.4, Apple 8.15", "discontinuities at the same places everywhere")
    public static let programDateTime = Rule(
        "program-date-time", "RFC 8216bis 6.2.4", "dates in all playlists or none, with one map from media time")

    // Playlists against media.
    public static let timelineStart = Rule(
        "timeline-start", "RFC 8216bis 6.2.4", "first segments that start at the same timestamp")
    public static let continuousTimeline = Rule(
        "continuous-timeline", "Apple 7.1, 7.3", "tfdt: the last fragment's plus its duration")
    public static let beginsWithSync = Rule(
        "begins-with-sync", "Apple 7.4", "an IDR at the start of each video segment")
    public static let segmentDuration = Rule(
        "segment-duration", "RFC 8216bis 4.4.4.1, Apple 8.1", "EXTINF within a video frame of the media")
    public static let sameCuts = Rule(
        "same-cuts", "RFC 8216bis 6.2.4, Apple 8.22", "matching timestamps and cuts in all rungs")
    public static let audioCuts = Rule("audio-cuts", "Apple 8.22", "audio cut where video is")
    public static let sameDuration = Rule("same-duration", "Apple 8.3, 8.7", "audio and video that last equally long")

    // The multivariant playlist against media.
    public static let bandwidth = Rule(
        "bandwidth", "RFC 8216bis 4.4.6.2, Apple 1.27, 9.13", "BANDWIDTH within 10 % of the measured peak")
    public static let averageBandwidth = Rule(
        "average-bandwidth", "Apple 1.26, 9.14", "AVERAGE-BANDWIDTH within 10 % of what is measured")
    public static let codecs = Rule(
        "codecs", "RFC 8216bis 4.4.6.2, Apple 9.1, 9.3", "CODECS with every format, as the media has it")
    public static let resolution = Rule("resolution", "Apple 9.2, 9.4", "RESOLUTION as the media has it")
    public static let frameRate = Rule("frame-rate", "Apple 9.15, 1.19", "FRAME-RATE as the media has it, at most 60")
    public static let videoProfile = Rule("video-profile", "Apple 1.3b", "High profile at most, level 5.0 at most")
    public static let audioFormat = Rule("audio-format", "Apple 2.3, 2.17", "stereo AAC")
    public static let audioGroup = Rule(
        "audio-group", "RFC 8216bis 4.4.6.1, Apple 8.9, 8.10", "audio in a group, with names, languages, one default")
    public static let closedCaptions = Rule(
        "closed-captions", "RFC 8216bis 4.4.6.1, 4.4.6.2, Apple 4.3, 8.10",
        "CLOSED-CAPTIONS=NONE where there are none, else a group with names, languages and channels")
    public static let subtitleGroup = Rule(
        "subtitle-group", "RFC 8216bis 4.4.6.1, Apple 4.7, 8.10",
        "subtitles in a group that variants name, with names, languages, one default")
    public static let subtitlePlaylist = Rule(
        "subtitle-playlist", "Apple 5.5, 5.6, 8.15",
        "subtitles for the whole time, with the same target duration and discontinuities")
    public static let webVTT = Rule(
        "web-vtt", "RFC 8216bis 3.1.4, Apple 5.3", "WebVTT that can be read, with X-TIMESTAMP-MAP")
    public static let subtitleTimes = Rule(
        "subtitle-times", "RFC 8216bis 3.1.4", "in each segment all cues of its time, and none far from it")
    public static let severalBitRates = Rule("several-bit-rates", "Apple 9.9", "video at several bit rates")
    public static let cellularVariant = Rule(
        "cellular-variant", "Apple 9.21", "a variant of at most 192 kbit/s for cellular networks")

    // Scrubbing.
    public static let iFramePlaylist = Rule("i-frame-playlist", "Apple 6.1, 6.8", "a playlist of I-frames that says so")
    public static let iFrameRange = Rule(
        "i-frame-range", "RFC 8216bis 4.4.3.6, Apple 6.10", "ranges of a moof and its first sample")
    public static let imagePlaylist = Rule(
        "image-playlist", "Image Media Playlists 0.4",
        "a playlist of images that says so, and lasts as long as the show")
    public static let imageTiles = Rule(
        "image-tiles", "Image Media Playlists 0.4", "JPEGs that hold the tiles which EXT-X-TILES tells of")
}
