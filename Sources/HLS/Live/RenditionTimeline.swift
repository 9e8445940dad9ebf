import MediaModel

/// One rendition's part of a ``LiveTimeline``: its segments, from the oldest that can be had to the one that grows.
struct RenditionTimeline<Payload: Sendable>: Sendable {
    struct Part: Sendable {
        let media: LivePart<Payload>
        /// Its tag.
        let line: String
    }

    struct Segment: Sendable {
        let sequence: Int
        let name: MediaName
        let duration: MediaTime
        /// On the broadcast's timeline, as ``end`` counts it.
        let end: MediaTime
        let programDateTime: ProgramDateTime
        /// `nil` for text.
        let map: MediaPlaylist.Map?
        /// Whether its text has the map's tag.
        let writesMap: Bool
        let isDiscontinuous: Bool
        let isGap: Bool
        /// Whether its picture is listed.
        let hasIFrame: Bool
        /// Empty for a segment of an earlier run, and for one that memory no longer holds.
        var parts: [Part]
        /// A segment of an earlier run counts as a whole one.
        let partCount: Int
        let byteCount: Int
        var text: TextPlace
        /// When its parts' tags left, on the broadcast's timeline; `nil` while they are listed.
        var partsLeft: MediaTime?
        /// When it left the playlist, likewise.
        var left: MediaTime?
        /// Whether neither memory nor the disk has it: it was listed while memory had it, and is a gap since.
        var isLost = false
    }

    struct Unfinished: Sendable {
        let sequence: Int
        let programDateTime: ProgramDateTime
        let isDiscontinuous: Bool
        let writesMap: Bool
        var parts: [Part] = []
        var duration = MediaTime.zero
        /// As written.
        var microseconds: Int64 = 0
    }

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
            name: .segment(run: run, sequence: unfinished.sequence, format: rendition.codec.format), of: unfinished,
            map: map,
            isGap: unfinished.parts.contains { $0.media.isMissing },
            iFrameRange: unfinished.parts.first?.media.iFrameRange)
    }

    /// Lists a whole segment; its time is counted already.
    mutating func append(
        name: MediaName, of segment: Unfinished, map: MediaPlaylist.Map?, isGap: Bool, iFrameRange: Range<Int>?
    ) {
        let prefix = [UInt8](
            lines: MediaPlaylist.prefix(
                segment.isDiscontinuous, segment.writesMap ? map : nil, segment.programDateTime))
        let value = MediaPlaylist.Segment(uri: "\(name)", duration: segment.duration, isGap: isGap)
        let suffix = [UInt8](lines: value.suffix(microseconds: segment.microseconds))
        var iFrame: [UInt8] = []
        if rendition.kind == .video {
            let picture = MediaPlaylist.Segment(
                uri: "\(name)", duration: segment.duration, byteRange: iFrameRange.map { .init($0) },
                isGap: isGap || iFrameRange == nil)
            iFrame = prefix + [UInt8](lines: picture.suffix(microseconds: segment.microseconds))
        }
        segments.append(
            Segment(
                sequence: segment.sequence, name: name, duration: segment.duration, end: end,
                programDateTime: segment.programDateTime, map: map, writesMap: segment.writesMap,
                isDiscontinuous: segment.isDiscontinuous, isGap: isGap, hasIFrame: !isGap && iFrameRange != nil,
                parts: segment.parts,
                partCount: segment.parts.isEmpty ? constants.grid.partsPerSegment : segment.parts.count,
                byteCount: segment.parts.reduce(0) { $0 + $1.media.byteCount },
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

// MARK: - The window

extension RenditionTimeline {
    /// Takes segments off the beginning while what stays fills the window (6.2.2): never below three target durations
    /// and six segments, in their order, each with its discontinuity.
    private mutating func shorten() {
        while segments.count - firstListed > constants.fewestSegments,
            listedDuration - segments[firstListed].duration >= retention.window
        {
            let segment = segments[firstListed]
            segments[firstListed].left = end
            segments[firstListed].partsLeft = segment.partsLeft ?? end
            listedDuration = listedDuration - segment.duration
            if segment.isDiscontinuous { discontinuitySequence += 1 }
            firstListed += 1
        }
        firstWithParts = max(firstWithParts, firstListed)
    }

    /// Lets parts' tags go, then media that nobody may ask for any more.
    private mutating func age() {
        longestPlaylist = max(longestPlaylist, listedDuration + (unfinished?.duration ?? .zero))
        // 4.4.4.9: parts stay until they are three target durations from the end. Those of a segment go together.
        while firstWithParts < segments.count, segments[firstWithParts].end + constants.partLifetime <= end {
            segments[firstWithParts].partsLeft = end
            firstWithParts += 1
        }
        if let memory = retention.memory {
            while firstInMemory < firstWithParts, segments[firstInMemory].end + memory <= end {
                if !forget(firstInMemory) { undecided.append(segments[firstInMemory].sequence) }
                firstInMemory += 1
            }
            if !undecided.isEmpty { forgetUndecided() }
        }
        // 6.2.2: as long as the segment itself and the longest playlist that listed it.
        var count = 0
        while count < firstListed, let left = segments[count].left,
            left + segments[count].duration + longestPlaylist <= end
        {
            // Without a disk, memory has had it until now.
            segments[count].parts = []
            count += 1
        }
        if count > 0 { removeOldest(count) }
    }

    private mutating func removeOldest(_ count: Int) {
        // Their text has left, or is a recording's.
        while firstUnlogged < count { logNextText() }
        segments.removeFirst(count)
        firstListed -= count
        firstWithParts -= count
        firstUnlogged -= count
        firstInMemory = max(0, firstInMemory - count)
        guard let oldest = segments.first?.sequence else { return }
        sections.removeFirst(sections.prefix { $0.lastSequence < oldest }.count)
    }

    /// Lets memory forget a segment, which is missing from then on if the disk has lost it.
    ///
    /// - Returns: Whether it did: a disk that is behind may have it yet, and until it has told, memory does.
    private mutating func forget(_ index: Int) -> Bool {
        let sequence = segments[index].sequence
        if disk != nil, !segments[index].parts.isEmpty {
            guard disk?.knows(sequence) == true else { return false }
            if disk?.takeLoss(of: sequence) == true, !segments[index].isGap {
                segments[index].isLost = true
            }
        }
        segments[index].parts = []
        return true
    }

    private mutating func forgetUndecided() {
        var left: [Int] = []
        for sequence in undecided {
            guard let first = segments.first?.sequence, sequence >= first else { continue }
            if !forget(sequence - first) { left.append(sequence) }
        }
        undecided = left
    }

    /// Takes what became of a segment on the disk.
    mutating func noteOnDisk(_ sequence: Int, isLost: Bool) {
        // The same may be told twice, and the second time when nobody asks any more.
        let first = firstInMemory < segments.count ? segments[firstInMemory].sequence : next.mediaSequence
        guard !isLost || sequence >= first || undecided.contains(sequence) else { return }
        disk?.note(sequence, isLost: isLost)
    }

    /// When the playlist begins.
    var windowStart: ProgramDateTime {
        firstListed < segments.count ? segments[firstListed].programDateTime : unfinished?.programDateTime ?? runStart
    }
}
