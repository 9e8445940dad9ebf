import Foundation

/// The broadcast's own record, read: who watched, and what went wrong, run by run.
struct BroadcastRecord {
    struct Run {
        /// In milliseconds since 1970.
        let start: Int64
        fileprivate(set) var audience: [(at: Double, sample: AudienceSample)] = []
        fileprivate(set) var changes: [RecordLine] = []
        /// The last thing that is known of it, in seconds of media time.
        fileprivate(set) var end = 0.0
    }

    /// Trouble beyond that isn't listed one by one.
    private static let changeLimit = 2_000
    /// A sample each ten seconds makes ten days.
    private static let sampleLimit = 86_400

    private(set) var runs: [Run] = []
    private var unlisted = 0
    private var isBrokenOff = false
    private var (badCount, firstBad) = (0, 0)

    /// Empty where there is none.
    ///
    /// - Throws: ``ReportError`` if it can't be read, or is another version's.
    init(folder: String) throws(ReportError) {
        let path = "\(folder)/\(RecordLine.fileName)"
        guard FileManager.default.fileExists(atPath: path) else { return }
        let file = try LineFile(path: path)
        var record = self
        try file.forEachLine { line throws(ReportError) in try record.take(line, path) }
        self = record
    }

    private mutating func take(_ line: LineFile.Line, _ path: String) throws(ReportError) {
        guard !line.isCut, let entry = RecordLine(line.bytes) else {
            guard line.isWhole else { return isBrokenOff = true }
            if badCount == 0 { firstBad = line.number }
            badCount += 1
            return
        }
        if entry.kind == .begin {
            guard entry.version == RecordLine.version else {
                let version = entry.version.map { "version \($0)" } ?? "no version"
                throw ReportError(
                    .unusable,
                    "\(path):\(line.number): a record of \(version), and this program reads version \(RecordLine.version): "
                        + "use the Tatecast that made the recording, or take the file away to leave viewers out")
            }
            runs.append(Run(start: entry.time ?? 0))
        }
        guard !runs.isEmpty else { return }
        let last = runs.count - 1
        runs[last].end = max(runs[last].end, entry.at)
        switch entry.kind {
        case .audience:
            guard let sample = entry.audience, runs[last].audience.count < Self.sampleLimit else { return }
            runs[last].audience.append((entry.at, sample))
        case .source, .overload, .trouble:
            guard runs[last].changes.count < Self.changeLimit else { return unlisted += 1 }
            runs[last].changes.append(entry)
        case .begin, .end, nil: break
        }
    }

    /// Puts it into an account.
    func fill(_ account: inout ShowAccount, _ places: ShowRuns) {
        account.hasRecord = !runs.isEmpty
        var earlierViewers = 0
        for (index, run) in runs.enumerated() {
            let offset = places.offset(ofRecord: index, begunAt: run.start) ?? account.duration
            for (at, sample) in run.audience {
                account.audience.append(
                    AudiencePoint(
                        at: offset + at, watching: sample.watching, viewers: earlierViewers + sample.viewers))
            }
            account.troubles += Self.spans(run, from: offset, to: offset + run.end)
            guard let last = run.audience.last?.sample else { continue }
            earlierViewers += last.viewers
            account.watchedSeconds += last.watchedSeconds
            account.sentBytes += last.sentBytes
            if let players = last.players { account.players = account.players.map { $0 + players } ?? players }
        }
        account.viewerCount = earlierViewers
        if unlisted > 0 { account.remarks.append(.moreTrouble(unlisted)) }
        if isBrokenOff { account.remarks.append(.brokenOff(file: RecordLine.fileName)) }
        if badCount > 0 {
            account.remarks.append(
                .unreadable(file: RecordLine.fileName, count: badCount, first: firstBad, reason: "no line of a record"))
        }
    }

    /// What was otherwise than it should be, and for how long.
    private static func spans(_ run: Run, from offset: Double, to end: Double) -> [TroubleSpan] {
        var (spans, open): ([TroubleSpan], [RecordLine.Kind: TroubleSpan]) = ([], [:])
        func close(_ kind: RecordLine.Kind, at now: Double) {
            guard var span = open.removeValue(forKey: kind) else { return }
            span.end = max(now, span.start)
            spans.append(span)
        }
        for change in run.changes {
            let now = offset + change.at
            switch (change.kind, change.state) {
            case (.source?, let state?):
                close(.source, at: now)
                let kind: TroubleSpan.Kind? =
                    switch state {
                    case "frozen": .frozen
                    case "slate": .slate(cause: change.cause)
                    case "waiting": .waiting
                    default: nil
                    }
                if let kind { open[.source] = TroubleSpan(kind: kind, start: now, end: now) }
            case (.overload?, let step?):
                close(.overload, at: now)
                if step != "none" { open[.overload] = TroubleSpan(kind: .overload(step), start: now, end: now) }
            case (.trouble?, _):
                if let text = change.text { spans.append(TroubleSpan(kind: .other(text), start: now, end: now)) }
            default: break
            }
        }
        close(.source, at: end)
        close(.overload, at: end)
        return spans.sorted { $0.start < $1.start }
    }
}

extension PlayerSample {
    /// Two runs in one: sums are added, and of what is distributed the run counts that has more of it.
    static func + (left: PlayerSample, right: PlayerSample) -> PlayerSample {
        var sum = left.starts >= right.starts ? left : right
        sum.sessions = left.sessions + right.sessions
        sum.starvedSessions = left.starvedSessions + right.starvedSessions
        sum.starvedRequests = left.starvedRequests + right.starvedRequests
        sum.sessionSeconds = left.sessionSeconds + right.sessionSeconds
        sum.unlistedRequests = left.unlistedRequests + right.unlistedRequests
        if left.starvationSeconds != nil || right.starvationSeconds != nil {
            sum.starvationSeconds = (left.starvationSeconds ?? 0) + (right.starvationSeconds ?? 0)
        }
        return sum
    }
}
