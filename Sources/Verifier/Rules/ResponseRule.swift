/// A rule about what a server answers, and about the media of a broadcast as it comes. `docs/hls-rules.md` lists them with
/// their sources and tests.
package enum ResponseRule: String, CaseIterable, Sendable {
    case contentType = "content-type"
    case compression = "compression"
    case cacheControl = "cache-control"
    case byteRange = "byte-range"
    case notFound = "not-found"
    case redirect = "redirect"
    case boundedAnswer = "bounded-answer"
    case hintAnswer = "hint-answer"
    case partMedia = "part-media"
    case partContent = "part-content"
    case mediaPlaylistAlone = "multivariant-playlist"
    case decodes = "decodes"
}

extension ResponseRule {
    /// Where the rule is written.
    var source: String { standard.source }

    /// What it asks, in a few words.
    var requirement: String { standard.requirement }

    private var standard: (source: String, requirement: String) {
        switch self {
        case .contentType: ("RFC 8216bis 4", "application/vnd.apple.mpegurl for playlists, a type of its own for media")
        case .compression: ("Apple 10.1", "playlists that come as gzip to who takes it")
        case .cacheControl:
            ("RFC 8216bis 6.2.1, B.1", "live playlists that no cache keeps past their life, media that it may keep")
        case .byteRange: ("RFC 8216bis 3, 4.4.4.2", "status 206 and the bytes asked for")
        case .notFound: ("RFC 8216bis 6.2.1, 6.2.6", "status 404 for what isn't there")
        case .redirect: ("Apple 8.18", "no redirects")
        case .boundedAnswer: ("RFC 8216bis 6.2.1", "answers with an end, that a player can read")
        case .hintAnswer: ("RFC 8216bis 4.4.5.3, 6.2.6", "the hinted part, as soon as it is there")
        case .partMedia: ("RFC 8216bis 4.4.4.9", "DURATION and INDEPENDENT as the part's media has them")
        case .partContent: ("RFC 8216bis 3.2, 4.4.4.9", "a segment that has its parts' samples, and no others")
        case .mediaPlaylistAlone: ("RFC 8216bis 4.4.6, Apple 9.1", "a multivariant playlist above the renditions")
        case .decodes: ("RFC 8216bis 3", "media that decodes without complaint, as many frames as are listed")
        }
    }
}
