import HLS
import MediaModel

/// Which part had better be the last one of the playlist that a viewer is given who has just come. Pure.
///
/// A player begins PART-HOLD-BACK before the end of its first playlist. How old that end is it can't know, so whoever comes late
/// in a part stays that much further behind all evening: it is better told of the next one, a moment later.
///
/// An end that hls.js stumbles over isn't given either (``PlayerQuirks``).
struct JoinPolicy: Hashable, Sendable {
    private let partsPerSegment: Int
    /// In nanoseconds.
    private let part: Int64
    /// How many parts before the playlist's end a viewer begins, rounded up: within a part is in that part.
    private let partsHeldBack: Int

    init(_ constants: BroadcastConstants) {
        partsPerSegment = constants.grid.partsPerSegment
        part = constants.grid.partDuration.ticks(timescale: 1_000_000_000, rounding: .nearest)
        let held = constants.partHoldBack.ticks(timescale: 1_000_000_000, rounding: .nearest)
        partsHeldBack = Int((held + part - 1) / part)
    }

    /// The longest that a viewer is to wait for ``end(last:elapsed:age:isContinued:)``, in nanoseconds: two parts.
    var patience: Int64 { 2 * part }

    /// The same after a restart.
    var patienceAfterRestart: Int64 { Int64(partsHeldBack + 2) * part }

    /// The last part of the playlist to be given.
    ///
    /// - Parameters:
    ///   - last: The last part there is.
    ///   - elapsed: What this run of the process has made up to the end of that part. Where this is less than PART-HOLD-BACK, players begin
    ///     at the start of the playlist.
    ///   - age: How long it has been there, in nanoseconds. After more than a part's duration nobody knows when the next one
    ///     comes, so then it is `last` whatever follows from it.
    ///   - isContinued: Whether the playlist has an earlier run's segments before this one's. In between it lists what nobody has seen as
    ///     gaps, and hls.js waits for ever where it begins in one; so whoever comes then is told of PART-HOLD-BACK of this run, or more.
    func end(last: PartPosition, elapsed: MediaTime, age: Int64, isContinued: Bool = false) -> PartPosition {
        guard age <= part else { return last }
        var end = age < part / 8 ? last : following(last)
        let whole = elapsed.ticks(timescale: 1_000_000_000, rounding: .nearest)
        var count = Int((whole + part / 2) / part) + (end == last ? 0 : 1)
        while isContinued, count < partsHeldBack {
            end = following(end)
            count += 1
        }
        let isTrap = PlayerQuirks.isTrap(end, partsPerSegment: partsPerSegment, partsHeldBack: partsHeldBack)
        return count >= partsHeldBack && isTrap ? following(end) : end
    }

    private func following(_ position: PartPosition) -> PartPosition {
        position.part + 1 < partsPerSegment
            ? PartPosition(mediaSequence: position.mediaSequence, part: position.part + 1)
            : PartPosition(mediaSequence: position.mediaSequence + 1, part: 0)
    }
}
