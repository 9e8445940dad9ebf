import Broadcast
import Compression
import HLS
import HTTPTypes
import NIOCore

/// An answer to a viewer, ready to be written: a head, and pieces of a body that all viewers share.
struct ViewerResponse {
    var status: HTTPResponse.Status
    var fields: HTTPFields
    var pieces: [ByteBuffer]
    var byteCount: Int
}

/// What matters of a viewer's request.
struct ViewerRequest {
    let method: HTTPRequest.Method
    /// As it came, without its query.
    let path: Substring
    let query: Substring
    let fields: HTTPFields

    init(_ request: HTTPRequest) {
        method = request.method
        let target = request.path ?? "/"
        if let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) {
            path = target[..<mark]
            query = target[target.utf8.index(after: mark)...]
        } else {
            (path, query) = (target[...], "")
        }
        fields = request.headerFields
    }

    /// Whether it asks for a segment or part to come. Other names with that in them are somebody else's.
    var isBlocking: Bool { query.split(separator: "&").contains { $0.hasPrefix("_HLS_msn=") } }

    /// Whether it is for a file of the show, by its name's ending.
    var isForShow: Bool { path.hasSuffix(".m4s") || path.hasSuffix(".m3u8") || path.hasSuffix(".mp4") }

    /// Whether a body may be compressed: what is said of gzip counts, and else what is said of all codings (RFC 9110, 12.5.3).
    var acceptsGzip: Bool {
        guard let field = fields[.acceptEncoding] else { return false }
        var ofAll = false
        for item in field.split(separator: ",") {
            let words = item.split(separator: ";")
            guard let coding = words.first?.trimmed else { continue }
            let isTaken = !words.dropFirst().contains { Self.isWeightOfNothing($0.trimmed) }
            if coding.isSame("gzip") { return isTaken }
            if coding == "*" { ofAll = isTaken }
        }
        return ofAll
    }

    /// Whether it is `q=0`, to up to three digits (RFC 9110, 12.4.2).
    private static func isWeightOfNothing(_ parameter: Substring) -> Bool {
        guard parameter.prefix(2).isSame("q=") else { return false }
        return ["0", "0.", "0.0", "0.00", "0.000"].contains(parameter.dropFirst(2))
    }

    /// The tag of the playlist that a viewer reloads who needs another segment, and gets no good of anything else.
    ///
    /// Chromium's own player (to version 156 at least) fetches the last three segments before it begins to play. Where those
    /// are there before its decoders are, it reloads the playlist once to begin, and ends for good, with
    /// DEMUXER_ERROR_COULD_NOT_PARSE, if that lists no segment more. So it may have to wait for one. It is known by its reload: a plain
    /// one that has both conditions of a cache and a range, which no other player or cache asks of a playlist.
    var heldTag: Substring? {
        guard query.isEmpty, fields[.range] != nil, let field = fields[.ifNoneMatch] else { return nil }
        let tag = Self.strong(field[...])
        guard tag.count > 2, tag.hasPrefix("\""), tag.hasSuffix("\"") else { return nil }
        return tag.dropFirst().dropLast()
    }

    /// Whether the viewer has it already (RFC 9110, 13.1.2: compared weakly).
    func has(_ tag: String) -> Bool {
        guard let field = fields[.ifNoneMatch] else { return false }
        return field == "*"
            || field.split(separator: ",").contains { Self.strong($0) == tag }
    }

    /// A tag with its quotes, without what says that it is a weak one.
    private static func strong(_ item: Substring) -> Substring {
        let text = item.trimmed
        return text.hasPrefix("W/") ? text.dropFirst(2) : text
    }

    /// Without its range, if the file has changed since the viewer began to fetch it.
    func range(count: Int, tag: String) -> ByteRange {
        if let condition = fields[.ifRange], condition != tag { return .whole }
        return ByteRange(field: fields[.range], count: count)
    }
}

extension Substring {
    /// Names are so, whatever their letters' case.
    fileprivate func isSame(_ name: String) -> Bool {
        utf8.count == name.utf8.count && lowercased() == name
    }

    /// Without the white space around it (RFC 9110, 5.6.3).
    var trimmed: Substring {
        var text = self
        while text.first == " " || text.first == "\t" { text.removeFirst() }
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return text
    }
}

// MARK: - Answers

extension ViewerResponse {
    /// A playlist, compressed if the viewer can take it so.
    init(_ text: CachedPlaylist, for request: ViewerRequest) {
        let compressed = request.acceptsGzip ? text.compressed { Gzip.compress($0) } : nil
        let body = compressed ?? text.bytes
        let tag = "\"\(text.tag)\(compressed == nil ? "" : "-gzip")\""
        var fields: HTTPFields = [
            .contentType: "application/vnd.apple.mpegurl",
            .cacheControl: Self.cacheControl(text.kind, isBlocking: request.isBlocking),
            .eTag: tag,
            .vary: "accept-encoding",
        ]
        if compressed != nil { fields[.contentEncoding] = "gzip" }
        self.init(.ok, fields, [body], body.readableBytes)
        if request.has(tag) { becomeNotModified() }
    }

    /// A part or a segment: whole, or the range that was asked for.
    init(_ media: OriginMedia, for request: ViewerRequest) {
        let tag = "\"\(media.tag)\""
        self.init(.ok, Self.mediaFields(media.kind, tag: tag), media.pieces, media.byteCount)
        guard !request.has(tag) else {
            becomeNotModified()
            return
        }
        switch request.range(count: media.byteCount, tag: tag) {
        case .whole: break
        case .part(let range):
            pieces = Self.slices(of: media.pieces, range)
            becomePartial(range, of: media.byteCount)
        case .unsatisfiable: self = .unsatisfiable(count: media.byteCount)
        }
    }

    /// A sentence for whoever reads it.
    init(_ refusal: RequestRefusal) {
        self.init(HTTPResponse.Status(code: refusal.status), refusal.sentence)
    }

    init(_ status: HTTPResponse.Status, _ sentence: String) {
        let body = ByteBuffer(string: sentence + "\n")
        self.init(
            status,
            [
                .contentType: "text/plain; charset=utf-8",
                // What isn't there now may be in a moment.
                .cacheControl: status.code == 404 || status.code == 400
                    ? "public, max-age=1, \(Self.neverStale)" : "no-store",
            ], [body], body.readableBytes)
        if status == .serviceUnavailable { fields[.retryAfter] = "1" }
    }

    /// Of a browser that asks what it may do from another site's page.
    ///
    /// - Parameter fields: Of its request.
    static func preflight(asked fields: HTTPFields) -> ViewerResponse {
        ViewerResponse(
            .noContent, Preflight.fields(asked: fields, methods: "GET, HEAD, OPTIONS", seconds: 86_400), [], 0)
    }

    static func unsatisfiable(count: Int) -> ViewerResponse {
        var response = ViewerResponse(
            HTTPResponse.Status(code: 416), "the range lies outside the file, which has \(count) bytes")
        response.fields[.contentRange] = "bytes */\(count)"
        return response
    }

    private init(_ status: HTTPResponse.Status, _ fields: HTTPFields, _ pieces: [ByteBuffer], _ byteCount: Int) {
        (self.status, self.fields, self.pieces, self.byteCount) = (status, fields, pieces, byteCount)
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

    static func mediaFields(_ kind: Rendition.Kind, tag: String) -> HTTPFields {
        let type =
            switch kind {
            case .video: "video/mp4"
            case .audio: "audio/mp4"
            case .subtitles: "application/mp4"
            }
        return [
            .contentType: type,
            // No name ever has two contents.
            .cacheControl: "public, max-age=31536000, immutable",
            .eTag: tag,
            .acceptRanges: "bytes",
        ]
    }

    mutating func becomeNotModified() {
        (status, pieces, byteCount) = (.notModified, [], 0)
        fields[.contentType] = nil
        fields[.contentEncoding] = nil
    }

    mutating func becomePartial(_ range: Range<Int>, of count: Int) {
        status = .partialContent
        byteCount = range.count
        fields[.contentRange] = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(count)"
    }

    /// Appendix B of RFC 8216bis: an answer to a blocking request stays right for as long as anyone asks that question;
    /// without one, a second at most. That is for caches that many share. A viewer's own would only have it see the past: a
    /// player that reloads wants to know what is new.
    private static func cacheControl(_ kind: CachedPlaylist.Kind, isBlocking: Bool) -> String {
        switch kind {
        case .multivariant: "public, max-age=5, stale-while-revalidate=0"
        case .live: "public, \(isBlocking ? "max-age=12" : "max-age=0, s-maxage=1"), \(neverStale)"
        case .final: "public, max-age=60, stale-while-revalidate=0"
        }
    }

    /// RFC 5861: caches that serve what is past its time while they ask for the next (Varnish does for 10 s unless told
    /// otherwise) would have a player see a playlist some segments old, and one that waits for a part be told once more that
    /// it isn't there. An origin that can't be reached is an error, too, so that players try another.
    private static let neverStale = "stale-while-revalidate=0, stale-if-error=0"

    private static func slices(of pieces: [ByteBuffer], _ range: Range<Int>) -> [ByteBuffer] {
        var start = 0
        return pieces.compactMap { piece in
            defer { start += piece.readableBytes }
            let wanted = range.clamped(to: start..<start + piece.readableBytes)
            return wanted.isEmpty
                ? nil : piece.getSlice(at: piece.readerIndex + wanted.lowerBound - start, length: wanted.count)
        }
    }
}
