import MediaModel

// Rules about segments from one version to the next.

extension LiveChecker {
    /// 6.2.1: a number means one segment for ever. In a delta update, what it leaves out may be miscounted instead.
    static func changedSegments(_ playlist: MediaPlaylist, _ old: MediaPlaylist) -> [String] {
        let known = Dictionary(old.numberedSegments.map { ($0.sequence, $0.segment) }, uniquingKeysWith: { $1 })
        return playlist.numberedSegments.compactMap { sequence, segment in
            guard let before = known[sequence] else { return nil }
            if before.uri != segment.uri { return "segment \(sequence) was \(before.uri), now it is \(segment.uri)" }
            // Rounding may move with the first segment, not by more.
            if before.duration.distance(to: segment.duration) > .microseconds(2) {
                return "segment \(sequence) lasted \(before.duration.text), now \(segment.duration.text)"
            }
            if before.byteRange != segment.byteRange || before.map != segment.map {
                return "segment \(sequence) has another byte range or EXT-X-MAP than before"
            }
            if before.isDiscontinuous != segment.isDiscontinuous {
                return "EXT-X-DISCONTINUITY of segment \(sequence) comes or goes"
            }
            // One that is lost later is a gap from then on: who hasn't fetched it hears so.
            if before.isGap, !segment.isGap { return "EXT-X-GAP of segment \(sequence) goes" }
            return nil
        }
    }

    /// 6.2.2, Apple 8.11: segments may leave only while three target durations and six segments stay.
    @Sendable static func window(_ step: LiveStep) -> [Finding] {
        guard let old = step.old?.whole, step.whole.mediaSequence > old.mediaSequence, !step.whole.isEnded else {
            return []
        }
        let (duration, count) = (step.whole.duration, step.whole.segments.count)
        guard duration < .seconds(Int64(3 * step.header.targetDuration)) || count < 6 else { return [] }
        return [
            step.finding(
                .window, "segments leave, and \(count) of \(duration.text) stay: six and three target durations are due"
            )
        ]
    }

    /// 4.4.3.3: it grows by the discontinuities that leave with their segments, and by nothing else.
    @Sendable static func discontinuitySequence(_ step: LiveStep) -> [Finding] {
        guard let old = step.old?.whole else { return [] }
        let left = old.numberedSegments.filter { $0.sequence < step.whole.mediaSequence }
        // Of segments that came and left unseen, nobody knows.
        guard left.count == step.whole.mediaSequence - old.mediaSequence else { return [] }
        let expected = old.discontinuitySequence + left.count { $0.segment.isDiscontinuous }
        // Without the tag it is 0, and that is another finding's matter.
        guard step.whole.discontinuitySequence != expected, step.hasLine("#EXT-X-DISCONTINUITY-SEQUENCE:") else {
            return []
        }
        return [
            step.finding(
                .discontinuitySequence,
                "EXT-X-DISCONTINUITY-SEQUENCE is \(step.whole.discontinuitySequence), \(expected) is due")
        ]
    }

    /// Apple 8.17: the tag is wherever a discontinuity may come.
    static func presence(of tag: String, _ step: LiveStep) -> [Finding] {
        guard !step.hasLine("#\(tag):") else { return [] }
        // Where none was ever seen, it is a risk rather than a fault.
        let isSeen = step.whole.segments.contains(where: \.isDiscontinuous)
        return [
            step.finding(.discontinuitySequence, "no \(tag)", isWarning: step.options.profile == .generic && !isSeen)
        ]
    }

    /// 6.2.4: what is shown at the same time has the same discontinuity sequence number in all renditions.
    @Sendable static func sameDiscontinuities(_ step: LiveStep) -> [Finding] {
        var count = step.whole.discontinuitySequence
        var ours: [ProgramDateTime: Int] = [:]
        for (sequence, segment) in step.whole.numberedSegments {
            count = (step.old?.discontinuities[sequence - 1] ?? count) + (segment.isDiscontinuous ? 1 : 0)
            guard sequence >= step.firstNewSequence, let date = segment.programDateTime else { continue }
            ours[date] = count
        }
        for other in step.others {
            for (sequence, segment) in other.whole.numberedSegments {
                guard let date = segment.programDateTime, let count = ours[date],
                    let theirs = other.discontinuities[sequence], theirs != count
                else { continue }
                return [
                    step.finding(
                        .sameDiscontinuities,
                        "at \(date) its discontinuity number is \(count), \(other.path)'s \(theirs)")
                ]
            }
        }
        return []
    }

    /// 4.4.3.1.
    @Sendable static func targetDuration(_ step: LiveStep) -> [Finding] {
        let target = step.header.targetDuration
        return step.newSegments.filter { $0.segment.duration.ticks(timescale: 1, rounding: .nearest) > target }.map {
            step.finding(
                .liveTargetDuration, "\($0.segment.uri) lasts \($0.segment.duration.text), the target is \(target) s",
                about: $0.segment.uri, sequence: $0.sequence)
        }
    }

    /// 4.4.4.5, Apple 8.20.
    @Sendable static func initialisationSection(_ step: LiveStep) -> [Finding] {
        // What is missing needs none.
        step.newSegments.filter {
            $0.segment.map == nil && !$0.segment.isGap && !PresentationLoader.isTransportStream($0.segment.uri)
                && !PresentationLoader.isText($0.segment.uri)
        }.map {
            step.finding(
                .initialisationSection, "no EXT-X-MAP for \($0.segment.uri)", about: $0.segment.uri,
                sequence: $0.sequence)
        }
    }

    /// How much dates may differ from what durations add up to, in milliseconds: a video frame's time at 50 fps; others
    /// date by their encoders' clocks.
    private static func dateTolerance(_ options: Options) -> Int64 { options.profile == .tatecast ? 20 : 50 }

    /// 4.4.4.6, 6.2.1: every segment's date is known, stays, and follows from the one before; only a discontinuity may
    /// leap, and never back.
    @Sendable static func programDateTime(_ step: LiveStep) -> [Finding] {
        let segments = step.whole.numberedSegments
        guard segments.isEmpty || segments.contains(where: { $0.segment.programDateTime != nil }) else {
            return [step.finding(.liveProgramDateTime, "no EXT-X-PROGRAM-DATE-TIME")]
        }
        var findings: [Finding] = []
        let dateTolerance = dateTolerance(step.options)
        let known = Dictionary(
            (step.old?.whole.numberedSegments ?? []).map { ($0.sequence, $0.segment.programDateTime) },
            uniquingKeysWith: { $1 })
        var due: ProgramDateTime?
        var dates = segments.map {
            (
                sequence: $0.sequence, date: $0.segment.programDateTime, duration: $0.segment.duration,
                isDiscontinuous: $0.segment.isDiscontinuous
            )
        }
        if let unfinished = step.whole.unfinished {
            dates.append((step.whole.nextSequence, unfinished.programDateTime, .zero, unfinished.isDiscontinuous))
        }
        for (sequence, date, duration, isDiscontinuous) in dates {
            if let before = known[sequence] ?? nil, let date, before != date {
                findings.append(
                    step.finding(.liveProgramDateTime, "segment \(sequence) was at \(before), now at \(date)"))
            } else if let due, let date, sequence >= step.firstNewSequence {
                let leap = date.millisecondsSince1970 - due.millisecondsSince1970
                if leap < -dateTolerance || (leap > dateTolerance && !isDiscontinuous) {
                    findings.append(
                        step.finding(
                            .liveProgramDateTime,
                            "segment \(sequence) is at \(date), after the one before \(due) is due",
                            sequence: sequence))
                }
            }
            due = (date ?? due)?.advanced(by: duration)
        }
        return findings
    }

    /// 6.2.1: after EXT-X-ENDLIST nothing changes.
    @Sendable static func endList(_ step: LiveStep) -> [Finding] {
        guard let old = step.old?.whole, old.isEnded else { return [] }
        guard !step.whole.isEnded || step.whole.last != old.last else { return [] }
        return [step.finding(.liveEndList, "it goes on after EXT-X-ENDLIST")]
    }
}

extension LiveStep {
    /// Whether a line of the text begins so.
    func hasLine(_ start: String) -> Bool { fetch.text.hasLine(start) }
}
