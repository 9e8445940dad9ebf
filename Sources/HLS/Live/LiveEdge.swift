/// Where a rendition ends at an instant: all that the rules of reloading need to know (RFC 8216bis 6.2.5.2).
public struct LiveEdge: Hashable, Sendable {
    public let constants: BroadcastConstants
    /// The last part there is; before the first, the one before that.
    public let last: PartPosition
    /// Whether `last` is its segment's last part.
    public let isSegmentWhole: Bool
    public let isEnded: Bool
    /// Whether the playlist lists parts; those of I-frames don't.
    public let hasParts: Bool

    /// - Parameter last: Without parts, where the last whole segment ends.
    public init(
        constants: BroadcastConstants, last: PartPosition, isSegmentWhole: Bool, isEnded: Bool, hasParts: Bool = true
    ) {
        (self.constants, self.last) = (constants, last)
        (self.isSegmentWhole, self.isEnded, self.hasParts) = (isSegmentWhole, isEnded, hasParts)
    }
}

/// How a request for a playlist is answered.
public enum ReloadDecision: Hashable, Sendable {
    case now(isDelta: Bool)
    /// As soon as there is this part or a later one, or the broadcast ends; after ``BroadcastConstants/reloadDeadline``,
    /// with ``timedOut(_:)``.
    case wait(until: PartPosition, isDelta: Bool)
    case refuse(RequestRefusal)

    /// What a request gets that has waited for ``BroadcastConstants/reloadDeadline``.
    public static func timedOut(_ constants: BroadcastConstants) -> RequestRefusal {
        RequestRefusal(
            503, "the part asked for didn't come within \(constants.reloadDeadlineInSeconds) s: the programme is late")
    }
}

extension LiveEdge {
    /// The answer to a request with this query; empty for one without.
    public func answer(query: some StringProtocol) -> ReloadDecision {
        // Once there is EXT-X-ENDLIST nothing will follow: directives are ignored, right or wrong.
        if isEnded { return .now(isDelta: false) }
        do throws(RequestRefusal) {
            return answer(try ReloadRequest(query: query))
        } catch {
            return .refuse(error)
        }
    }

    public func answer(_ request: ReloadRequest) -> ReloadDecision {
        if isEnded { return .now(isDelta: false) }
        guard let sequence = request.mediaSequence else { return .now(isDelta: request.wantsDelta) }
        guard sequence >= last.mediaSequence else { return .now(isDelta: request.wantsDelta) }
        // "Last" is the last segment with a part, as in LAST-MSN.
        guard sequence - last.mediaSequence <= 2 else {
            return .refuse(
                RequestRefusal(
                    400, "_HLS_msn=\(sequence) is too far ahead: the last segment is \(max(0, last.mediaSequence))"))
        }
        guard hasParts else {
            // Whole segments alone, whatever part is asked for.
            if sequence == last.mediaSequence { return .now(isDelta: request.wantsDelta) }
            let end = PartPosition(mediaSequence: sequence, part: constants.grid.partsPerSegment - 1)
            return .wait(until: end, isDelta: request.wantsDelta)
        }
        if let part = request.part, let refusal = refusal(sequence, part) { return .refuse(refusal) }

        // A deliberate reading: 6.2.5.2 has `_HLS_msn` alone wait for the whole segment. Safari asks so for the first part of
        // the next one; OvenMediaEngine, which waited for the segment, stalled it (its PR 2207). An answer with the first
        // part holds for both: who wants the segment asks again.
        let wanted = normalised(sequence, request.part ?? 0)
        guard last < wanted else { return .now(isDelta: request.wantsDelta) }
        return .wait(until: wanted, isDelta: request.wantsDelta)
    }

    /// The Advance Part Limit.
    private func refusal(_ sequence: Int, _ part: Int) -> RequestRefusal? {
        let (limit, perSegment) = (constants.advancePartLimit, constants.grid.partsPerSegment)
        // A whole segment's last part is its last however short it is.
        let reached = isSegmentWhole ? perSegment - 1 : last.part
        let ahead = (sequence - last.mediaSequence) * perSegment - reached
        guard part > limit - ahead else { return nil }
        return RequestRefusal(
            400, "_HLS_part=\(part) of segment \(sequence) is more than \(limit) parts after the last, \(last)")
    }

    /// "A part index past the segment's last means part 0 of the next."
    private func normalised(_ sequence: Int, _ part: Int) -> PartPosition {
        let count =
            sequence == last.mediaSequence && isSegmentWhole ? last.part + 1 : constants.grid.partsPerSegment
        return part < count
            ? PartPosition(mediaSequence: sequence, part: part) : PartPosition(mediaSequence: sequence + 1, part: 0)
    }
}
