import MediaModel
import Show

/// Takes the lines of an event log, one after the other: what they say, and what is wrong with them.
struct EventReading {
    /// In microseconds: what happens by itself until then, as products in turn, is gone through in a moment.
    private static let latest = Int64(Activity.longest) * 1_000_000
    private static let isTooLate = "at: later than ten days, which is longer than any show"

    private let name: String
    private let decoder = EventDecoder()
    private var tally: ShowTally
    private var clock: RunClock
    private var (badCount, firstBad, reason) = (0, 0, "")
    private var (missing, isBrokenOff) = (0, false)
    private var removals = RemovedCommentSpans()
    /// When the last event was, in seconds of the show.
    private var second = 0.0

    /// - Parameter name: Of the file, for what is to be said of it.
    init(runs: ShowRuns, name: String) {
        (clock, self.name) = (RunClock(runs: runs), name)
        tally = ShowTally(start: runs.start(of: 0))
        if let offset = runs.offset(of: 0), offset != 0 { tally.beginRun(at: offset, start: runs.start(of: 0)) }
    }

    mutating func take(_ line: LineFile.Line) {
        if line.isCut { return refuse(line, "longer than a line may be") }
        if let hearts = HeartLine(line.bytes) {
            guard hearts.at <= Self.latest else { return refuse(line, Self.isTooLate) }
            pass(to: hearts.at)
            return tally.add(hearts: hearts.count, id: hearts.id, at: hearts.at)
        }
        if let gap = TimelineGap(line: String(decoding: line.bytes, as: UTF8.self)) {
            missing += gap.eventCount
            return
        }
        do throws(EventError) {
            let event = try decoder.decode(line.bytes).resolved(startedAt: clock.runs.start(of: clock.run))
            guard let time = event.mediaTime?.ticks(timescale: 1_000_000, rounding: .nearest) else {
                return refuse(line, "at: missing")
            }
            guard time <= Self.latest else { return refuse(line, Self.isTooLate) }
            pass(to: time)
            switch event.action {
            case .comment(.show(let comment, _)): if let id = comment.id { removals.noteShown(id, at: second) }
            case .comment(.remove(let id)): removals.noteRemoved(id, at: second)
            case .undo(let id): removals.noteUndone(id, at: second)
            default: break
            }
            tally.add(event, at: time)
        } catch {
            refuse(line, "\(error)")
        }
    }

    /// When what a line tells of happened, in microseconds of its run; `nil` for what is no event of a log, or has only a wall-clock time.
    static func time(of line: LineFile.Line) -> Int64? {
        if line.isCut { return nil }
        if let hearts = HeartLine(line.bytes) { return hearts.at <= latest ? hearts.at : nil }
        guard let event = try? EventDecoder().decode(line.bytes),
            let time = event.mediaTime?.ticks(timescale: 1_000_000, rounding: .nearest)
        else { return nil }
        return time <= latest ? time : nil
    }

    /// The show ends with its recording, or where that is gone, with its last event.
    mutating func finish(_ outline: RecordingOutline) -> ShowAccount {
        let end = outline.isWhole && outline.duration > 0 ? outline.duration : max(outline.duration, clock.end)
        removals.finish(at: end)
        return tally.finish(at: min(end, Double(Activity.longest)))
    }

    /// A line was taken out: that of a comment which was removed.
    mutating func takeBlank() { removals.noteBlank(since: second) }

    /// When comments were on screen that were removed, in seconds of the show; complete after ``finish(_:)``.
    var removedSpans: [ClosedRange<Double>] { removals.spans }

    var removedComments: Set<String> { tally.removed }

    /// Notices a run that begins.
    private mutating func pass(to time: Int64) {
        let run = clock.run
        second = clock.seconds(time)
        guard clock.run > run else { return }
        tally.beginRun(at: clock.offset, start: clock.runs.start(of: clock.run))
    }

    private mutating func refuse(_ line: LineFile.Line, _ reason: String) {
        guard line.isWhole else { return isBrokenOff = true }
        if badCount == 0 { (firstBad, self.reason) = (line.number, reason) }
        badCount += 1
    }

    var remarks: [Remark] {
        (missing > 0 ? [.missingEvents(missing)] : []) + (isBrokenOff ? [.brokenOff(file: name)] : [])
            + (badCount > 0 ? [.unreadable(file: name, count: badCount, first: firstBad, reason: reason)] : [])
    }
}
