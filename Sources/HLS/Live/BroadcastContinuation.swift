public import MediaModel

/// What an earlier run of a broadcast left on disk, for the next one to go on from (RFC 8216bis 6.2.1: a segment's
/// number never changes its segment, and numbers never go back).
public struct BroadcastContinuation: Sendable {
    /// Numbers left free between the last segment on disk and the first new one, besides those of as many segments as there
    /// was time for.
    ///
    /// The disk lags behind the live edge, where players have seen parts of a segment or two more; of many more where the
    /// disk was full, but not of more than fit between the last segment's end and now. Those numbers mean what they meant.
    /// They are listed as missing where a live window can still have them.
    public static let reservedSegmentCount = 2

    /// Nobody broadcasts for longer without the disk: a date that says otherwise is wrong.
    private static let longestPause = 366 * 86_400_000 as Int64

    /// The first new segment's number, in all renditions.
    public let firstSequence: Int
    /// How many numbers before it no playlist has.
    let missingCount: Int
    /// The first number of an earlier run that died before one of its segments was on the disk. That had a discontinuity; `nil`
    /// if there was no such run.
    let lostStart: Int?
    /// The discontinuities before the first new segment, in all renditions, without its own.
    public let discontinuityCount: Int
    /// When the old media ends, missing segments included; new media must not begin earlier.
    public let earliestStart: ProgramDateTime
    /// As the old playlists had them, those of a recording included.
    public let dateRanges: [DateRange]

    private let playlists: [RenditionID: MediaPlaylist]
    private let iFrameRanges: [String: Range<Int>]

    /// Takes up what playlists say.
    ///
    /// - Parameters:
    ///   - playlists: By rendition: ``LiveTimeline/plainPlaylist(of:)`` or ``LiveTimeline/unfinishedRecording(of:)``, read
    ///     back. None for a rendition is fine.
    ///   - iFramePlaylists: By rendition likewise; what is not there is listed as missing among the new I-frames.
    ///   - now: The wall-clock time: whoever broadcast there no longer does. `nil` if that one left nothing unwritten.
    ///   - partTarget: What the origin told of the old broadcast; `nil` if nobody knows.
    /// - Throws: ``BroadcastContinuationError`` if there is nothing to go on from, the broadcast is finished, or was cut
    ///   otherwise.
    public init(
        playlists: [RenditionID: MediaPlaylist], iFramePlaylists: [RenditionID: MediaPlaylist] = [:],
        constants: BroadcastConstants, partTarget: MediaTime? = nil,
        now: ProgramDateTime? = nil
    ) throws(BroadcastContinuationError) {
        let filled = playlists.filter { !$0.value.segments.isEmpty }
        guard !filled.isEmpty else { throw .empty }
        guard filled.contains(where: { !$0.value.isEnded }) else { throw .finished }
        for (name, playlist) in filled.sorted(by: { $0.key < $1.key }) {
            try Self.check(playlist, name, constants)
        }
        if let partTarget, partTarget != constants.partTarget {
            throw .partTarget(partTarget, wanted: constants.partTarget)
        }

        let counts = filled.mapValues { $0.discontinuitySequence + $0.segments.count { $0.isDiscontinuous } }
        let discontinuityCount = counts.values.max() ?? 0
        // A rendition that counts otherwise can't be told apart from one that lost segments: it begins anew.
        let usable = filled.filter { counts[$0.key] == discontinuityCount }
        self.playlists = usable
        let lostStart = usable.values.compactMap(Self.lostStart).max()
        self.lostStart = lostStart
        self.discontinuityCount = discontinuityCount + (lostStart == nil ? 0 : 1)
        // The last date, rather than the first and all durations: what was missing may have lasted longer than it says.
        let ends = usable.values.compactMap { playlist in
            playlist.segments.last.flatMap { $0.programDateTime?.advanced(by: $0.duration) }
        }
        guard let lastEnd = ends.max() else { throw .empty }
        let pause = (now ?? lastEnd).millisecondsSince1970 - lastEnd.millisecondsSince1970
        let segment = constants.grid.segmentDuration.ticks(timescale: 1_000, rounding: .down)
        missingCount = Self.reservedSegmentCount + Int(min(max(0, pause), Self.longestPause) / segment)
        let last = filled.values.map { $0.mediaSequence + $0.segments.count }.max() ?? 0
        let first = last + missingCount
        firstSequence = first
        let longestGap = usable.values.map { first - $0.mediaSequence - $0.segments.count }.max() ?? 0
        earliestStart = lastEnd.advanced(by: .milliseconds(Int64(longestGap)))
        dateRanges = Self.dateRanges(usable)

        var ranges: [String: Range<Int>] = [:]
        for (name, playlist) in iFramePlaylists {
            for entry in playlist.segments { ranges["\(name)/\(entry.uri)"] = entry.byteRange?.range }
        }
        iFrameRanges = ranges
    }

    /// Takes up a run that died before any playlist on the disk listed a segment of it. Viewers of its origin may have seen
    /// some all the same, but not of more than there was time for.
    ///
    /// - Parameters:
    ///   - start: When it began, or before.
    ///   - lead: How far its dates were ahead of the wall clock, in milliseconds.
    ///   - firstSequence: The number of its first segment.
    ///   - lastSequence: The highest number that is known to be used; `nil` for none.
    ///   - discontinuityCount: Those up to its first segment, with its own.
    ///   - now: The wall-clock time: whoever broadcast there no longer does.
    public init(
        unlistedSince start: ProgramDateTime, lead: Int64 = 0, firstSequence: Int, lastSequence: Int?,
        discontinuityCount: Int, constants: BroadcastConstants, now: ProgramDateTime
    ) {
        let pause = min(max(0, now.millisecondsSince1970 - start.millisecondsSince1970), Self.longestPause)
        let segment = constants.grid.segmentDuration.ticks(timescale: 1_000, rounding: .down)
        let used = max(firstSequence + Int(pause / segment), lastSequence.map { $0 + 1 } ?? 0)
        self.firstSequence = used + Self.reservedSegmentCount
        missingCount = self.firstSequence - firstSequence
        lostStart = nil
        self.discontinuityCount = discontinuityCount
        earliestStart = max(start, now).advanced(by: .milliseconds(lead))
        (dateRanges, playlists, iFrameRanges) = ([], [:], [:])
    }

    /// Those of all playlists, in order of their starts: who was killed between two files had told one more.
    private static func dateRanges(_ playlists: [RenditionID: MediaPlaylist]) -> [DateRange] {
        var places: [String: Int] = [:]
        var ranges: [DateRange] = []
        for (_, playlist) in playlists.sorted(by: { $0.key < $1.key }) {
            for range in playlist.dateRanges {
                if let place = places[range.id] {
                    if range.isUpdate(of: ranges[place]) { ranges[place] = range }
                } else {
                    places[range.id] = ranges.count
                    ranges.append(range)
                }
            }
        }
        // Those of one instant as they were told.
        return ranges.enumerated().sorted { ($0.element.start, $0.offset) < ($1.element.start, $1.offset) }
            .map(\.element)
    }

    /// The number after a playlist's last one, if a run listed what was missing before it (``RenditionTimeline/resume(_:of:)``)
    /// and nothing of its own: it may have shown viewers a segment that the disk never had.
    private static func lostStart(_ playlist: MediaPlaylist) -> Int? {
        guard let last = playlist.segments.last, last.isGap,
            case .segment(let run, _, .fragment)? = MediaName(parsing: last.uri),
            last.map?.uri != "\(MediaName.initialisation(run: run))"
        else { return nil }
        return playlist.mediaSequence + playlist.segments.count
    }

    /// Whether an earlier run's segments of a rendition will be listed.
    public func has(_ rendition: RenditionID) -> Bool { playlists[rendition] != nil }

    func playlist(of rendition: RenditionID) -> MediaPlaylist? { playlists[rendition] }

    func iFrameRange(of uri: String, _ rendition: RenditionID) -> Range<Int>? { iFrameRanges["\(rendition)/\(uri)"] }

    /// Whether it is the initialisation section that segments of this format need: of text, none.
    private static func isOurs(_ map: MediaPlaylist.Map?, of format: SegmentFormat) -> Bool {
        switch (format, map.flatMap { MediaName(parsing: $0.uri) }) {
        case (.fragment, .initialisation?): true
        case (.text, nil): map == nil
        default: false
        }
    }

    private static func check(
        _ playlist: MediaPlaylist, _ rendition: RenditionID, _ constants: BroadcastConstants
    ) throws(BroadcastContinuationError) {
        guard playlist.header.targetDuration == constants.targetDuration else {
            throw .targetDuration(playlist.header.targetDuration, rendition: rendition)
        }
        // What is listed will be served again: only names that we give, and whole files.
        for segment in playlist.segments {
            guard case .segment(_, _, let format)? = MediaName(parsing: segment.uri), segment.byteRange == nil,
                segment.programDateTime != nil, segment.duration > .zero,
                segment.duration.ticks(timescale: 1, rounding: .nearest) <= constants.targetDuration,
                Self.isOurs(segment.map, of: format)
            else { throw .foreign(segment.uri, rendition: rendition) }
        }
    }
}

/// Why a folder's broadcast can't go on.
public enum BroadcastContinuationError: Error, Hashable, Sendable {
    case empty
    case finished
    /// In seconds.
    case targetDuration(Int, rendition: RenditionID)
    case partTarget(MediaTime, wanted: MediaTime)
    /// A segment that isn't one of ours.
    case foreign(String, rendition: RenditionID)
}

extension BroadcastContinuationError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .empty: "the folder's playlists list no segment: there is nothing to go on from"
        case .finished: "the folder's broadcast is finished (EXT-X-ENDLIST): choose another folder"
        case .targetDuration(let seconds, let rendition):
            "\(rendition)/playlist.m3u8 has a target duration of \(seconds) s, which a broadcast can't change: choose "
                + "another folder"
        case .partTarget(let old, let wanted):
            "the parts of the folder's broadcast are \(old.decimalSeconds) s at most, which a broadcast can't change (to "
                + "\(wanted.decimalSeconds) s): choose the latency and frame rate that it began with, or another folder"
        case .foreign(let uri, let rendition):
            "\(rendition)/playlist.m3u8 lists \"\(uri)\", which is no segment of ours: choose another folder"
        }
    }
}
