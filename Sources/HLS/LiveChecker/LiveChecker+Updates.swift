import MediaModel

// Rules about reports on other renditions, delta updates and date ranges.

extension LiveChecker {
    /// B.1: a report on every other rendition, but for playlists of I-frames.
    @Sendable static func renditionReport(_ step: LiveStep) -> [Finding] {
        guard step.header.serverControl?.canBlockReload == true, !step.whole.isEnded else { return [] }
        // Of a rendition that nobody has asked for yet, nothing is known.
        let reported = Set(
            step.playlist.renditionReports.compactMap { step.options.resolve($0.uri, step.fetch.path) })
        return step.others.filter { !$0.firstHeader.hasIFramesOnly && !reported.contains($0.path) }.map {
            step.finding(.renditionReport, "no EXT-X-RENDITION-REPORT on \($0.path)")
        }
    }

    /// 4.4.5.4: a report is as new as the playlist that it is in: it knows what a player had seen when it asked.
    ///
    /// A cache between may be older, within the life that it was given; this is a rule for an origin.
    @Sendable static func reportBehind(_ step: LiveStep) -> [Finding] {
        guard let last = step.whole.last else { return [] }
        return step.playlist.renditionReports.compactMap { report in
            guard let path = step.options.resolve(report.uri, step.fetch.path),
                let known = step.others.first(where: { $0.path == path })?.last(at: step.fetch.sent)
            else { return nil }
            let sequence = report.lastMediaSequence ?? last.mediaSequence
            // A report without a part is on a segment as a whole.
            let part = report.lastPart ?? (report.lastMediaSequence == nil ? last.part : known.part)
            guard PartPosition(mediaSequence: sequence, part: part) < known else { return nil }
            return step.finding(.reportBehind, "\(path) is reported at \(sequence).\(part), it had \(known) before")
        }
    }

    /// 4.4.5.4: what a report says of a rendition is there when the rendition is asked for later.
    ///
    /// Who follows a report that is ahead asks for what is refused, or waits. So little that it has come meanwhile isn't seen.
    @Sendable static func reportAhead(_ step: LiveStep) -> [Finding] {
        guard let last = step.whole.last, !step.whole.isEnded else { return [] }
        let parts = Dictionary(
            step.whole.numberedSegments.suffix(ReportClaims.segmentCount).map { ($0.sequence, $0.segment.parts.count) },
            uniquingKeysWith: { $1 })
        return step.claims.compactMap { claim in
            // A whole segment has all its parts, though they may not be listed any more.
            let count =
                claim.mediaSequence == step.whole.nextSequence ? last.part + 1 : parts[claim.mediaSequence] ?? 0
            let isMissing = count > 0 && claim.part ?? 0 >= count
            guard claim.mediaSequence > last.mediaSequence || isMissing else { return nil }
            let text = claim.part.map { ".\($0)" } ?? ""
            return Finding(
                .reportAhead, claim.reporter,
                "\(step.fetch.path) is reported at \(claim.mediaSequence)\(text), asked for later it had \(last)",
                seconds: claim.arrival.seconds)
        }
    }

    /// 6.2.5.1: a delta update comes to who asked. That it says what the whole playlist would is looked at before: see
    /// ``changedSegments(_:_:)``.
    @Sendable static func delta(_ step: LiveStep) -> [Finding] {
        guard step.playlist.skip != nil, step.request?.wantsDelta != true else { return [] }
        return [step.finding(.delta, "EXT-X-SKIP, and no _HLS_skip in \"\(step.fetch.query)\"")]
    }

    /// 4.4.3.8, 6.2.5.1: nothing nearer to the end of the last whole segment than CAN-SKIP-UNTIL is left out, and nothing
    /// at all without.
    @Sendable static func skipBoundary(_ step: LiveStep) -> [Finding] {
        guard step.playlist.skip != nil else { return [] }
        guard let boundary = step.header.serverControl?.canSkipUntil else {
            return [step.finding(.skipBoundary, "EXT-X-SKIP, and no CAN-SKIP-UNTIL")]
        }
        let left = step.playlist.duration
        guard left < boundary else { return [] }
        return [
            step.finding(.skipBoundary, "\(left.text) are left of it, CAN-SKIP-UNTIL is \(boundary.text)")
        ]
    }

    /// 4.4.5.1, 6.2.1, 6.2.4: a date range never changes, stays as long as a segment is in it, and is in all renditions.
    @Sendable static func dateRanges(_ step: LiveStep) -> [Finding] {
        let ranges = Dictionary(step.whole.dateRanges.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        guard let start = step.whole.segments.first?.programDateTime else { return [] }

        /// What was listed elsewhere or before, and must be here.
        func missing(_ playlist: MediaPlaylist, _ place: String) -> [Finding] {
            let all = playlist.dateRanges.sorted { $0.start < $1.start }
            return zip(all, DateRange.ends(of: all)).compactMap { range, end in
                if let now = ranges[range.id] {
                    guard !now.isUpdate(of: range) && !range.isUpdate(of: now) else { return nil }
                    return step.finding(.dateRanges, "\"\(range.id)\" isn't what it is \(place)")
                }
                // A successor that has come since may have ended it.
                let closed =
                    end
                    ?? step.whole.dateRanges.first { $0.category == range.category && $0.start >= range.start }?.start
                guard closed.map({ $0 >= start }) ?? true else { return nil }
                return step.finding(.dateRanges, "\"\(range.id)\" is missing, it is \(place)")
            }
        }
        if let old = step.old?.whole {
            let findings = missing(old, "in an earlier version")
            if !findings.isEmpty { return findings }
        }
        // What a player had seen elsewhere when it asked.
        for other in step.others where other.arrival <= step.fetch.sent {
            let findings = missing(other.whole, "in \(other.path)")
            if !findings.isEmpty { return findings }
        }
        return []
    }
}
