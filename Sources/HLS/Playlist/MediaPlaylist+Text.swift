import MediaModel

extension MediaPlaylist {
    /// The playlist as a file, each line ended by a line feed.
    public var text: String {
        var lines = header.lines
        lines.append("#EXT-X-MEDIA-SEQUENCE:\(mediaSequence)")
        // Always there: rule 8.17 wants it wherever a discontinuity may ever come, and a restart brings one.
        lines.append("#EXT-X-DISCONTINUITY-SEQUENCE:\(discontinuitySequence)")
        lines += dateRanges.map(\.line)
        // After the sequence numbers: hls.js before 1.7 refuses them the other way round (its #7905).
        if let skip { lines.append(skip.line) }

        var rounding = TimelineRounding(start: start)
        var map: Map?
        for segment in segments {
            lines += Self.prefix(
                segment.isDiscontinuous, segment.map == map ? nil : segment.map, segment.programDateTime)
            map = segment.map ?? map
            var parts = rounding
            lines += segment.parts.map { $0.line(microseconds: parts.microseconds(adding: $0.duration)) }
            lines += segment.suffix(microseconds: rounding.microseconds(adding: segment.duration))
        }
        if let unfinished {
            lines += Self.prefix(
                unfinished.isDiscontinuous, unfinished.map == map ? nil : unfinished.map, unfinished.programDateTime)
            lines += unfinished.parts.map { $0.line(microseconds: rounding.microseconds(adding: $0.duration)) }
        }
        lines += preloadHints.map(\.line)
        lines += renditionReports.map(\.line)
        if isEnded { lines.append("#EXT-X-ENDLIST") }
        return lines.joined(separator: "\n") + "\n"
    }

    /// What stands before a segment's first part.
    static func prefix(_ isDiscontinuous: Bool, _ map: Map?, _ programDateTime: ProgramDateTime?) -> [String] {
        var lines: [String] = []
        if isDiscontinuous { lines.append("#EXT-X-DISCONTINUITY") }
        if let map { lines.append(map.line) }
        if let programDateTime { lines.append("#EXT-X-PROGRAM-DATE-TIME:\(programDateTime)") }
        return lines
    }
}

/// Rounds durations to microseconds on a timeline, so that their sums are right wherever one begins to add.
struct TimelineRounding {
    private var end: MediaTime
    private var roundedEnd: Int64

    init(start: MediaTime) {
        end = start
        roundedEnd = start.ticks(timescale: 1_000_000, rounding: .nearest)
    }

    /// The duration to write for what begins at the end of all before it.
    mutating func microseconds(adding duration: MediaTime) -> Int64 {
        let start = roundedEnd
        end += duration
        roundedEnd = end.ticks(timescale: 1_000_000, rounding: .nearest)
        return roundedEnd - start
    }
}

extension MediaPlaylist.Header {
    var lines: [String] {
        var lines = ["#EXTM3U", "#EXT-X-VERSION:\(version)", "#EXT-X-TARGETDURATION:\(targetDuration)"]
        if let serverControl { lines.append(serverControl.line) }
        if let partTarget { lines.append("#EXT-X-PART-INF:PART-TARGET=\(partTarget.decimalSeconds)") }
        if let kind { lines.append("#EXT-X-PLAYLIST-TYPE:\(kind.rawValue)") }
        if hasIFramesOnly { lines.append("#EXT-X-I-FRAMES-ONLY") }
        if hasImagesOnly { lines.append("#EXT-X-IMAGES-ONLY") }
        if hasIndependentSegments { lines.append("#EXT-X-INDEPENDENT-SEGMENTS") }
        return lines
    }
}

extension MediaPlaylist.Map {
    var line: String {
        var attributes = AttributeList()
        attributes.append("URI", .quoted(uri))
        if let byteRange { attributes.append("BYTERANGE", .quoted(byteRange.text)) }
        return "#EXT-X-MAP:\(attributes.text)"
    }
}

extension MediaPlaylist.Segment {
    /// What stands after a segment's last part.
    func suffix(microseconds: Int64) -> [String] {
        var lines: [String] = []
        if isGap { lines.append("#EXT-X-GAP") }
        lines.append("#EXTINF:\(DecimalText.text(microseconds, digits: 6)),")
        if let byteRange { lines.append("#EXT-X-BYTERANGE:\(byteRange.text)") }
        if let tiles { lines.append(tiles.line) }
        lines.append(uri)
        return lines
    }
}
