import MediaModel

// Rules about answers and their times, and about what never changes.

extension LiveChecker {
    /// 6.2.5.2: an answer to a blocking reload has the part that was asked for, or a later one.
    @Sendable static func blockingReload(_ step: LiveStep) -> [Finding] {
        guard let request = step.request, let sequence = request.mediaSequence, !step.whole.isEnded else { return [] }
        let wanted = PartPosition(mediaSequence: sequence, part: request.part ?? 0)
        if let last = step.whole.last, last >= wanted { return [] }
        let text = step.whole.last.map { "\($0)" } ?? "nothing"
        return [step.finding(.blockingReload, "asked for part \(wanted), it ends with \(text)")]
    }

    /// 6.2.1: each part is there within one PART-TARGET of the one before; and Apple's players give up a playlist that
    /// stays the same for one and a half target durations (-12888).
    @Sendable static func updateInterval(_ step: LiveStep) -> [Finding] {
        guard let old = step.old, !old.whole.isEnded, let last = step.whole.last, let oldLast = old.whole.last else {
            return []
        }
        let pause = step.fetch.arrival - old.progress
        let header = step.header
        guard last > oldLast else {
            let limit = MediaTime.milliseconds(Int64(1_500 * header.targetDuration)) + step.options.lateness
            guard pause > limit, !step.whole.isEnded else { return [] }
            return [step.finding(.updateInterval, "nothing new for \(pause.text)")]
        }
        guard let target = header.partTarget else { return [] }
        let count = step.whole.placedParts.count { $0.position > oldLast }
        // Late is only what came late after both the promise and the question.
        let due = max(old.progress + target.times(count), step.fetch.sent)
        guard count > 0, step.fetch.arrival > due + step.options.lateness else { return [] }
        return [
            step.finding(.updateInterval, "\(count) parts came after \(pause.text), PART-TARGET is \(target.text)")
        ]
    }

    /// 6.2.1, Apple's -12642: what a player has read once must stay.
    @Sendable static func constants(_ step: LiveStep) -> [Finding] {
        guard let old = step.old?.whole.header else { return [] }
        let new = step.header
        var findings: [Finding] = []
        if new.targetDuration != old.targetDuration {
            findings.append(
                step.finding(
                    .constantTargetDuration,
                    "EXT-X-TARGETDURATION changes from \(old.targetDuration) to \(new.targetDuration)"))
        }
        if new.partTarget != old.partTarget {
            findings.append(
                step.finding(
                    .constantPartTarget,
                    "PART-TARGET changes from \(old.partTarget?.text ?? "none") to \(new.partTarget?.text ?? "none")"))
        }
        if new.serverControl != old.serverControl {
            let (from, to) = (old.serverControl?.line ?? "none", new.serverControl?.line ?? "none")
            findings.append(step.finding(.constantServerControl, "it changes from \(from) to \(to)"))
        }
        return findings
    }

    /// 6.2.4, Apple 8.2: all playlists have the same target duration and EXT-X-SERVER-CONTROL, those of I-frames too; and
    /// ours the same PART-TARGET. At first sight: later, they are constant.
    @Sendable static func sameConstants(_ step: LiveStep) -> [Finding] {
        guard step.old == nil else { return [] }
        let ours = step.header
        let different = step.others.first {
            let theirs = $0.firstHeader
            // Neither I-frames nor text has parts.
            let isOneKind = ours.hasIFramesOnly == theirs.hasIFramesOnly && step.whole.isText == $0.whole.isText
            return ours.targetDuration != theirs.targetDuration || ours.serverControl != theirs.serverControl
                || (ours.partTarget != theirs.partTarget && isOneKind)
        }
        guard let different else { return [] }
        return [
            step.finding(
                .sameConstants, "target duration, PART-TARGET or EXT-X-SERVER-CONTROL differ from \(different.path)'s")
        ]
    }

    /// 4.4.3.8, B.1, Apple 14.3: what low latency needs.
    @Sendable static func serverControl(_ step: LiveStep) -> [Finding] {
        guard step.old == nil, let target = step.header.partTarget else { return [] }
        guard let control = step.header.serverControl else {
            return [step.finding(.serverControl, "parts, and no EXT-X-SERVER-CONTROL")]
        }
        var sentences: [String] = []
        if !control.canBlockReload { sentences.append("no CAN-BLOCK-RELOAD") }
        // 4.4.3.8 has two of them as MUST and three as SHOULD; Apple's 14.3 three.
        let isShort = control.partHoldBack.map { $0 < target.times(3) } ?? true
        let isAdvice = step.options.profile == .generic && control.partHoldBack.map { $0 >= target.times(2) } == true
        let text = "PART-HOLD-BACK is \(control.partHoldBack?.text ?? "missing"), three PART-TARGETs are due"
        if isShort, !isAdvice { sentences.append(text) }
        let whole = MediaTime.seconds(Int64(step.header.targetDuration))
        if let holdBack = control.holdBack, holdBack < whole.times(3) {
            sentences.append("HOLD-BACK is \(holdBack.text), three target durations are due")
        }
        if let boundary = control.canSkipUntil, boundary < whole.times(6) {
            sentences.append("CAN-SKIP-UNTIL is \(boundary.text), six target durations are due")
        }
        let advice = isShort && isAdvice ? [step.finding(.serverControl, text, isWarning: true)] : []
        return sentences.map { step.finding(.serverControl, $0) } + advice
    }

    /// 4.4.3.5: a playlist that segments leave has no type; ours has none while it is live. One that only grows may be
    /// of type EVENT from its beginning on.
    @Sendable static func playlistType(_ step: LiveStep) -> [Finding] {
        guard let kind = step.header.kind, !(step.whole.isEnded && step.options.profile == .generic) else { return [] }
        let isEvent = kind == .event && step.whole.mediaSequence == (step.old?.whole ?? step.whole).mediaSequence
        if isEvent, step.options.profile == .generic, step.old.map({ $0.firstHeader.kind == kind }) ?? true {
            return []
        }
        return [step.finding(.livePlaylistType, "EXT-X-PLAYLIST-TYPE:\(kind.rawValue) in a live playlist")]
    }

    /// Section 8: EXT-X-SKIP needs version 9, EXT-X-MAP 6 (5 among I-frames), variables 8 or 11.
    @Sendable static func protocolVersion(_ step: LiveStep) -> [Finding] {
        // Without a map, as in transport streams, decimals of EXTINF ask for 3.
        let hasMap =
            step.options.profile == .tatecast && !step.whole.isText || step.whole.segments.contains { $0.map != nil }
        let ofTags = step.playlist.skip != nil ? 9 : !hasMap ? 3 : step.header.hasIFramesOnly ? 5 : 6
        let needed = max(ofTags, step.playlist.versionOfVariables)
        guard step.header.version < needed else { return [] }
        return [
            step.finding(.protocolVersion, "EXT-X-VERSION is \(step.header.version), its tags need \(needed)")
        ]
    }
}
