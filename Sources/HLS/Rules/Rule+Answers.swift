// The rules about what a server answers, and about the media of a broadcast as it comes.

extension Rule {
    /// Those about answers.
    public static let ofAnswers: [Rule] = [
        .contentType, .compression, .cacheControl, .byteRange, .notFound, .redirect, .boundedAnswer, .hintAnswer,
        .partMedia, .partContent, .mediaPlaylistAlone, .decodes,
    ]

    public static let contentType = Rule(
        "content-type", "RFC 8216bis 4", "application/vnd.apple.mpegurl for playlists, a type of its own for media")
    public static let compression = Rule("compression", "Apple 10.1", "playlists that come as gzip to who takes it")
    public static let cacheControl = Rule(
        "cache-control", "RFC 8216bis 6.2.1, B.1",
        "live playlists that no cache keeps past their life, media that it may keep")
    public static let byteRange = Rule("byte-range", "RFC 8216bis 3, 4.4.4.2", "status 206 and the bytes asked for")
    public static let notFound = Rule("not-found", "RFC 8216bis 6.2.1, 6.2.6", "status 404 for what isn't there")
    public static let redirect = Rule("redirect", "Apple 8.18", "no redirects")
    public static let boundedAnswer = Rule(
        "bounded-answer", "RFC 8216bis 6.2.1", "answers with an end, that a player can read")
    public static let hintAnswer = Rule(
        "hint-answer", "RFC 8216bis 4.4.5.3, 6.2.6", "the hinted part, as soon as it is there")
    public static let partMedia = Rule(
        "part-media", "RFC 8216bis 4.4.4.9", "DURATION and INDEPENDENT as the part's media has them")
    public static let partContent = Rule(
        "part-content", "RFC 8216bis 3.2, 4.4.4.9", "a segment that has its parts' samples, and no others")
    public static let mediaPlaylistAlone = Rule(
        "multivariant-playlist", "RFC 8216bis 4.4.6, Apple 9.1", "a multivariant playlist above the renditions")
    public static let decodes = Rule(
        "decodes", "RFC 8216bis 3", "media that decodes without complaint, as many frames as are listed")
}
