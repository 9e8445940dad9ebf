import MediaModel

/// One rendition's part of a ``LiveTimeline``: its segments, from the oldest that can be had to the one that grows.
struct RenditionTimeline<Payload: Sendable>: Sendable {
    let rendition: Rendition
    let constants: BroadcastConstants
    let run: String
    let runStart: ProgramDateTime
    let retention: Retention
    /// What the disk has told of its segments; `nil` for one that tells nothing, and has all.
    var disk: DiskRecord?

    /// From the oldest that can be had to the last whole one.
    var segments = ChunkedArray<Segment>()
    /// Of `segments`: from here on they are listed.
    var firstListed = 0
    /// Of `segments`: from here on parts' tags are listed.
    var firstWithParts = 0
    /// Of `segments`: from here on memory holds the media.
    var firstInMemory = 0
    /// Of `segments`: from here on their text isn't in the logs yet.
    var firstUnlogged = 0
    /// Old enough to leave memory, if it were known whether the disk has them: no more than the disk's queue holds.
    var undecided: [Int] = []
    var unfinished: Unfinished?
    var initialisation: (payload: Payload, byteCount: Int)?

    /// The number of the next segment to begin.
    var nextSequence: Int
    var isDiscontinuityDue = false
    /// Of the discontinuities that left with their segments.
    var discontinuitySequence: Int
    /// The first number of a recording, so that the last is that of the live playlist; and the discontinuities before it.
    var recordingSequence: Int
    let recordingDiscontinuitySequence: Int

    /// Where all segments and parts end: media time since the oldest segment of all, those of earlier runs included.
    var end = MediaTime.zero
    /// Media time since the run began.
    var elapsed = MediaTime.zero
    var rounding = TimelineRounding(start: .zero)
    var lastMap: MediaPlaylist.Map?
    /// The initialisation sections that segments need, in order, each with the last segment that does.
    var sections: [(uri: String, lastSequence: Int)] = []
    var longestPlaylist = MediaTime.zero
    var listedDuration = MediaTime.zero

    var log = SegmentLog()
    var iFrameLog = SegmentLog()

    /// - Parameters:
    ///   - begin: The run's name, and when its first part is shown.
    ///   - continuing: What earlier runs left.
    init(
        _ rendition: Rendition, constants: BroadcastConstants, begin: (run: String, date: ProgramDateTime),
        retention: Retention, continuing: BroadcastContinuation?
    ) {
        (self.rendition, self.constants, self.retention) = (rendition, constants, retention)
        (run, runStart) = begin
        let old = continuing?.playlist(of: rendition.id)
        nextSequence = old?.mediaSequence ?? continuing?.firstSequence ?? 0
        discontinuitySequence = old?.discontinuitySequence ?? continuing?.discontinuityCount ?? 0
        (recordingSequence, recordingDiscontinuitySequence) = (nextSequence, discontinuitySequence)
        if let continuing { resume(old, of: continuing) }
    }
}

// MARK: - Adding

extension RenditionTimeline {
    /// `nil` for text, which needs no initialisation section.
    var map: MediaPlaylist.Map? {
        hasParts ? MediaPlaylist.Map(uri: "\(MediaName.initialisation(run: run))") : nil
    }

    /// Whether players may fetch parts. Text comes in whole segments: no player has any use for parts of it, and some stumble
    /// over them (docs/captions.md).
    var hasParts: Bool { rendition.codec.format == .fragment }

    /// Where the last part ends.
    var last: PartPosition {
        if let unfinished, !unfinished.parts.isEmpty {
            return PartPosition(mediaSequence: unfinished.sequence, part: unfinished.parts.count - 1)
        }
        let count = segments.last?.partCount ?? constants.grid.partsPerSegment
        return PartPosition(mediaSequence: nextSequence - 1, part: max(0, count - 1))
    }

    /// The part to come.
    var next: PartPosition {
        if let unfinished { return PartPosition(mediaSequence: unfinished.sequence, part: unfinished.parts.count) }
        return PartPosition(mediaSequence: nextSequence, part: 0)
    }

    mutating func add(_ part: LivePart<Payload>) {
        precondition(
            part.duration <= constants.partTarget,
            "\(rendition.id): a part of \(part.duration.text), PART-TARGET is \(constants.partTarget.text)")
        precondition(
            unfinished != nil || part.isIndependent || part.isMissing,
            "\(rendition.id): segment \(nextSequence) begins with no IDR")
        var segment = unfinished ?? begin()
        let microseconds = rounding.microseconds(adding: part.duration)
        let name = MediaName.part(run: run, sequence: segment.sequence, part: segment.parts.count)
        let value = MediaPlaylist.Part(
            uri: "\(name)", duration: part.duration, isIndependent: part.isIndependent, isGap: part.isMissing)
        segment.parts.append(Part(media: part, line: value.line(microseconds: microseconds)))
        segment.duration += part.duration
        segment.microseconds += microseconds
        (elapsed, end) = (elapsed + part.duration, end + part.duration)
        unfinished = segment
        // With its last part a segment is whole: no playlist has the one without the other.
        if segment.parts.count == constants.grid.partsPerSegment { finishSegment() }
        age()
        logFinalText()
    }

    private mutating func begin() -> Unfinished {
        defer {
            nextSequence += 1
            isDiscontinuityDue = false
        }
        return Unfinished(
            sequence: nextSequence, programDateTime: runStart.advanced(by: elapsed),
            isDiscontinuous: isDiscontinuityDue, writesMap: map != lastMap)
    }

    /// Ends the segment that grows, if one does.
    mutating func finishSegment() {
        guard let unfinished else { return }
        self.unfinished = nil
        append(
            unfinished,
            as: Entry(
                name: .segment(run: run, sequence: unfinished.sequence, format: rendition.codec.format), map: map,
                isGap: unfinished.parts.contains { $0.media.isMissing },
                iFrameRange: unfinished.parts.first?.media.iFrameRange))
    }

    /// Lists a whole segment; its time is counted already.
    mutating func append(_ segment: Unfinished, as entry: Entry) {
        let map = entry.map
        let prefix = [UInt8](
            lines: MediaPlaylist.prefix(
                segment.isDiscontinuous, segment.writesMap ? map : nil, segment.programDateTime))
        let value = MediaPlaylist.Segment(uri: "\(entry.name)", duration: segment.duration, isGap: entry.isGap)
        let suffix = [UInt8](lines: value.suffix(microseconds: segment.microseconds))
        var iFrame: [UInt8] = []
        if rendition.kind == .video {
            let picture = MediaPlaylist.Segment(
                uri: "\(entry.name)", duration: segment.duration,
                byteRange: entry.iFrameRange.map { .init($0) }, isGap: !entry.hasIFrame)
            iFrame = prefix + [UInt8](lines: picture.suffix(microseconds: segment.microseconds))
        }
        segments.append(
            Segment(
                segment, as: entry, end: end, partsOfOldOnes: constants.grid.partsPerSegment,
                text: .segment(SegmentText(prefix: prefix, suffix: suffix, iFrame: iFrame))))
        if let map {
            if sections.last?.uri == map.uri {
                sections[sections.count - 1].lastSequence = segment.sequence
            } else {
                sections.append((map.uri, segment.sequence))
            }
        }
        lastMap = map
        listedDuration += segment.duration
        longestPlaylist = max(longestPlaylist, listedDuration)
        shorten()
    }
}
