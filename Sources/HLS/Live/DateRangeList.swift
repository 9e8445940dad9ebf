import MediaModel

/// The date ranges of a ``LiveTimeline``, with their text: each is formatted once.
struct DateRangeList: Sendable {
    static let maximumCount = 1_000

    /// In bytes, of a recording's ranges that have left the live playlists: those of a busy show of a day. A playlist that
    /// is read back may have twice as many.
    static let maximumRecordedByteCount = 8 << 20

    /// Those whose end is not before the window's start, in order of their starts.
    private(set) var ranges: [DateRange]
    /// The tags of `ranges`.
    private var text = TextPiece([])
    /// The tags of those that have left, in that order; empty without a recording. The oldest go beyond
    /// ``maximumRecordedByteCount``.
    private(set) var recordedText: [UInt8] = []

    /// Of `ranges`, one each.
    private var lines: [String]
    /// Identifiers of date ranges that have left: none may come again (6.2.1).
    private var retired: Set<String> = []
    private let isRecording: Bool
    /// How many have left before their time, for newer ones.
    private(set) var displacedCount = 0

    /// - Parameter ranges: In order of their starts.
    init(_ ranges: [DateRange], isRecording: Bool) {
        self.ranges = ranges
        self.isRecording = isRecording
        lines = ranges.map(\.line)
        writeText()
    }

    /// Lets the oldest go that are over, until there are as few as there may be; those without a known end only if there are
    /// no others.
    ///
    /// Of those that end on the next of their class it is always the first, so no other's end changes.
    mutating func makeRoom() {
        let count = ranges.count - Self.maximumCount
        guard count > 0 else { return }
        let isOver = DateRange.ends(of: ranges).map { $0 != nil }
        let leaving = ranges.indices.filter { isOver[$0] } + ranges.indices.filter { !isOver[$0] }
        displacedCount += count
        remove(leaving.prefix(count).sorted())
    }

    /// - Throws: ``DateRangeRefusal``: see ``LiveTimeline/add(_:)``.
    mutating func add(_ range: DateRange) throws(DateRangeRefusal) {
        if let index = ranges.firstIndex(where: { $0.id == range.id }) {
            guard range.isUpdate(of: ranges[index]) else { throw .contradiction(id: range.id) }
            ranges[index] = range
            lines[index] = range.line
        } else {
            guard !retired.contains(range.id) else { throw .contradiction(id: range.id) }
            // 6.2.1: where one has ended on the next, none may come between.
            let ended = zip(ranges, DateRange.ends(of: ranges)).contains { old, end in
                old.end == .onNext && old.category == range.category && old.start <= range.start
                    && end.map { $0 > range.start } ?? false
            }
            guard !ended else { throw .outOfOrder(id: range.id) }
            let index = ranges.firstIndex { $0.start > range.start } ?? ranges.endIndex
            ranges.insert(range, at: index)
            lines.insert(range.line, at: index)
        }
        writeText()
    }

    /// 6.2.1: a date range may leave once no segment listed is in it.
    mutating func removeAll(endingBefore start: ProgramDateTime) {
        remove(zip(ranges.indices, DateRange.ends(of: ranges)).filter { $1.map { $0 < start } ?? false }.map(\.0))
    }

    /// Writes the tags of those that start before an instant; of all, if there is none.
    func write(before limit: ProgramDateTime?, to playlist: inout PlaylistWriter) {
        guard let limit, let last = ranges.last, last.start >= limit else { return playlist.append(text) }
        for (range, line) in zip(ranges, lines) where range.start < limit { playlist.append(line: line) }
    }

    /// - Parameter indices: Of `ranges`, in order.
    private mutating func remove(_ indices: [Int]) {
        guard !indices.isEmpty else { return }
        // A bound for the memory of a broadcast that never ends.
        if retired.count > 100_000 { retired = [] }
        for index in indices {
            retired.insert(ranges[index].id)
            if isRecording { recordedText.append(line: lines[index]) }
        }
        if recordedText.count > Self.maximumRecordedByteCount { dropOldestRecorded() }
        let left = Set(indices)
        let kept = ranges.indices.filter { !left.contains($0) }
        (ranges, lines) = (kept.map { ranges[$0] }, kept.map { lines[$0] })
        writeText()
    }

    /// Half of them, so that it happens rarely.
    private mutating func dropOldestRecorded() {
        let half = recordedText[(recordedText.count / 2)...]
        guard let end = half.firstIndex(of: UInt8(ascii: "\n")) else { return }
        recordedText.removeFirst(end + 1)
    }

    private mutating func writeText() { text = TextPiece([UInt8](lines: lines)) }
}
