import MediaModel

extension MediaPlaylist {
    /// Reads a playlist.
    ///
    /// Tags it doesn't know are passed over, as 6.3.1 has clients do. Durations come out in microseconds.
    ///
    /// - Parameter context: Where the text comes from, for what it may take from there (EXT-X-DEFINE).
    /// - Throws: ``PlaylistError`` naming the line: a missing or doubled tag, a value that can't be read, a variable that isn't
    ///   defined, a multivariant playlist, text beyond the limits (16 MiB, 16 KiB a line, 100,000 segments).
    public init(parsing text: String, from context: PlaylistContext = PlaylistContext()) throws(PlaylistError) {
        var parser = MediaPlaylistParser()
        let lines = try PlaylistLines(text, context)
        for line in lines.lines { try parser.take(line) }
        self = try parser.finish()
        versionOfVariables = lines.variables.neededVersion
    }
}

/// The state between two lines of a media playlist.
private struct MediaPlaylistParser {
    private typealias Line = PlaylistLines.Line

    // Of the playlist.
    private var seen: Set<Substring> = []
    private var version = 1
    private var targetDuration: Int?
    private var kind: MediaPlaylist.Kind?
    private var hasIndependentSegments = false
    private var hasIFramesOnly = false
    private var hasImagesOnly = false
    private var mediaSequence = 0
    private var discontinuitySequence = 0
    private var segments: [MediaPlaylist.Segment] = []
    private var isEnded = false
    private var serverControl: ServerControl?
    private var partTarget: MediaTime?
    private var dateRanges: [DateRange] = []
    private var preloadHints: [MediaPlaylist.PreloadHint] = []
    private var renditionReports: [MediaPlaylist.RenditionReport] = []
    private var skip: MediaPlaylist.Skip?
    private var partCount = 0

    // Of the next segment.
    private var duration: MediaTime?
    private var byteRange: (length: Int, offset: Int?)?
    private var programDateTime: ProgramDateTime?
    private var isDiscontinuous = false
    private var isGap = false
    private var parts: [MediaPlaylist.Part] = []
    /// The last one; those before it may belong to the last segment.
    private var lastPart: MediaPlaylist.Part?
    private var map: MediaPlaylist.Map?
    private var tiles: MediaPlaylist.Tiles?
    private var lastLine = 1

    /// Once in a playlist, by their own sections.
    private static let singular: Set<Substring> = [
        "EXT-X-VERSION", "EXT-X-TARGETDURATION", "EXT-X-MEDIA-SEQUENCE", "EXT-X-DISCONTINUITY-SEQUENCE",
        "EXT-X-PLAYLIST-TYPE", "EXT-X-I-FRAMES-ONLY", "EXT-X-INDEPENDENT-SEGMENTS", "EXT-X-ENDLIST",
        "EXT-X-SERVER-CONTROL", "EXT-X-PART-INF", "EXT-X-SKIP", "EXT-X-IMAGES-ONLY",
    ]

    mutating func take(_ line: PlaylistLines.Line) throws(PlaylistError) {
        lastLine = line.number
        guard let (name, value) = line.tag else { return try takeURI(line) }
        if Self.singular.contains(name), !seen.insert(name).inserted { throw line.error("\(name) twice") }
        if try takeHeader(name, value, line) { return }
        if try takeList(name, value, line) { return }
        try takeSegmentTag(name, value, line)
    }

    private mutating func takeHeader(
        _ name: Substring, _ value: Substring, _ line: Line
    ) throws(PlaylistError) -> Bool {
        switch name {
        case "EXT-X-VERSION": version = try integer(value, line)
        case "EXT-X-TARGETDURATION":
            let seconds = try integer(value, line)
            guard 1...86_400 ~= seconds else { throw line.error("a target duration of \(seconds) s") }
            targetDuration = seconds
        case "EXT-X-MEDIA-SEQUENCE": mediaSequence = try sequence(value, line)
        case "EXT-X-DISCONTINUITY-SEQUENCE": discontinuitySequence = try sequence(value, line)
        case "EXT-X-PLAYLIST-TYPE":
            guard let kind = MediaPlaylist.Kind(rawValue: String(value)) else {
                throw line.error("\"\(value)\" is neither VOD nor EVENT")
            }
            self.kind = kind
        case "EXT-X-I-FRAMES-ONLY": hasIFramesOnly = true
        case "EXT-X-IMAGES-ONLY": hasImagesOnly = true
        case "EXT-X-INDEPENDENT-SEGMENTS": hasIndependentSegments = true
        case "EXT-X-ENDLIST": isEnded = true
        case "EXT-X-STREAM-INF", "EXT-X-MEDIA", "EXT-X-I-FRAME-STREAM-INF", "EXT-X-IMAGE-STREAM-INF":
            // 4.1: a playlist with both kinds of tags must be refused.
            throw line.error("\(name) belongs to a multivariant playlist")
        default: return false
        }
        return true
    }

    /// The tags of low latency, and date ranges: attribute lists all.
    private mutating func takeList(_ name: Substring, _ value: Substring, _ line: Line) throws(PlaylistError) -> Bool {
        guard Self.lists.contains(name) else { return false }
        do throws(AttributeList.Failure) {
            let list = try AttributeList(parsing: value)
            switch name {
            case "EXT-X-SERVER-CONTROL": serverControl = try ServerControl(list)
            case "EXT-X-PART-INF":
                let target = try list.required("PART-TARGET", list.duration("PART-TARGET"))
                guard target > .zero else { throw AttributeList.Failure(message: "PART-TARGET is 0") }
                partTarget = target
            case "EXT-X-DATERANGE": dateRanges.append(try DateRange(list))
            case "EXT-X-SKIP":
                guard segments.isEmpty, parts.isEmpty else { throw AttributeList.Failure(message: "after a segment") }
                skip = try MediaPlaylist.Skip(list)
            case "EXT-X-PART":
                let part = try MediaPlaylist.Part(list, after: lastPart)
                parts.append(part)
                lastPart = part
                partCount += 1
            case "EXT-X-PRELOAD-HINT":
                if let hint = try MediaPlaylist.PreloadHint(list) { preloadHints.append(hint) }
            case "EXT-X-RENDITION-REPORT": renditionReports.append(try MediaPlaylist.RenditionReport(list))
            case "EXT-X-TILES": tiles = try MediaPlaylist.Tiles(list)
            default: map = try initialisationSection(list)
            }
        } catch {
            throw line.error("\(name): \(error.message)")
        }
        let count = dateRanges.count + preloadHints.count + renditionReports.count + partCount
        guard count <= PlaylistLines.maximumEntryCount else { throw line.error("too many tags") }
        return true
    }

    private static let lists: Set<Substring> = [
        "EXT-X-SERVER-CONTROL", "EXT-X-PART-INF", "EXT-X-DATERANGE", "EXT-X-SKIP", "EXT-X-PART", "EXT-X-PRELOAD-HINT",
        "EXT-X-RENDITION-REPORT", "EXT-X-MAP", "EXT-X-TILES",
    ]

    private mutating func takeSegmentTag(_ name: Substring, _ value: Substring, _ line: Line) throws(PlaylistError) {
        switch name {
        case "EXTINF":
            let text = value.prefix { $0 != "," }
            // A day is longer than any segment, and keeps every sum within 64 bits.
            guard let microseconds = DecimalText.scaled(text, digits: 6), microseconds <= 86_400_000_000 else {
                throw line.error("\"\(text)\" is no duration")
            }
            guard duration == nil else { throw line.error("EXTINF twice for one segment") }
            duration = .microseconds(microseconds)
        case "EXT-X-BYTERANGE":
            guard let range = MediaPlaylist.ByteRange.parts(value) else {
                throw line.error("\"\(value)\" is no byte range")
            }
            byteRange = range
        case "EXT-X-PROGRAM-DATE-TIME":
            guard let instant = ProgramDateTime(parsing: value) else { throw line.error("\"\(value)\" is no date") }
            programDateTime = instant
        case "EXT-X-DISCONTINUITY": isDiscontinuous = true
        case "EXT-X-GAP": isGap = true
        default: break
        }
    }

    private mutating func takeURI(_ line: Line) throws(PlaylistError) {
        guard let duration else { throw line.error("a URI without EXTINF before it") }
        guard MediaPlaylist.Segment.isURI(line.text) else { throw line.error("\"\(line.text)\" is no URI") }
        guard segments.count < PlaylistLines.maximumEntryCount else { throw line.error("too many segments") }
        var range: MediaPlaylist.ByteRange?
        if let byteRange {
            // 4.4.4.2: without an offset, the range follows the one before it, of the same resource.
            let last = segments.last
            let following = last?.uri == line.text ? last?.byteRange?.range.upperBound : nil
            guard let offset = byteRange.offset ?? following else {
                throw line.error("a byte range without an offset, after no range of the same resource")
            }
            range = MediaPlaylist.ByteRange(offset: offset, length: byteRange.length)
        }
        var segment = MediaPlaylist.Segment(
            uri: line.text, duration: duration, byteRange: range, map: map, programDateTime: programDateTime,
            isDiscontinuous: isDiscontinuous, isGap: isGap)
        swap(&segment.parts, &parts)
        swap(&segment.tiles, &tiles)
        segments.append(segment)
        (self.duration, byteRange, programDateTime) = (nil, nil, nil)
        (isDiscontinuous, isGap) = (false, false)
    }

    func finish() throws(PlaylistError) -> MediaPlaylist {
        guard let targetDuration else { throw PlaylistError(line: 0, message: "no EXT-X-TARGETDURATION") }
        guard duration == nil, byteRange == nil else {
            throw PlaylistError(line: lastLine, message: "the playlist ends before the last segment's URI")
        }
        var header = MediaPlaylist.Header(
            targetDuration: targetDuration, kind: kind, hasIndependentSegments: hasIndependentSegments,
            hasIFramesOnly: hasIFramesOnly, serverControl: serverControl, partTarget: partTarget, version: version)
        header.hasImagesOnly = hasImagesOnly
        var playlist = MediaPlaylist(header: header, segments: segments, isEnded: isEnded)
        (playlist.mediaSequence, playlist.discontinuitySequence) = (mediaSequence, discontinuitySequence)
        (playlist.unfinished, playlist.dateRanges, playlist.skip) = (unfinished, dateRanges, skip)
        (playlist.preloadHints, playlist.renditionReports) = (preloadHints, renditionReports)
        return playlist
    }

    private var unfinished: MediaPlaylist.UnfinishedSegment? {
        guard !parts.isEmpty || programDateTime != nil || isDiscontinuous else { return nil }
        return MediaPlaylist.UnfinishedSegment(
            parts: parts, map: map, programDateTime: programDateTime, isDiscontinuous: isDiscontinuous)
    }
}

// MARK: - Values

extension MediaPlaylistParser {
    private func integer(_ value: Substring, _ line: Line) throws(PlaylistError) -> Int {
        guard let number = DecimalText.integer(value) else { throw line.error("\"\(value)\" is no integer") }
        return number
    }

    /// A sequence number that leaves room for those after it.
    private func sequence(_ value: Substring, _ line: Line) throws(PlaylistError) -> Int {
        let number = try integer(value, line)
        guard number < 1 << 62 else { throw line.error("\(number) is too large") }
        guard segments.isEmpty else { throw line.error("a sequence number after the first segment") }
        return number
    }

    private func initialisationSection(_ list: AttributeList) throws(AttributeList.Failure) -> MediaPlaylist.Map {
        let uri = try list.uri("URI")
        guard let text = try list.quoted("BYTERANGE") else { return MediaPlaylist.Map(uri: uri) }
        guard let range = MediaPlaylist.ByteRange.parts(text) else {
            throw AttributeList.Failure(message: "BYTERANGE: \"\(text)\"")
        }
        return MediaPlaylist.Map(uri: uri, byteRange: .init(offset: range.offset ?? 0, length: range.length))
    }
}
