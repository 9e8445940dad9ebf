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
    }

    /// Where the show's runs lie.
    func runs() throws(ReportError) -> ShowRuns {
        ShowRuns(try RecordingOutline(folder: folder), try BroadcastRecord(folder: folder))
    }

    /// - Throws: ``ReportError`` in a sentence.
    public func read() throws(ReportError) -> Result {
        let outline = try RecordingOutline(folder: folder)
        let record = try BroadcastRecord(folder: folder)
        let runs = ShowRuns(outline, record)
        var reading = EventReading(runs: runs, name: (eventPath as NSString).lastPathComponent)
        let file = try LineFile(path: eventPath)
        try file.forEachLine { line throws(ReportError) in reading.take(line) }
        var account = reading.finish(outline)
        account.start = runs.starts.first ?? nil
        record.fill(&account, runs)
        if !outline.isEnded { account.remarks.append(.isUnfinished) }
        if runs.offsets.count > 1 { account.remarks.append(.runs(runs.offsets.count)) }
        if !outline.isWhole { account.remarks.append(.lacksBeginning) }
        if outline.missing > 0 { account.remarks.append(.gaps(seconds: outline.missing)) }
        if !account.hasRecord { account.remarks.append(.noRecord) }
        account.remarks += reading.remarks
        return Result(account: account, removedComments: reading.removedComments)
    }
}

/// Where the runs of a broadcast lie in its recording: a process that was killed and went on begins its media time anew.
struct ShowRuns: Sendable {
    /// Seconds of the show.
    let offsets: [Double]
    /// When each began, in milliseconds since 1970.
    let starts: [Int64?]

    init(_ outline: RecordingOutline, _ record: BroadcastRecord) {
        var (offsets, starts) = (outline.runs, outline.runTimes)
        // Where the beginning is gone, nothing tells where later runs lie: they follow each other.
        if !outline.isWhole { (offsets, starts) = ([0], [record.runs.first?.start]) }
        if offsets.isEmpty { (offsets, starts) = ([0], [record.runs.first?.start]) }
        (self.offsets, self.starts) = (offsets, starts)
    }

    /// - Parameter run: From 0.
    func offset(of run: Int) -> Double? { run < offsets.count ? offsets[run] : nil }

    func start(of run: Int) -> WallTime? {
        guard run < starts.count, let start = starts[run] else { return nil }
        return WallTime(microseconds: start * 1_000)
    }
}
