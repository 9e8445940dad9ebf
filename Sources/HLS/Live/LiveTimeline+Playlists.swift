// The playlists, copied together from text that was made when their segments came.

extension LiveTimeline {
    /// A rendition's playlist as the origin serves it, with all tags of low latency.
    ///
    /// - Parameter isDelta: Whether the player asked to leave out what it knows (`_HLS_skip`). The answer is the whole
    ///   playlist all the same while nothing is far enough from the end.
    public func livePlaylist(of rendition: Int, isDelta: Bool = false) -> [UInt8] {
        let track = tracks[rendition]
        var text: [UInt8] = []
        let skipped = isDelta && !isEnded ? track.skippableCount : 0
        text.reserveCapacity(track.byteCount(from: track.firstListed + skipped) + rangeList.text.count + 4_096)
        track.appendHead(constants.liveHeader(isDelta: skipped > 0), to: &text)
        appendRanges(to: &text)
        if skipped > 0 { text.append(line: MediaPlaylist.Skip(segmentCount: skipped).line) }
        track.appendSegments(from: track.firstListed + skipped, withParts: true, to: &text)
        if !isEnded {
            // Appendix B.1: always one, for the part that comes next.
            let name = MediaName.part(run: run, sequence: track.next.mediaSequence, part: track.next.part)
            text.append(line: MediaPlaylist.PreloadHint(kind: .part, uri: "\(name)").line)
        }
        appendReports(exceptOn: rendition, to: &text)
        if isEnded { text.append(line: "#EXT-X-ENDLIST") }
        return text
    }

    /// Leaves out what begins in a segment that grows: that comes when it is whole, which is before anyone sees it who stays
    /// behind as far as PART-HOLD-BACK asks for with `low`.
    ///
    /// hls.js 1.6 looks for the segment in which a range begins among those that have a date, the growing one too, but then
    /// only finds whole ones: an exception in the middle of its parser, after which it never asks again. So whoever came within
    /// a segment of any change of the show would see nothing at all.
    ///
    /// 6.2.4: at any instant all playlists have the same ranges, those of I-frames too. So a range waits for the rendition
    /// that is furthest behind; sound and pictures don't come at the same pace.
    private func appendRanges(to text: inout [UInt8]) {
        appendRanges(before: tracks.map(\.wholeEnd).min() ?? start, to: &text)
    }

    /// All of them once the broadcast has ended.
    private func appendRanges(before limit: ProgramDateTime, to text: inout [UInt8]) {
        if isEnded { text += rangeList.text } else { rangeList.append(before: limit, to: &text) }
    }

    /// 6.2.1: a recording has all that were listed with its segments.
    private func appendRecordedRanges(to text: inout [UInt8]) {
        text += rangeList.recordedText
        text += rangeList.text
    }

    /// Appendix B.1: one on each other rendition. On playlists of I-frames they only should be; nobody changes to one at
    /// the live edge.
    private func appendReports(exceptOn rendition: Int?, to text: inout [UInt8]) {
        for (index, other) in tracks.enumerated() where index != rendition {
            if let report = other.report { text.append(line: report.line) }
        }
    }

    /// A rendition's playlist for the disk: whole segments, and nothing that asks more of a server than files.
    public func plainPlaylist(of rendition: Int) -> [UInt8] {
        playlist(of: rendition, constants.plainHeader, isWhole: false)
    }

    /// The whole broadcast so far, for the disk: what ``BroadcastContinuation`` needs to go on with a recording.
    ///
    /// - Precondition: The timeline records.
    public func unfinishedRecording(of rendition: Int) -> [UInt8] {
        playlist(of: rendition, constants.plainHeader, isWhole: true)
    }

    /// The whole broadcast as video on demand, of the same segments.
    ///
    /// - Precondition: The timeline records, and has ended.
    public func recording(of rendition: Int) -> [UInt8] {
        precondition(isEnded, "a recording of what goes on")
        return playlist(of: rendition, constants.recordingHeader, isWhole: true)
    }

    private func playlist(of rendition: Int, _ header: MediaPlaylist.Header, isWhole: Bool) -> [UInt8] {
        let track = tracks[rendition]
        var text: [UInt8] = []
        let rangeCount = rangeList.text.count + (isWhole ? rangeList.recordedText.count : 0)
        text.reserveCapacity(track.log.end + rangeCount + 4_096)
        if isWhole {
            track.appendRecordingHead(header, to: &text)
            appendRecordedRanges(to: &text)
            track.log.copy(track.recordingStart..<track.log.end, to: &text)
        } else {
            track.appendHead(header, to: &text)
            // Files are written one after the other: those that list the same segments have the same ranges.
            appendRanges(before: track.wholeEnd, to: &text)
            track.appendSegments(from: track.firstListed, withParts: false, to: &text)
        }
        if isEnded { text.append(line: "#EXT-X-ENDLIST") }
        return text
    }
}

// MARK: - I-frames

extension LiveTimeline {
    /// The playlist of I-frames of a video rendition, as the origin serves it: byte ranges of the whole segments in its
    /// window.
    ///
    /// A segment without a known I-frame is listed as missing, so that both playlists have the same numbers.
    ///
    /// - Parameter isDelta: As for ``livePlaylist(of:isDelta:)``.
    public func iFramePlaylist(of rendition: Int, isDelta: Bool = false) -> [UInt8] {
        let skipped = isDelta && !isEnded ? tracks[rendition].skippableCount : 0
        let track = tracks[rendition]
        var text: [UInt8] = []
        appendIFrameHead(of: track, constants.liveIFrameHeader(isDelta: skipped > 0), to: &text)
        appendRanges(to: &text)
        if skipped > 0 { text.append(line: MediaPlaylist.Skip(segmentCount: skipped).line) }
        track.appendIFrames(from: track.firstListed + skipped, to: &text)
        appendReports(exceptOn: nil, to: &text)
        if isEnded { text.append(line: "#EXT-X-ENDLIST") }
        return text
    }

    /// Likewise for the disk: nothing that asks more of a server than files.
    public func plainIFramePlaylist(of rendition: Int) -> [UInt8] {
        let track = tracks[rendition]
        var text: [UInt8] = []
        appendIFrameHead(of: track, constants.plainIFrameHeader, to: &text)
        appendRanges(before: track.wholeEnd, to: &text)
        track.appendIFrames(from: track.firstListed, to: &text)
        if isEnded { text.append(line: "#EXT-X-ENDLIST") }
        return text
    }

    private func appendIFrameHead(
        of track: RenditionTimeline<Payload>, _ header: MediaPlaylist.Header, to text: inout [UInt8]
    ) {
        precondition(track.rendition.kind == .video, "\(track.rendition.id) has no pictures")
        track.appendHead(header, to: &text)
    }

    /// Likewise, of the whole broadcast as video on demand.
    ///
    /// - Precondition: The timeline records, and has ended.
    public func iFrameRecording(of rendition: Int) -> [UInt8] {
        let track = tracks[rendition]
        precondition(isEnded && track.rendition.kind == .video, "no recording of \(track.rendition.id)")
        var text: [UInt8] = []
        track.appendRecordingHead(constants.recordingIFrameHeader, to: &text)
        appendRecordedRanges(to: &text)
        track.iFrameLog.copy(track.iFrameRecordingStart..<track.iFrameLog.end, to: &text)
        text.append(line: "#EXT-X-ENDLIST")
        return text
    }
}

// MARK: - A rendition's text

extension RenditionTimeline {
    /// Where the last whole segment ends: in all renditions at the same instants.
    fileprivate var wholeEnd: ProgramDateTime { unfinished?.programDateTime ?? runStart.advanced(by: elapsed) }

    fileprivate func appendHead(_ header: MediaPlaylist.Header, to text: inout [UInt8]) {
        let sequence = firstListed < segments.count ? segments[firstListed].sequence : unfinished?.sequence
        append(header, sequence ?? nextSequence, discontinuitySequence, to: &text)
    }

    fileprivate func appendRecordingHead(_ header: MediaPlaylist.Header, to text: inout [UInt8]) {
        precondition(isRecording, "\(rendition.id) isn't recorded")
        append(header, recordingSequence, recordingDiscontinuitySequence, to: &text)
        if let recordingMap { text.append(line: recordingMap.line) }
    }

    private func append(
        _ header: MediaPlaylist.Header, _ sequence: Int, _ discontinuitySequence: Int, to text: inout [UInt8]
    ) {
        for line in header.lines { text.append(line: line) }
        text.append(line: "#EXT-X-MEDIA-SEQUENCE:\(sequence)")
        text.append(line: "#EXT-X-DISCONTINUITY-SEQUENCE:\(discontinuitySequence)")
    }

    /// Writes segments from `first` on, and the one that grows if parts are wanted.
    fileprivate func appendSegments(from first: Int, withParts: Bool, to text: inout [UInt8]) {
        // A segment's text has the map's tag where it changes; the first one listed always needs it.
        if first < segments.count, !segments[first].writesMap { text.append(line: segments[first].map.line) }
        let firstCut = withParts ? max(first, firstWithParts) : segments.count
        if first < firstCut {
            var start = segments[first].prefix.lowerBound
            for segment in lost(first..<firstCut) {
                log.copy(start..<segment.suffix.lowerBound, to: &text)
                text.append(line: "#EXT-X-GAP")
                start = segment.suffix.lowerBound
            }
            log.copy(start..<segments[firstCut - 1].suffix.upperBound, to: &text)
        }
        for segment in segments[firstCut...] {
            log.copy(segment.prefix, to: &text)
            for part in segment.parts { text.append(line: part.line) }
            log.copy(segment.suffix, to: &text)
        }
        guard withParts, let unfinished else { return }
        let prefix = MediaPlaylist.prefix(
            unfinished.isDiscontinuous, unfinished.writesMap ? map : nil, unfinished.programDateTime)
        for line in prefix { text.append(line: line) }
        for part in unfinished.parts { text.append(line: part.line) }
    }

    fileprivate func appendIFrames(from first: Int, to text: inout [UInt8]) {
        guard first < segments.count else { return }
        if !segments[first].writesMap { text.append(line: segments[first].map.line) }
        var start = segments[first].iFrameText.lowerBound
        // Those that were listed without a picture have the tag already.
        for segment in lost(first..<segments.count) where segment.hasIFrame {
            iFrameLog.copy(start..<segment.iFrameText.lowerBound, to: &text)
            text.append(line: "#EXT-X-GAP")
            start = segment.iFrameText.lowerBound
        }
        iFrameLog.copy(start..<iFrameLog.end, to: &text)
    }

    /// Those of some segments that were listed and are nowhere now.
    private func lost(_ range: Range<Int>) -> [Segment] {
        lostCount == 0 ? [] : segments[range].filter(\.isLost)
    }

    /// How many segments lie wholly beyond the skip boundary, which is counted from the end of the last whole segment
    /// (6.2.5.1).
    fileprivate var skippableCount: Int {
        guard let end = segments.last?.end else { return 0 }
        // From the end, which is near, whatever the window.
        var first = segments.count
        while first > firstListed, segments[first - 1].end + constants.skipBoundary >= end { first -= 1 }
        return first - firstListed
    }

    /// Of whole segments' text from `first` on, without parts' tags.
    fileprivate func byteCount(from first: Int) -> Int {
        first < segments.count ? log.end - segments[first].prefix.lowerBound : 0
    }

    /// Where this rendition ends, for the others; `nil` before its first segment.
    fileprivate var report: MediaPlaylist.RenditionReport? {
        guard unfinished != nil || !segments.isEmpty else { return nil }
        let hasParts = unfinished != nil || firstWithParts < segments.count
        return MediaPlaylist.RenditionReport(
            uri: "../\(rendition.id)/playlist.m3u8", lastMediaSequence: last.mediaSequence,
            lastPart: hasParts ? last.part : nil)
    }
}
