import MediaModel

extension MediaPlaylist {
    /// The playlist as a file, each line ended by a line feed.
    public var text: String {
        var lines = header.lines
        lines.append("#EXT-X-MEDIA-SEQUENCE:\(mediaSequence)")
        // Always there: rule 8.17 wants it wherever a discontinuity may ever come, and a restart brings one.
        lines.append("#EXT-X-DISCONTINUITY-SEQUENCE:\(discontinuitySequence)")

        var end = start
        var roundedEnd = start.ticks(timescale: 1_000_000, rounding: .nearest)
        var map: Map?
        for segment in segments {
            let roundedStart = roundedEnd
            end += segment.duration
            roundedEnd = end.ticks(timescale: 1_000_000, rounding: .nearest)
            if segment.isDiscontinuous { lines.append("#EXT-X-DISCONTINUITY") }
            if let new = segment.map, new != map {
                lines.append(new.line)
                map = new
            }
            lines += segment.lines(microseconds: roundedEnd - roundedStart)
        }
        if isEnded { lines.append("#EXT-X-ENDLIST") }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension MediaPlaylist.Header {
    fileprivate var lines: [String] {
        var lines = ["#EXTM3U", "#EXT-X-VERSION:\(version)", "#EXT-X-TARGETDURATION:\(targetDuration)"]
        if let kind { lines.append("#EXT-X-PLAYLIST-TYPE:\(kind.rawValue)") }
        if hasIFramesOnly { lines.append("#EXT-X-I-FRAMES-ONLY") }
        if hasIndependentSegments { lines.append("#EXT-X-INDEPENDENT-SEGMENTS") }
        return lines
    }
}

extension MediaPlaylist.ByteRange {
    /// Always with its offset: a player that starts anywhere needs no line before.
    fileprivate var text: String { "\(length)@\(offset)" }
}

extension MediaPlaylist.Map {
    fileprivate var line: String {
        var attributes = AttributeList()
        attributes.append("URI", .quoted(uri))
        if let byteRange { attributes.append("BYTERANGE", .quoted(byteRange.text)) }
        return "#EXT-X-MAP:\(attributes.text)"
    }
}

extension MediaPlaylist.Segment {
    fileprivate func lines(microseconds: Int64) -> [String] {
        var lines: [String] = []
        if let programDateTime { lines.append("#EXT-X-PROGRAM-DATE-TIME:\(programDateTime)") }
        if isGap { lines.append("#EXT-X-GAP") }
        lines.append("#EXTINF:\(DecimalText.text(microseconds, digits: 6)),")
        if let byteRange { lines.append("#EXT-X-BYTERANGE:\(byteRange.text)") }
        lines.append(uri)
        return lines
    }
}
