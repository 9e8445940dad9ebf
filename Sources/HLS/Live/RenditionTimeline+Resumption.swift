import MediaModel

// What earlier runs of a broadcast left of a rendition.

extension RenditionTimeline {
    /// Lists an earlier run's segments, then the numbers between as missing, and has the next one begin with a
    /// discontinuity.
    ///
    /// After a pause as long as the window nothing old is listed, and of the numbers between as many as a playlist needs. A
    /// recording can't leave any out: there the old segments have higher numbers from then on, which nobody has seen.
    mutating func resume(_ old: MediaPlaylist?, of continuation: BroadcastContinuation) {
        isDiscontinuityDue = true
        guard let old else { return }
        var date = runStart
        for (index, segment) in old.segments.enumerated() {
            guard let name = MediaName(parsing: segment.uri), let start = segment.programDateTime else { continue }
            date = start.advanced(by: segment.duration)
            let sequence = old.mediaSequence + index
            let picture = continuation.iFrameRange(of: segment.uri, rendition.id)
            list(
                Entry(name: name, map: segment.map, isGap: segment.isGap, iFrameRange: picture), sequence: sequence,
                duration: segment.duration, start: start, isDiscontinuous: segment.isDiscontinuous)
            // A recording's from before a long pause.
            if name.sequence != sequence { forgetSegments() }
        }
        listMissing(of: continuation, after: date)
        for index in segments.indices { segments[index].partsLeft = .zero }
        (firstWithParts, firstInMemory) = (segments.count, segments.count)
        logFinalText()
    }

    private mutating func listMissing(of continuation: BroadcastContinuation, after oldEnd: ProgramDateTime) {
        let segmentDuration = constants.grid.segmentDuration
        let isLong =
            continuation.missingCount > constants.fewestSegments
            && segmentDuration.times(continuation.missingCount) >= retention.window
        if isLong {
            forgetSegments()
            let first = continuation.firstSequence - constants.fewestSegments
            recordingSequence += first - nextSequence
            nextSequence = first
        }
        let discontinuity = isLong && continuation.lostStart != nil ? nextSequence : continuation.lostStart

        // What is missing lasts as long as the pause between the runs, within what EXTINF allows.
        let count = continuation.firstSequence - nextSequence
        let pause = (runStart.millisecondsSince1970 - oldEnd.millisecondsSince1970) / max(1, Int64(count))
        let longest = segmentDuration.ticks(timescale: 1_000, rounding: .down)
        let duration = MediaTime.milliseconds(min(max(1, pause), longest))
        var date = isLong ? max(oldEnd, runStart.advanced(by: .zero - duration.times(count))) : oldEnd
        let map = lastMap
        guard map != nil || !hasParts else { return }
        while nextSequence < continuation.firstSequence {
            let name = MediaName.segment(run: run, sequence: nextSequence, format: rendition.codec.format)
            list(
                Entry(name: name, map: map, isGap: true, iFrameRange: nil), sequence: nextSequence,
                duration: duration, start: date, isDiscontinuous: nextSequence == discontinuity)
            date = date.advanced(by: duration)
        }
    }

    /// Lists none of the segments so far any more. A recording still does.
    private mutating func forgetSegments() {
        discontinuitySequence += segments[firstListed...].count { $0.isDiscontinuous }
        logAllText()
        segments = ChunkedArray()
        (firstListed, firstUnlogged) = (0, 0)
        listedDuration = .zero
    }

    private mutating func list(
        _ entry: Entry, sequence: Int, duration: MediaTime, start: ProgramDateTime, isDiscontinuous: Bool
    ) {
        end += duration
        nextSequence = sequence + 1
        let segment = Unfinished(
            sequence: sequence, programDateTime: start, isDiscontinuous: isDiscontinuous,
            writesMap: entry.map != lastMap,
            duration: duration, microseconds: duration.ticks(timescale: 1_000_000, rounding: .nearest))
        append(segment, as: entry)
    }
}
