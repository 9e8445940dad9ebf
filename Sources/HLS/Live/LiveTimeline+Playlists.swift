// The playlists. All but the text of the last minute's segments was made before.

extension LiveTimeline {
    /// A rendition's playlist as the origin serves it, with all tags of low latency.
    ///
    /// - Parameter isDelta: Whether the player asked to leave out what it knows (`_HLS_skip`). The answer is the whole
    ///   playlist all the same while nothing is far enough from the end.
    public func livePlaylist(of rendition: Int, isDelta: Bool = false) -> PlaylistText {
        let track = tracks[rendition]
        let skipped = isDelta && !isEnded ? track.skippableCount : 0
        var playlist = PlaylistWriter()
        track.writeHead(constants.liveHeader(isDelta: skipped > 0), to: &playlist)
        writeRanges(before: openRangeLimit, to: &playlist)
        if skipped > 0 { playlist.append(line: MediaPlaylist.Skip(segmentCount: skipped).line) }
        track.writeSegments(from: track.firstListed + skipped, withParts: true, to: &playlist)
        if !isEnded, track.hasParts {
            // Appendix B.1: always one, for the part that comes next.
            let name = MediaName.part(run: run, sequence: track.next.mediaSequence, part: track.next.part)
            playlist.append(line: MediaPlaylist.PreloadHint(kind: .part, uri: "\(name)").line)
        }
        writeReports(exceptOn: rendition, to: &playlist)
        return finished(playlist)
    }

    /// Ranges that begin in a segment that grows are left out until it is whole, which is before anyone sees it who stays behind as
    /// far as PART-HOLD-BACK asks for with `low`: players look for the segment in which a range begins among whole ones
    /// (docs/players.md).
    ///
    /// 6.2.4: at any instant all playlists have the same ranges, those of I-frames too. So a range waits for the rendition
    /// that is furthest behind; sound and pictures don't come at the same pace.
    private var openRangeLimit: ProgramDateTime { tracks.map(\.wholeEnd).min() ?? start }

    /// All of them once the broadcast has ended.
    private func writeRanges(before limit: ProgramDateTime, to playlist: inout PlaylistWriter) {
        rangeList.write(before: isEnded ? nil : limit, to: &playlist)
    }

    /// 6.2.1: a recording has all that were listed with its segments.
    private func writeRecordedRanges(to playlist: inout PlaylistWriter) {
        playlist.append(rangeList.recordedText)
        rangeList.write(before: nil, to: &playlist)
    }

    /// Appendix B.1: one on each other rendition. On playlists of I-frames they only should be; nobody changes to one at
    /// the live edge.
    private func writeReports(exceptOn rendition: Int?, to playlist: inout PlaylistWriter) {
        for (index, other) in tracks.enumerated() where index != rendition {
            if let report = other.report { playlist.append(line: report.line) }
        }
    }

    private func finished(_ playlist: consuming PlaylistWriter) -> PlaylistText {
        if isEnded { playlist.append(line: "#EXT-X-ENDLIST") }
        return playlist.finish()
    }

    /// A rendition's playlist for a store: whole segments, and nothing that asks more of a server than files.
    public func plainPlaylist(of rendition: Int) -> PlaylistText {
        let track = tracks[rendition]
        var playlist = PlaylistWriter()
        track.writeHead(constants.plainHeader, to: &playlist)
        // Files are written one after the other: those that list the same segments have the same ranges.
        writeRanges(before: track.wholeEnd, to: &playlist)
        track.writeSegments(from: track.firstListed, withParts: false, to: &playlist)
        return finished(playlist)
    }

    /// The whole broadcast so far, for a store: what ``BroadcastContinuation`` needs to go on with a recording.
    ///
    /// - Precondition: The timeline records.
    public func unfinishedRecording(of rendition: Int) -> PlaylistText {
        recording(of: rendition, constants.plainHeader)
    }

    /// The whole broadcast as video on demand, of the same segments.
    ///
    /// - Precondition: The timeline records, and has ended.
    public func recording(of rendition: Int) -> PlaylistText {
        precondition(isEnded, "a recording of what goes on")
        return recording(of: rendition, constants.recordingHeader)
    }

    private func recording(of rendition: Int, _ header: MediaPlaylist.Header) -> PlaylistText {
        let track = tracks[rendition]
        var playlist = PlaylistWriter()
        track.writeRecordingHead(header, to: &playlist)
        writeRecordedRanges(to: &playlist)
        track.writeRecordedSegments(to: &playlist)
        return finished(playlist)
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
    public func iFramePlaylist(of rendition: Int, isDelta: Bool = false) -> PlaylistText {
        let track = videoTrack(rendition)
        let skipped = isDelta && !isEnded ? track.skippableCount : 0
        var playlist = PlaylistWriter()
        track.writeHead(constants.liveIFrameHeader(isDelta: skipped > 0), to: &playlist)
        writeRanges(before: openRangeLimit, to: &playlist)
        if skipped > 0 { playlist.append(line: MediaPlaylist.Skip(segmentCount: skipped).line) }
        track.writeIFrames(from: track.firstListed + skipped, to: &playlist)
        writeReports(exceptOn: nil, to: &playlist)
        return finished(playlist)
    }

    /// Likewise for a store: nothing that asks more of a server than files.
    public func plainIFramePlaylist(of rendition: Int) -> PlaylistText {
        let track = videoTrack(rendition)
        var playlist = PlaylistWriter()
        track.writeHead(constants.plainIFrameHeader, to: &playlist)
        writeRanges(before: track.wholeEnd, to: &playlist)
        track.writeIFrames(from: track.firstListed, to: &playlist)
        return finished(playlist)
    }

    /// Likewise, of the whole broadcast as video on demand.
    ///
    /// - Precondition: The timeline records, and has ended.
    public func iFrameRecording(of rendition: Int) -> PlaylistText {
        precondition(isEnded, "a recording of what goes on")
        let track = videoTrack(rendition)
        var playlist = PlaylistWriter()
        track.writeRecordingHead(constants.recordingIFrameHeader, to: &playlist)
        writeRecordedRanges(to: &playlist)
        track.writeRecordedIFrames(to: &playlist)
        return finished(playlist)
    }

    private func videoTrack(_ rendition: Int) -> RenditionTimeline<Payload> {
        precondition(tracks[rendition].rendition.kind == .video, "\(tracks[rendition].rendition.id) has no pictures")
        return tracks[rendition]
    }
}
