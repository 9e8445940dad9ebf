import HLS
import MediaModel

/// Decides how long before its tick's own time a live programme composes each canvas. Pure.
///
/// A picture is due a jitter buffer after the earliest that the network can bring it. Where the network is steady, all of
/// them are decoded long before: then what lies between is delay that nobody needs. So this measures each picture's *slack*,
/// from when it was decoded to its tick's own time. The lead is the least slack of the last half minute, less a ``margin``;
/// on a network that needs the whole jitter buffer it is 0. What happened only three times in that time doesn't count:
/// a picture that is shown a tick late every ten seconds is seen by nobody, and a stall that no jitter buffer helps against
/// isn't what it is for.
///
/// The lead moves so little from tick to tick that parts still come out at an even pace, as players demand. While the
/// source is gone it stays: there is nothing to learn, and its first picture must not disturb the pace either.
///
/// Where a crop follows, pictures come earlier by its look-ahead. Most of them must have been there for so long when their tick is
/// composed; of one that comes late the crop knows the less ahead, and it isn't worth delaying all others. What nobody needs to look ahead
/// for, as where the source leaves the crop no room, is delay that nobody needs either.
///
/// The rounding of pictures to ticks needs no further thought: a source whose pictures come up to half a tick before their
/// ticks simply has so much more slack.
struct ComposerLead: Sendable {
    /// What is kept of the slack, for a picture that takes longer than all those of the last half minute.
    static let margin: Int64 = 10_000_000
    /// However long the jitter buffer is: who asks for a longer one than the usual wants its protection.
    static let most: Int64 = 100_000_000
    static let window: Int64 = 30_000_000_000
    /// Pictures must have come for so long before the lead grows by what is known of them: so that what is too rare to count
    /// is rare among them too.
    static let evidence: Int64 = 4_000_000_000
    /// Without a picture for so long, the source stalls.
    static let patience: Int64 = 1_000_000_000

    private let limit: Int64
    /// How much longer the jitter buffer was made for a crop that looks ahead.
    private let lookAhead: Int64
    /// What it gives way by from tick to tick, at most; it grows three times as fast.
    private let step: Int64
    private var slack = DelayWindow(step: Self.window / 80)
    /// Since when pictures have come without a gap as long as the window.
    private var begin: Int64?
    private var lastPicture: Int64 = .min / 2
    /// How long before its own time the next tick is composed, in nanoseconds.
    private(set) var current: Int64 = 0

    /// - Parameters:
    ///   - jitterBuffer: Without the look-ahead, in nanoseconds.
    ///   - lookAhead: How much earlier than by the jitter buffer alone pictures come, in nanoseconds.
    init(jitterBuffer: Int64, lookAhead: Int64 = 0, grid: PartGrid) {
        self.lookAhead = lookAhead
        limit = min(max(0, jitterBuffer), Self.most)
        // Each part must come within a part and half a picture after the last (RFC 8216bis, 4.4.3.7, and how PART-TARGET
        // is chosen here). While the lead shrinks parts come later, by a quarter of a picture: the rest is the encoders'.
        // While it grows parts come earlier, by three quarters of a picture, which is no fault.
        step = 250_000_000 / Int64(grid.frameRate.framesPerSecond * grid.framesPerPart)
    }

    /// Takes a picture that has been decoded.
    ///
    /// - Parameters:
    ///   - slack: From then to its tick's own time, in nanoseconds; negative if that had passed.
    ///   - now: On the clock of ``advance(at:)``, in nanoseconds; doesn't go back.
    mutating func note(slack: Int64, at now: Int64) {
        if now - lastPicture > Self.window { begin = now }
        lastPicture = now
        self.slack.add(slack, at: now)
    }

    /// Goes on to the next tick, and returns the lead of that.
    ///
    /// - Parameter ahead: How much of the look-ahead is in use, in nanoseconds; 0 where no crop looks ahead.
    mutating func advance(at now: Int64, ahead: Int64 = 0) -> Int64 {
        guard now - lastPicture <= Self.patience, let begin,
            let least = slack.usualLeast(within: Self.window, at: now)
        else { return current }
        var target = min(limit + lookAhead - ahead, least - Self.margin)
        if ahead > 0, let median = slack.median(within: Self.window, at: now) { target = min(target, median - ahead) }
        target = max(0, target)
        if target < current {
            current = max(target, current - step)
        } else if now - begin >= Self.evidence {
            current = min(target, current + 3 * step)
        }
        return current
    }
}
