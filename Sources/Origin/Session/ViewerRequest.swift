import HTTPTypes

/// What matters of a viewer's request.
struct ViewerRequest: Hashable {
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
    var isForShow: Bool {
        isForPlaylist || path.hasSuffix(".m4s") || path.hasSuffix(".mp4") || path.hasSuffix(".vtt")
            || SideFilePath(path) != nil
    }

    var isForPlaylist: Bool { path.hasSuffix(".m3u8") }

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

    /// Whether the viewer has it already (RFC 9110, 13.1.2: compared weakly).
    func has(_ tag: String) -> Bool {
        guard let field = fields[.ifNoneMatch] else { return false }
        return field == "*"
            || field.split(separator: ",").contains { Self.strong($0) == tag }
    }

    /// A tag with its quotes, without what says that it is a weak one.
    static func strong(_ item: Substring) -> Substring {
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
    package var trimmed: Substring {
        var text = self
        while text.first == " " || text.first == "\t" { text.removeFirst() }
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return text
    }
}
