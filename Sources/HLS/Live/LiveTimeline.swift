public import MediaModel

/// A broadcast on air: joins the parts of its renditions, and writes their playlists.
///
/// Its clock is the media's own: a segment leaves, and is forgotten, when enough has been added after it. So it needs no
/// timer, and a broadcast that is late forgets late.
///
/// A value with one owner. Adding a part and asking for a playlist cost the same whatever the window: the text of all but the last
/// minute is made once and shared by all playlists. Put it behind a lock, add on the packager's thread, ask from any: no call waits
/// for anything. A copy is a snapshot that any thread may read, and costs the next change next to nothing. Keep a ``PlaylistText`` until
/// ``version`` changes, rather than asking again for each viewer.
public struct LiveTimeline<Payload: Sendable>: Sendable {
    public let constants: BroadcastConstants
    /// In the order in which parts name them.
    public let renditions: [Rendition]
    /// What all files of this start of the process begin with.
    public let run: String
    /// When the first part is shown; later than asked for if an earlier run lasted longer.
    public let start: ProgramDateTime

    /// Grows with every change of any playlist.
    public private(set) var version = 0
    public private(set) var isEnded = false
    /// Those whose end is not before the window's start, in order of their starts.
    public var dateRanges: [DateRange] { rangeList.ranges }

    var rangeList: DateRangeList
    var tracks: [RenditionTimeline<Payload>]

    /// - Parameters:
    ///   - run: Letters and digits, at most 32; never the same twice in one folder.
    ///   - start: The wall-clock time of the first part.
    ///   - continuing: The playlists that an earlier run left unfinished in the folder.
    /// - Precondition: There is a rendition, no identifier comes twice, and `continuing` has the same target duration.
    public init(
        constants: BroadcastConstants, renditions: [Rendition], run: String, start: ProgramDateTime,
        retention: Retention = Retention(), continuing: BroadcastContinuation? = nil
    ) {
        precondition(!renditions.isEmpty && Set(renditions.map(\.id)).count == renditions.count, "\(renditions)")
        precondition(MediaName.isRun(run), "run \(run)")
        self.constants = constants
        self.renditions = renditions
        self.run = run
        self.start = max(start, continuing?.earliestStart ?? start)
        let begin = (run: run, date: self.start)
        tracks = renditions.map {
            RenditionTimeline<Payload>(
                $0, constants: constants, begin: begin, retention: retention.allowed(by: constants),
                continuing: continuing)
        }
        rangeList = DateRangeList(continuing?.dateRanges ?? [], isRecording: retention.isRecording)
        pruneDateRanges()
    }
}

// MARK: - Adding

extension LiveTimeline {
    /// What a player needs before a rendition's first part.
    public mutating func setInitialisation(_ payload: Payload, byteCount: Int, of rendition: Int) {
        tracks[rendition].initialisation = (payload, byteCount)
        version += 1
    }

    /// Adds the next part of a rendition. The last one of a segment makes the segment whole.
    ///
    /// - Precondition: The broadcast hasn't ended; the part is no longer than PART-TARGET; a segment's first is independent
    ///   or missing.
    public mutating func add(_ part: LivePart<Payload>, to rendition: Int) {
        precondition(!isEnded, "a part after the end")
        let first = tracks[rendition].windowStart
        tracks[rendition].add(part)
        version += 1
        if tracks[rendition].windowStart != first { pruneDateRanges() }
    }

    /// Whether the disk tells what becomes of each segment (``noteOnDisk(_:isLost:of:)``). Those that it hasn't told of stay in
    /// memory, however old; those that it has lost are missing once they have left memory. To be set before the first part.
    public mutating func expectDiskReports() {
        for index in tracks.indices { tracks[index].disk = DiskRecord(first: tracks[index].next.mediaSequence) }
    }

    /// Takes what became of a segment on the disk, in the order of numbers; of lost ones also sooner, even before the segment is
    /// listed. No playlist changes by it at once.
    public mutating func noteOnDisk(_ sequence: Int, isLost: Bool, of rendition: Int) {
        tracks[rendition].noteOnDisk(sequence, isLost: isLost)
    }

    /// Ends the broadcast: segments that grow are whole now, however short, and nothing may follow.
    public mutating func end() {
        guard !isEnded else { return }
        for index in tracks.indices { tracks[index].finishSegment() }
        isEnded = true
        version += 1
    }

    /// Where a rendition's last part ends; before its first, the place before that.
    public func last(of rendition: Int) -> PartPosition { tracks[rendition].last }

    /// The part that a rendition's playlist hints at.
    public func next(of rendition: Int) -> PartPosition { tracks[rendition].next }

    /// Of all media listed or not, of one rendition: what this start of the process has added.
    public func elapsed(of rendition: Int) -> MediaTime { tracks[rendition].elapsed }

    /// Whether a rendition's playlist lists a whole segment.
    public func listsSegment(of rendition: Int) -> Bool {
        tracks[rendition].firstListed < tracks[rendition].segments.count
    }

    /// Whether a rendition's playlist lists something of an earlier start of the process.
    public func isContinued(_ rendition: Int) -> Bool { tracks[rendition].windowStart < start }
}

// MARK: - Date ranges

extension LiveTimeline {
    /// No more are listed: a playlist is fetched twice a second by every viewer. What viewers can act on is in the newest, so
    /// the oldest go.
    public static var maximumDateRangeCount: Int { DateRangeList.maximumCount }

    /// How many date ranges had to go while segments of theirs were listed.
    public var displacedDateRangeCount: Int { rangeList.displacedCount }

    /// Lists a date range in all renditions, until it is over and its end has left the window.
    ///
    /// One with a known identifier replaces an equal one whose end was unknown.
    ///
    /// - Throws: ``DateRangeRefusal`` for a contradiction to a range listed or an identifier that was used (4.4.5.1,
    ///   6.2.1), or a start before that of a range which ended another of its class.
    public mutating func add(_ range: DateRange) throws(DateRangeRefusal) {
        try rangeList.add(range)
        pruneDateRanges()
        version += 1
    }

    private mutating func pruneDateRanges() {
        rangeList.removeAll(endingBefore: tracks.map(\.windowStart).min() ?? start)
        rangeList.makeRoom()
    }
}

/// Why a date range can't be listed.
public enum DateRangeRefusal: Error, Hashable, Sendable {
    /// Another with this identifier says something else, or has left already.
    case contradiction(id: String)
    /// It starts within one of its class that has been ended by a later one.
    case outOfOrder(id: String)
}

extension DateRangeRefusal: CustomStringConvertible {
    public var description: String {
        switch self {
        case .contradiction(let id): "date range \"\(id)\" contradicts an earlier one: give it another identifier"
        case .outOfOrder(let id): "date range \"\(id)\" starts before another of its class: add them in order"
        }
    }
}

extension DateRange {
    /// When each is over, `nil` for nobody knows. They are in order of their starts.
    static func ends(of ranges: [DateRange]) -> [ProgramDateTime?] {
        var next: [String: ProgramDateTime] = [:]
        var ends: [ProgramDateTime?] = []
        for range in ranges.reversed() {
            switch range.end {
            case .onNext: ends.append(range.category.flatMap { next[$0] })
            case .after(let duration): ends.append(range.start.advanced(by: duration))
            case .at(let instant): ends.append(instant)
            case .unknown: ends.append(nil)
            }
            if let category = range.category { next[category] = range.start }
        }
        return ends.reversed()
    }

    /// 4.4.5.1: a tag with a known identifier may add, and must not change.
    func isUpdate(of old: DateRange) -> Bool {
        self == old
            || old.end == .unknown && category == old.category && start == old.start
                && old.attributes.allSatisfy { self[$0.name] == $0.value }
    }
}
