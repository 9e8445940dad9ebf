/// What a player asks of a playlist besides itself: the delivery directives of a request's query (RFC 8216bis 6.2.5).
public struct ReloadRequest: Hashable, Sendable {
    /// `_HLS_msn`: wait for this segment, or with ``part`` for that part of it.
    public var mediaSequence: Int?
    /// `_HLS_part`, counted from 0.
    public var part: Int?
    /// `_HLS_skip`: leave out what is far from the end.
    ///
    /// `v2` would have date ranges left out too; we never offer that (CAN-SKIP-DATERANGES), so it means the same. A value
    /// of the future is passed over: a whole playlist is always a right answer.
    public var wantsDelta: Bool

    /// - Precondition: A part comes with a segment; no number is negative.
    public init(mediaSequence: Int? = nil, part: Int? = nil, wantsDelta: Bool = false) {
        precondition(mediaSequence != nil || part == nil, "part \(part ?? 0) of no segment")
        precondition(mediaSequence ?? 0 >= 0 && part ?? 0 >= 0, "\(mediaSequence ?? 0).\(part ?? 0)")
        (self.mediaSequence, self.part, self.wantsDelta) = (mediaSequence, part, wantsDelta)
    }

    /// In bytes. Our own queries have some 40; a CDN's token may be longer.
    static let maximumQueryByteCount = 4_096

    /// Reads a URL's query, what follows the `?`. Names that aren't directives are somebody else's.
    ///
    /// - Throws: ``RequestRefusal`` with status 400.
    public init(query: some StringProtocol) throws(RequestRefusal) {
        guard query.utf8.count <= Self.maximumQueryByteCount else {
            throw RequestRefusal(414, "the query is longer than \(Self.maximumQueryByteCount) bytes")
        }
        var values: [Substring: Substring] = [:]
        for field in Substring(query).split(separator: "&") where field.hasPrefix("_HLS_") {
            let halves = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard values.updateValue(halves.count == 2 ? halves[1] : "", forKey: halves[0]) == nil else {
                throw RequestRefusal(400, "\(halves[0].prefix(20)) is there twice")
            }
        }
        mediaSequence = try Self.number("_HLS_msn", values)
        part = try Self.number("_HLS_part", values)
        wantsDelta = values["_HLS_skip"] == "YES" || values["_HLS_skip"] == "v2"
        guard mediaSequence != nil || part == nil else {
            throw RequestRefusal(400, "_HLS_part needs _HLS_msn, the number of its segment")
        }
    }

    private static func number(_ name: Substring, _ values: [Substring: Substring]) throws(RequestRefusal) -> Int? {
        guard let text = values[name] else { return nil }
        // Below 2⁶², so that sums and differences of positions fit.
        guard let number = DecimalText.integer(text), number < 1 << 62 else {
            throw RequestRefusal(400, "\(name) is \"\(text.prefix(24))\", not a number of digits alone")
        }
        return number
    }
}

/// An answer that isn't what was asked for: a status of HTTP, and a sentence for whoever reads it.
public struct RequestRefusal: Error, Hashable, Sendable {
    public let status: Int
    public let sentence: String

    public init(_ status: Int, _ sentence: String) { (self.status, self.sentence) = (status, sentence) }
}

extension RequestRefusal: CustomStringConvertible {
    public var description: String { "\(status): \(sentence)" }
}
