import MediaModel

// Rules about parts and the hints at them.

extension LiveChecker {
    /// 4.4.3.7: parts need EXT-X-PART-INF.
    @Sendable static func partInformation(_ step: LiveStep) -> [Finding] {
        guard step.header.partTarget == nil, !step.whole.placedParts.isEmpty else { return [] }
        return [step.finding(.partInformation, "EXT-X-PART, and no EXT-X-PART-INF")]
    }

    /// 4.4.4.9: no part is longer than PART-TARGET; none is shorter than 85 % of it but a segment's last, an independent
    /// one, a missing one and the one before that.
    @Sendable static func partDuration(_ step: LiveStep) -> [Finding] {
        guard let target = step.header.partTarget else { return [] }
        let parts = step.whole.placedParts
        let oldLast = step.old?.whole.last
        return parts.enumerated().compactMap { index, placed in
            let (position, part) = placed
            // The last of an earlier answer is looked at again: now it is known whether another follows it.
            if let oldLast, position < oldLast { return nil }
            if part.duration > target {
                guard oldLast.map({ position > $0 }) ?? true else { return nil }
                return step.finding(
                    .partDuration, "\(part.uri) lasts \(part.duration.text), PART-TARGET is \(target.text)",
                    about: part.uri, sequence: position.mediaSequence)
            }
            let isLast = index + 1 == parts.count || parts[index + 1].position.mediaSequence > position.mediaSequence
            guard !isLast, !part.isIndependent, !part.isGap, !parts[index + 1].part.isGap,
                part.duration.times(100) < target.times(85)
            else { return nil }
            return step.finding(
                .partDuration, "\(part.uri) lasts \(part.duration.text), less than 85 % of PART-TARGET \(target.text)",
                about: part.uri, sequence: position.mediaSequence)
        }
    }

    /// 4.4.4.9: a segment's parts are the segment.
    @Sendable static func partsMakeSegment(_ step: LiveStep) -> [Finding] {
        step.newSegments.compactMap { _, segment in
            guard !segment.parts.isEmpty, step.old != nil else { return nil }
            let sum = segment.parts.reduce(MediaTime.zero) { $0 + $1.duration }
            guard sum.distance(to: segment.duration) > .milliseconds(5) else { return nil }
            return step.finding(
                .partsMakeSegment, "the parts of \(segment.uri) last \(sum.text), EXTINF says \(segment.duration.text)")
        }
    }

    /// 4.4.4.9: parts are listed until they are three target durations from the end.
    ///
    /// Those before a new discontinuity may be gone: a process that was killed has taken its memory along, and what it
    /// wrote to disk are whole segments.
    @Sendable static func partsVanish(_ step: LiveStep) -> [Finding] {
        guard let old = step.old?.whole else { return [] }
        let listed = Set(step.whole.placedParts.map(\.part.uri))
        let lifetime = MediaTime.seconds(Int64(3 * step.header.targetDuration))
        let parts = Dictionary(grouping: old.placedParts, by: \.position.mediaSequence)
        // From the end back: how far from it each segment ends.
        var distance = step.whole.unfinishedDuration
        if step.whole.unfinished?.isDiscontinuous == true, old.nextSequence < step.whole.nextSequence { return [] }
        for (sequence, segment) in step.whole.numberedSegments.reversed() {
            guard distance < lifetime else { return [] }
            for (_, part) in parts[sequence] ?? [] where !listed.contains(part.uri) {
                return [
                    step.finding(
                        .partsVanish, "\(part.uri) is no longer listed, \(distance.text) from the end")
                ]
            }
            if segment.isDiscontinuous, sequence >= old.nextSequence { return [] }
            distance += segment.duration
        }
        return []
    }

    /// 4.4.2.1, 4.4.4.9: with EXT-X-INDEPENDENT-SEGMENTS each segment's first part begins with a key frame, and says so.
    @Sendable static func independentPart(_ step: LiveStep) -> [Finding] {
        guard step.header.hasIndependentSegments else { return [] }
        let oldLast = step.old?.whole.last
        return step.whole.placedParts.compactMap { position, part in
            guard position.part == 0, oldLast.map({ position > $0 }) ?? true else { return nil }
            // The first part listed may be a segment's second: only segments that are whole here are judged.
            guard step.old != nil, !part.isIndependent, !part.isGap else { return nil }
            return step.finding(
                .independentPart, "\(part.uri) begins a segment without INDEPENDENT=YES", about: part.uri,
                sequence: position.mediaSequence)
        }
    }

    /// 4.4.4.7: a segment with a missing part is missing.
    @Sendable static func gap(_ step: LiveStep) -> [Finding] {
        step.newSegments.filter { !$0.segment.isGap && $0.segment.parts.contains(where: \.isGap) }.map {
            step.finding(.gap, "a part of \($0.segment.uri) is missing, and it has no EXT-X-GAP")
        }
    }

    /// B.1: a playlist that goes on hints at its next part, and only there.
    @Sendable static func preloadHint(_ step: LiveStep) -> [Finding] {
        guard step.header.partTarget != nil, !step.whole.isEnded else { return [] }
        let count = step.whole.preloadHints.count { $0.kind == .part }
        return count == 1 ? [] : [step.finding(.preloadHint, "\(count) EXT-X-PRELOAD-HINTs for a part, 1 is due")]
    }

    /// 4.4.5.3, 6.2.2: the part that comes is the one that was hinted at.
    @Sendable static func hintKept(_ step: LiveStep) -> [Finding] {
        guard let old = step.old?.whole, let hint = old.partHint, let oldLast = old.last else { return [] }
        let parts = step.whole.placedParts
        // After a long pause the hinted part may have come and gone.
        guard parts.contains(where: { $0.position == oldLast }),
            let next = parts.first(where: { $0.position > oldLast }), next.part.uri != hint.uri
        else { return [] }
        return [step.finding(.hintKept, "\(hint.uri) was hinted at, \(next.part.uri) came")]
    }
}
