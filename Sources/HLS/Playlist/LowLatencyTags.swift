import MediaModel

// The tags of MediaPlaylist+LowLatency.swift, from values to text and back.

extension MediaPlaylist.ByteRange {
    /// Always with its offset: a player that starts anywhere needs no line before.
    var text: String { "\(length)@\(offset)" }

    /// `<n>[@<o>]`; the offset is `nil` where the text has none.
    static func parts(_ text: some StringProtocol) -> (length: Int, offset: Int?)? {
        let numbers = text.split(separator: "@", omittingEmptySubsequences: false).map { DecimalText.integer($0) }
        // Bounds that keep every sum within 64 bits.
        guard 1...2 ~= numbers.count, let length = numbers[0], length < 1 << 40 else { return nil }
        guard numbers.count == 2 else { return (length, nil) }
        guard let offset = numbers[1], offset < 1 << 60 else { return nil }
        return (length, offset)
    }
}

extension AttributeList {
    /// Seconds in decimals, up to a day; in microseconds. A day is longer than any segment, and keeps sums within 64 bits.
    func duration(_ name: String) throws(Failure) -> MediaTime? {
        guard let text = try plain(name) else { return nil }
        guard let microseconds = DecimalText.scaled(text, digits: 6), microseconds <= 86_400_000_000 else {
            throw Failure(message: "\(name): \"\(text)\" is no duration")
        }
        return .microseconds(microseconds)
    }

    /// A number below 2⁶²: one that leaves room for those after it.
    func count(_ name: String) throws(Failure) -> Int? {
        guard let number = try integer(name) else { return nil }
        guard number < 1 << 62 else { throw Failure(message: "\(name): \(number) is too large") }
        return number
    }

    /// A quoted string that isn't empty.
    func uri(_ name: String) throws(Failure) -> String {
        let text = try required(name, quoted(name))
        guard !text.isEmpty else { throw Failure(message: "\(name) is empty") }
        return text
    }
}

extension MediaPlaylist.Part {
    /// - Parameter microseconds: The duration as the timeline rounds it.
    func line(microseconds: Int64) -> String {
        var list = AttributeList()
        list.append("DURATION", .plain(DecimalText.text(microseconds, digits: 6)))
        list.append("URI", .quoted(uri))
        if let byteRange { list.append("BYTERANGE", .quoted(byteRange.text)) }
        if isIndependent { list.append("INDEPENDENT", .plain("YES")) }
        if isGap { list.append("GAP", .plain("YES")) }
        return "#EXT-X-PART:\(list.text)"
    }

    /// - Parameter last: The part before it, which a byte range without an offset follows.
    init(_ list: AttributeList, after last: MediaPlaylist.Part?) throws(AttributeList.Failure) {
        let uri = try list.uri("URI")
        var range: MediaPlaylist.ByteRange?
        if let text = try list.quoted("BYTERANGE") {
            let following = last?.uri == uri ? last?.byteRange?.range.upperBound : nil
            guard let parts = MediaPlaylist.ByteRange.parts(text), let offset = parts.offset ?? following else {
                throw AttributeList.Failure(message: "BYTERANGE: \"\(text)\"")
            }
            range = MediaPlaylist.ByteRange(offset: offset, length: parts.length)
        }
        self.init(
            uri: uri, duration: try list.required("DURATION", list.duration("DURATION")),
            isIndependent: try list.flag("INDEPENDENT") ?? false, isGap: try list.flag("GAP") ?? false,
            byteRange: range)
    }
}

extension MediaPlaylist.PreloadHint {
    var line: String {
        var list = AttributeList()
        list.append("TYPE", .plain(kind.rawValue))
        list.append("URI", .quoted(uri))
        if start > 0 { list.append("BYTERANGE-START", .plain("\(start)")) }
        if let length { list.append("BYTERANGE-LENGTH", .plain("\(length)")) }
        return "#EXT-X-PRELOAD-HINT:\(list.text)"
    }

    /// `nil` for a kind it doesn't know, which clients pass over.
    init?(_ list: AttributeList) throws(AttributeList.Failure) {
        guard let kind = Kind(rawValue: try list.required("TYPE", list.plain("TYPE"))) else { return nil }
        self.init(
            kind: kind, uri: try list.uri("URI"), start: try list.count("BYTERANGE-START") ?? 0,
            length: try list.count("BYTERANGE-LENGTH"))
    }
}

extension MediaPlaylist.RenditionReport {
    var line: String {
        var list = AttributeList()
        list.append("URI", .quoted(uri))
        if let lastMediaSequence { list.append("LAST-MSN", .plain("\(lastMediaSequence)")) }
        if let lastPart { list.append("LAST-PART", .plain("\(lastPart)")) }
        return "#EXT-X-RENDITION-REPORT:\(list.text)"
    }

    init(_ list: AttributeList) throws(AttributeList.Failure) {
        self.init(
            uri: try list.uri("URI"), lastMediaSequence: try list.count("LAST-MSN"),
            lastPart: try list.count("LAST-PART"))
    }
}

extension MediaPlaylist.Skip {
    var line: String {
        // The tab between identifiers is the one control character that a quoted string of HLS may have.
        let removed = recentlyRemovedDateRanges.map {
            ",RECENTLY-REMOVED-DATERANGES=\"\($0.joined(separator: "\t"))\""
        }
        return "#EXT-X-SKIP:SKIPPED-SEGMENTS=\(segmentCount)\(removed ?? "")"
    }

    init(_ list: AttributeList) throws(AttributeList.Failure) {
        let count = try list.required("SKIPPED-SEGMENTS", list.count("SKIPPED-SEGMENTS"))
        guard 1...PlaylistLines.maximumEntryCount ~= count else {
            throw AttributeList.Failure(message: "SKIPPED-SEGMENTS: \(count)")
        }
        self.init(
            segmentCount: count,
            recentlyRemovedDateRanges: try list.quoted("RECENTLY-REMOVED-DATERANGES").map { text in
                text.isEmpty ? [] : text.split(separator: "\t").map { String($0) }
            })
    }
}
