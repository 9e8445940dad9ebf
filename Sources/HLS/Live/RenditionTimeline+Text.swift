// A rendition's lines in its playlists.

extension RenditionTimeline {
    /// A segment's lines, made when it became whole.
    struct SegmentText: Sendable {
        /// Before and after the tags of its parts.
        let prefix: [UInt8]
        let suffix: [UInt8]
        /// Among I-frames; empty without pictures.
        let iFrame: [UInt8]
    }

    /// Where a segment's lines are.
    enum TextPlace: Sendable {
        /// Here, as they may still change: its parts' tags leave, or it is lost.
        case segment(SegmentText)
        /// In the logs, from these offsets on.
        case logs(start: Int, iFrameStart: Int)
    }

    private static var gap: [UInt8] { [UInt8](lines: ["#EXT-X-GAP"]) }

    /// Moves the lines of segments that can't change any more into the logs: of those whose parts' tags have left, and, where
    /// segments may get lost, that memory has forgotten.
    mutating func logFinalText() {
        while firstUnlogged < firstWithParts, disk == nil || segments[firstUnlogged].parts.isEmpty { logNextText() }
        guard !retention.isRecording else { return }
        guard firstListed < firstUnlogged, case .logs(let start, let iFrameStart) = segments[firstListed].text else {
            log.drop(before: log.end)
            iFrameLog.drop(before: iFrameLog.end)
            return
        }
        log.drop(before: start)
        iFrameLog.drop(before: iFrameStart)
    }

    /// Moves the lines of the first segment that has them into the logs.
    mutating func logNextText() {
        let segment = segments[firstUnlogged]
        guard case .segment(let text) = segment.text else { return }
        segments[firstUnlogged].text = .logs(start: log.end, iFrameStart: iFrameLog.end)
        firstUnlogged += 1
        log.append(text.prefix + (segment.isLost ? Self.gap : []) + text.suffix)
        // Those that were listed without a picture have the tag already.
        iFrameLog.append((segment.isLost && segment.hasIFrame ? Self.gap : []) + text.iFrame)
    }

    /// Moves all lines into the logs, whatever may become of their segments.
    mutating func logAllText() {
        while firstUnlogged < segments.count { logNextText() }
    }
}

// MARK: - Writing

extension RenditionTimeline {
    /// Where the last whole segment ends: in all renditions at the same instants.
    var wholeEnd: ProgramDateTime { unfinished?.programDateTime ?? runStart.advanced(by: elapsed) }

    func writeHead(_ header: MediaPlaylist.Header, to playlist: inout PlaylistWriter) {
        let sequence = firstListed < segments.count ? segments[firstListed].sequence : unfinished?.sequence
        write(header, sequence ?? nextSequence, discontinuitySequence, to: &playlist)
    }

    func writeRecordingHead(_ header: MediaPlaylist.Header, to playlist: inout PlaylistWriter) {
        precondition(retention.isRecording, "\(rendition.id) isn't recorded")
        write(header, recordingSequence, recordingDiscontinuitySequence, to: &playlist)
    }

    private func write(
        _ header: MediaPlaylist.Header, _ sequence: Int, _ discontinuitySequence: Int,
        to playlist: inout PlaylistWriter
    ) {
        for line in (hasParts ? header : header.ofText).lines { playlist.append(line: line) }
        playlist.append(line: "#EXT-X-MEDIA-SEQUENCE:\(sequence)")
        playlist.append(line: "#EXT-X-DISCONTINUITY-SEQUENCE:\(discontinuitySequence)")
    }

    /// Writes segments from `first` on, and the one that grows if parts are wanted.
    func writeSegments(from first: Int, withParts: Bool, to playlist: inout PlaylistWriter) {
        // A segment's text has the map's tag where it changes; the first one listed always needs it.
        if first < segments.count, !segments[first].writesMap, let map = segments[first].map {
            playlist.append(line: map.line)
        }
        if first < firstUnlogged, case .logs(let start, _) = segments[first].text {
            log.write(from: start, to: &playlist)
        }
        for index in max(first, firstUnlogged)..<max(first, segments.count) {
            guard case .segment(let text) = segments[index].text else { continue }
            playlist.append(text.prefix)
            if withParts, hasParts, index >= firstWithParts {
                for part in segments[index].parts { playlist.append(line: part.line) }
            }
            if segments[index].isLost { playlist.append(Self.gap) }
            playlist.append(text.suffix)
        }
        guard withParts, hasParts, let unfinished else { return }
        let prefix = MediaPlaylist.prefix(
            unfinished.isDiscontinuous, unfinished.writesMap ? map : nil, unfinished.programDateTime)
        for line in prefix { playlist.append(line: line) }
        for part in unfinished.parts { playlist.append(line: part.line) }
    }

    func writeIFrames(from first: Int, to playlist: inout PlaylistWriter) {
        guard first < segments.count else { return }
        if !segments[first].writesMap, let map = segments[first].map { playlist.append(line: map.line) }
        if first < firstUnlogged, case .logs(_, let start) = segments[first].text {
            iFrameLog.write(from: start, to: &playlist)
        }
        for segment in segments[max(first, firstUnlogged)...] {
            guard case .segment(let text) = segment.text else { continue }
            if segment.isLost, segment.hasIFrame { playlist.append(Self.gap) }
            playlist.append(text.iFrame)
        }
    }

    /// Writes all segments that ever were.
    func writeRecordedSegments(to playlist: inout PlaylistWriter) {
        log.write(from: 0, to: &playlist)
        for case .segment(let text) in segments[firstUnlogged...].map(\.text) {
            playlist.append(text.prefix)
            playlist.append(text.suffix)
        }
    }

    func writeRecordedIFrames(to playlist: inout PlaylistWriter) {
        iFrameLog.write(from: 0, to: &playlist)
        for case .segment(let text) in segments[firstUnlogged...].map(\.text) { playlist.append(text.iFrame) }
    }

    /// How many segments lie wholly beyond the skip boundary, which is counted from the end of the last whole segment
    /// (6.2.5.1).
    var skippableCount: Int {
        guard let end = segments.last?.end else { return 0 }
        // From the end, which is near, whatever the window.
        var first = segments.count
        while first > firstListed, segments[first - 1].end + constants.skipBoundary >= end { first -= 1 }
        return first - firstListed
    }

    /// Where this rendition ends, for the others; `nil` before its first segment.
    var report: MediaPlaylist.RenditionReport? {
        guard hasParts else {
            guard let whole = segments.last else { return nil }
            return MediaPlaylist.RenditionReport(
                uri: "../\(rendition.id)/playlist.m3u8", lastMediaSequence: whole.sequence, lastPart: nil)
        }
        guard unfinished != nil || !segments.isEmpty else { return nil }
        let listsParts = unfinished != nil || firstWithParts < segments.count
        return MediaPlaylist.RenditionReport(
            uri: "../\(rendition.id)/playlist.m3u8", lastMediaSequence: last.mediaSequence,
            lastPart: listsParts ? last.part : nil)
    }
}
