/// Puts stretches of sound on the programme's sample clock: gaps become silence, overlaps are dropped.
///
/// The first stretch is put exactly where it belongs. After that, sound that is within ``tolerance`` of its place is
/// simply joined to what came before, since timestamps are rounded and a cut is worse than a few milliseconds. Positions are in samples of the programme (48 kHz).
struct SoundAligner: Sendable {
    /// 15 ms: less than one AAC frame (21 ms), whose loss must be filled, and less than anyone sees on lips.
    static let tolerance: Int64 = 720

    /// The position after the last sample taken.
    private(set) var position: Int64 = 0
    /// How often sound was moved.
    private(set) var corrections = 0
    private var hasBegun = false

    struct Placement: Hashable, Sendable {
        /// Samples of silence to put before the stretch.
        var silence: Int
        /// Samples to leave out at its beginning.
        var skipped: Int
    }

    /// Places a stretch.
    ///
    /// - Parameters:
    ///   - start: Where the source says it belongs; `nil` if it doesn't say.
    ///   - count: Its length.
    mutating func place(start: Int64?, count: Int) -> Placement {
        var placement = Placement(silence: 0, skipped: 0)
        let error = (start ?? position) - position
        let tolerance = hasBegun ? Self.tolerance : 0
        if error > tolerance {
            placement.silence = Int(error)
        } else if error < -tolerance {
            placement.skipped = Int(min(-error, Int64(count)))
        }
        if hasBegun, placement != Placement(silence: 0, skipped: 0) { corrections += 1 }
        // A stretch that lies before the programme says nothing of where the sound begins in it.
        if placement.skipped < count { hasBegun = true }
        position += Int64(placement.silence + count - placement.skipped)
        return placement
    }

    /// Says that so many samples of silence were put on the clock after the last.
    mutating func skip(_ count: Int) {
        position += Int64(count)
    }

    /// Goes on from here: what is placed next is put exactly where it belongs.
    mutating func restart(at position: Int64) {
        self.position = position
        hasBegun = false
    }
}
