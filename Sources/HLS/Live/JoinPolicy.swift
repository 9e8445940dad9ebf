public import MediaModel

/// Which part had better be the last one of the playlist that a viewer is given who has just come. Pure.
///
/// A player begins PART-HOLD-BACK before the end of its first playlist. How old that end is it can't know, so whoever comes late
/// in a part stays that much further behind all evening: it is better told of the next one, a moment later.
///
/// And there is an end that leads into a trap of hls.js, the one that has it begin in a segment's last part. It then fetches one
/// part of sound and all the segment's pictures, takes the sound's arrival for the pictures' too, and appends two parts at a time
/// where the first has between 128 and 256 KiB. The browser refuses, hls.js throws away what it has, and the viewer sees a
/// first picture after four seconds and stays six behind (docs/players.md).
public struct JoinPolicy: Hashable, Sendable {
    private let partsPerSegment: Int
    /// In nanoseconds.
    private let part: Int64
    /// How many parts before the playlist's end a viewer begins, rounded up: within a part is in that part.
    private let partsHeldBack: Int

    public init(_ constants: BroadcastConstants) {
        partsPerSegment = constants.grid.partsPerSegment
        part = constants.grid.partDuration.ticks(timescale: 1_000_000_000, rounding: .nearest)
        let held = constants.partHoldBack.ticks(timescale: 1_000_000_000, rounding: .nearest)
        partsHeldBack = Int((held + part - 1) / part)
    }

    /// The longest that a viewer is to wait for ``end(last:elapsed:age:)``, in nanoseconds: two parts.
    public var patience: Int64 { 2 * part }

    /// The last part of the playlist to be given.
    ///
    /// - Parameters:
    ///   - last: The last part there is.
    ///   - elapsed: From the start of the playlist to the end of that part. Where this is less than PART-HOLD-BACK, players begin at
    ///     the start.
    ///   - age: How long it has been there, in nanoseconds. After more than a part's duration nobody knows when the next one
    ///     comes, so then it is `last` whatever follows from it.
    public func end(last: PartPosition, elapsed: MediaTime, age: Int64) -> PartPosition {
        guard age <= part else { return last }
        let end = age < part / 8 ? last : following(last)
        let whole = elapsed.ticks(timescale: 1_000_000_000, rounding: .nearest)
        let count = Int((whole + part / 2) / part) + (end == last ? 0 : 1)
        return count >= partsHeldBack && isTrap(end) ? following(end) : end
    }

    /// Whether whoever is given a playlist that ends with this part begins in a segment's last part. With two parts a segment
    /// there is nothing for hls.js to stumble over.
    private func isTrap(_ end: PartPosition) -> Bool {
        guard partsPerSegment > 2 else { return false }
        // Of the parts of a segment, the last one has this remainder.
        return (end.part + 1 - partsHeldBack - (partsPerSegment - 1)).isMultiple(of: partsPerSegment)
    }

    private func following(_ position: PartPosition) -> PartPosition {
        position.part + 1 < partsPerSegment
            ? PartPosition(mediaSequence: position.mediaSequence, part: position.part + 1)
            : PartPosition(mediaSequence: position.mediaSequence + 1, part: 0)
    }
}
