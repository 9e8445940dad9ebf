import Foundation
import HLS
import MediaModel
import Show

/// Reads a show's folder, once through, and adds up what is in it: the log of events and the broadcast's own record.
///
/// Takes as much memory as a report has, whatever the length of the files. Blocks; any thread.
public struct ShowReader: Sendable {
    /// The log beside a broadcast.
    public static let events = "events.ndjson"

    public let folder: String
    /// Where the events are.
    public let eventPath: String

    /// - Parameters:
    ///   - folder: With the show.
    ///   - events: A file of events, for a show that `render` made; `nil` for the log in the folder.
    public init(folder: String, events: String? = nil) {
        (self.folder, eventPath) = (folder, events ?? "\(folder)/\(Self.events)")
    }

    /// What ``read()`` gives.
    public struct Result: Sendable {
        public var account: ShowAccount
        /// The ids of comments that were taken away: their words are nobody's business any more.
        public let removedComments: Set<String>
        /// When they were on screen, in seconds of the show: pictures of the recording show them then.
        public let removedSpans: [ClosedRange<Double>]
    }

    /// Where the show's runs lie.
    func runs() throws(ReportError) -> ShowRuns {
        try runs(RecordingOutline(folder: folder), BroadcastRecord(folder: folder))
    }

    private func runs(_ outline: RecordingOutline, _ record: BroadcastRecord) throws(ReportError) -> ShowRuns {
        // Where there is one run, all of the log is its own.
        guard outline.isWhole, outline.runs.count > 1 else { return ShowRuns(outline, record, log: []) }
        var split = LogSplit(runCount: outline.runs.count)
        let file = try LineFile(path: eventPath)
        try file.forEachLine { line throws(ReportError) in
            if let time = EventReading.time(of: line) { _ = split.take(time) }
        }
        return ShowRuns(outline, record, log: split.ends)
    }

    /// - Throws: ``ReportError`` in a sentence.
    public func read() throws(ReportError) -> Result {
        let outline = try RecordingOutline(folder: folder)
        let record = try BroadcastRecord(folder: folder)
        let runs = try runs(outline, record)
        var reading = EventReading(runs: runs, name: (eventPath as NSString).lastPathComponent)
        let file = try LineFile(path: eventPath)
        // Both closures change the same.
        var blanks = 0
        try file.forEachLine(blank: { blanks += 1 }) { line throws(ReportError) in
            while blanks > 0 {
                reading.takeBlank()
                blanks -= 1
            }
            reading.take(line)
        }
        var account = reading.finish(outline)
        account.start = runs.beginning
        record.fill(&account, runs)
        if !outline.isEnded { account.remarks.append(.isUnfinished) }
        if runs.count > 1 { account.remarks.append(.runs(runs.count)) }
        if !outline.isWhole { account.remarks.append(.lacksBeginning) }
        if outline.missing > 0 { account.remarks.append(.gaps(seconds: outline.missing)) }
        if !account.hasRecord { account.remarks.append(.noRecord) }
        account.remarks += reading.remarks
        return Result(account: account, removedComments: reading.removedComments, removedSpans: reading.removedSpans)
    }
}

/// Where the runs of a broadcast's log and record lie in its recording: a process that was killed and went on begins its media time anew.
struct ShowRuns: Sendable {
    private let recorded: [RecordedTimeline.RecordedRun]
    /// Of each run of the log, where the recording has several; `nil` for one that it has nothing of.
    private let places: [RecordedTimeline.RecordedRun?]
    /// When the show began, in milliseconds since 1970.
    let beginning: Int64?

    /// - Parameter log: The latest time of each run of the log, in microseconds; none where there is one run.
    init(_ outline: RecordingOutline, _ record: BroadcastRecord, log: [Int64]) {
        // Where the beginning is gone, nothing tells where later runs lie: they follow each other.
        let isKnown = outline.isWhole && !outline.runs.isEmpty
        beginning = isKnown ? outline.start : record.runs.first?.start
        recorded =
            isKnown
            ? outline.runs
            : [
                .init(
                    start: .zero, duration: .zero,
                    date: beginning.map { ProgramDateTime(millisecondsSince1970: $0) })
            ]
        places = LogRuns(ends: log, in: recorded).places
    }

    /// How many the recording has.
    var count: Int { recorded.count }

    /// Where a run of the log begins, in seconds of the show; `nil` for one that nothing tells of.
    func offset(of run: Int) -> Double? {
        guard run < places.count else { return run < recorded.count ? recorded[run].start.seconds : nil }
        // One that is lost was where the next that is there begins.
        return places[run...].compactMap(\.self).first?.start.seconds
    }

    /// Whether the recording has nothing of a run of the log.
    func isLost(_ run: Int) -> Bool { run < places.count && places[run] == nil }

    /// When a run of the log began.
    func start(of run: Int) -> WallTime? {
        let date = run < places.count ? places[run]?.date : run < recorded.count ? recorded[run].date : nil
        return date.map { WallTime(microseconds: $0.millisecondsSince1970 * 1_000) }
    }

    /// Where a run of the record begins, in seconds of the show: it says when it began, as the recording does.
    ///
    /// - Parameters:
    ///   - index: From 0; what counts where there are no dates.
    ///   - time: In milliseconds since 1970.
    func offset(ofRecord index: Int, begunAt time: Int64) -> Double? {
        let own = recorded.first { run in
            run.date.map { abs(Double($0.millisecondsSince1970) - Double(time)) < 1_000 } ?? false
        }
        return (own ?? (index < recorded.count ? recorded[index] : nil))?.start.seconds
    }
}
