import HLS
package import HTTPTypes

/// An answer to a viewer, without the bytes of what the origin has.
package struct ViewerResponse: Hashable, Sendable {
    package enum Body: Hashable, Sendable {
        case none
        case text(String)
        /// These bytes of what was asked for.
        case content(Range<Int>)
    }

    package var status: HTTPResponse.Status
    package var fields: HTTPFields
    package var body: Body

    package var byteCount: Int {
        switch body {
        case .none: 0
        case .text(let text): text.utf8.count
        case .content(let range): range.count
        }
    }

    /// As it is written, but for what only its connection knows.
    var head: HTTPResponse {
        var head = HTTPResponse(status: status, headerFields: fields)
        // RFC 9110, 8.6: an answer without content has no length either.
        if status != .notModified && status != .noContent { head.headerFields[.contentLength] = String(byteCount) }
        return head
    }

    package init(_ status: HTTPResponse.Status, _ fields: HTTPFields, _ body: Body) {
        (self.status, self.fields, self.body) = (status, fields, body)
        // A show is for everyone's player, wherever its page comes from.
        self.fields[.accessControlAllowOrigin] = "*"
        self.fields[.accessControlExposeHeaders] = Self.exposedFields
        self.fields[Self.resourcePolicy] = "cross-origin"
    }

    /// What a player of another site's page may read: Age and CMSD (CTA-5006) are put in by caches on the way, and tell it how
    /// old a playlist is, and what bit rate it may expect.
    private static let exposedFields =
        "age, cmsd-dynamic, cmsd-static, content-length, content-range, date, etag, retry-after"

    /// Pages that isolate themselves load nothing that doesn't say so, not even into a `<video>` (HTML Standard, 7.1.4).
    private static let resourcePolicy = HTTPField.Name("cross-origin-resource-policy")!
}

// MARK: - Sentences

extension ViewerResponse {
    /// A sentence for whoever reads it.
    package init(_ status: HTTPResponse.Status, _ sentence: String) {
        self.init(
            status,
            [
                .contentType: "text/plain; charset=utf-8",
                // What isn't there now may be in a moment.
                .cacheControl: status.code == 404 || status.code == 400
                    ? "public, max-age=1, \(Self.neverStale)" : "no-store",
            ], .text(sentence + "\n"))
        if status == .serviceUnavailable { fields[.retryAfter] = "1" }
        // RFC 9110, 15.5.2.
        if status == .unauthorized { fields[.wwwAuthenticate] = "Bearer" }
    }

    init(_ refusal: RequestRefusal) {
        self.init(HTTPResponse.Status(code: refusal.status), refusal.sentence)
    }
}

// MARK: - Playlists and media

extension ViewerResponse {
    init(_ playlist: PlaylistFacts, for request: ViewerRequest) {
        let tag = "\"\(playlist.tag)\(playlist.isCompressed ? "-gzip" : "")\""
        var fields: HTTPFields = [
            .contentType: "application/vnd.apple.mpegurl",
            .cacheControl: Self.cacheControl(playlist.kind, isBlocking: request.isBlocking),
            .eTag: tag,
            .vary: "accept-encoding",
        ]
        if playlist.isCompressed { fields[.contentEncoding] = "gzip" }
        self.init(.ok, fields, .content(0..<playlist.byteCount))
        if request.has(tag) { becomeNotModified() }
    }

    /// A part or a segment: whole, or the range that was asked for.
    init(_ media: MediaFacts, for request: ViewerRequest) {
        let tag = "\"\(media.tag)\""
        let fields: HTTPFields = [
            .contentType: Self.contentType(media),
            .cacheControl: media.changes ? "public, max-age=10" : "public, max-age=31536000, immutable",
            .eTag: tag,
            .acceptRanges: "bytes",
        ]
        self.init(.ok, fields, .content(0..<media.byteCount))
        guard !request.has(tag) else {
            becomeNotModified()
            return
        }
        switch request.range(count: media.byteCount, tag: tag) {
        case .whole: break
        case .part(let range):
            (status, body) = (.partialContent, .content(range))
            self.fields[.contentRange] = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(media.byteCount)"
        case .unsatisfiable:
            self = ViewerResponse(
                HTTPResponse.Status(code: 416), "the range lies outside the file, which has \(media.byteCount) bytes")
            self.fields[.contentRange] = "bytes */\(media.byteCount)"
        }
    }

    private static func contentType(_ media: MediaFacts) -> String {
        switch media.kind {
        case .video: "video/mp4"
        case .audio: "audio/mp4"
        case nil: media.tag.hasSuffix(".json") ? "application/json" : "image/jpeg"
        case .subtitles: media.tag.hasSuffix(".\(SegmentFormat.text.rawValue)") ? "text/vtt" : "application/mp4"
        }
    }

    private mutating func becomeNotModified() {
        (status, body) = (.notModified, .none)
        fields[.contentType] = nil
        fields[.contentEncoding] = nil
    }

    /// Appendix B of RFC 8216bis: an answer to a blocking request stays right for as long as anyone asks that question, up to six
    /// target durations; without one, a second at most. That is for caches that many share. A viewer's own would only have it see the
    /// past: a player that reloads wants to know what is new.
    private static func cacheControl(_ kind: PlaylistKind, isBlocking: Bool) -> String {
        switch kind {
        case .multivariant: "public, max-age=5, stale-while-revalidate=0"
        case .live(let targetDuration):
            "public, \(isBlocking ? "max-age=\(6 * targetDuration)" : "max-age=0, s-maxage=1"), \(neverStale)"
        case .final: "public, max-age=60, stale-while-revalidate=0"
        }
    }

    /// RFC 5861: caches that serve what is past its time while they ask for the next (Varnish does for 10 s unless told
    /// otherwise) would have a player see a playlist some segments old, and one that waits for a part be told once more that
    /// it isn't there. An origin that can't be reached is an error, too, so that players try another.
    private static let neverStale = "stale-while-revalidate=0, stale-if-error=0"
}
