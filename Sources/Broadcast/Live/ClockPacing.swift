import HLS
import MediaModel
import Overlay

/// The pacing of a broadcast: each tick is composed at its time or a steady ``ComposerLead`` before, whatever the source does,
/// and with less work where the machine can't keep up. Waits for nothing but the clock.
struct ClockPacing: Sendable {
    /// An encoder that takes no picture for so long hangs, in nanoseconds.
    private static let patience: Int64 = 2_000_000_000
    /// An encoder that is behind for so long doesn't catch up, in nanoseconds.
    private static let limit: Int64 = 10_000_000_000

    private var governor = OverloadGovernor()
    private var lead: ComposerLead
    private let canvases: [CanvasQueue]
    private let overload: OverloadControl
    private let context: BroadcastContext
    /// Of each rung whose encoder is as far behind as it may be: since when the composer has made up for nothing, and how late it was
    /// then; `nil` for others.
    private var behind: [(since: Int64, lateness: Int64)?]
    /// When the tick was to be composed that is composed now.
    private var schedule: Int64 = 0

    /// - Parameter canvases: The queues of all rungs of all compositions.
    init(
        lead: ComposerLead, canvases: [CanvasQueue], overload: OverloadControl, context: BroadcastContext
    ) {
        (self.lead, self.canvases, self.overload, self.context) = (lead, canvases, overload, context)
        behind = canvases.map { _ in nil }
    }

    /// Blocks until a tick is to be composed.
    mutating func wait(forTick tick: Int) {
        schedule = context.time(ofTick: tick) - lead.current
        context.clock.wait(until: schedule)
        for index in canvases.indices {
            if canvases[index].isFull {
                waitForRoom(in: index)
            } else if !canvases[index].isNearlyFull {
                behind[index] = nil
            }
        }
    }

    /// A composer that has something to make up for, as after the machine stood still, does so no faster than the encoders, and waits
    /// until they have, be it on time by then itself. It doesn't wait for an encoder that hangs, as it has given that ten seconds,
    /// nor for one that makes up for nothing in as long again.
    private mutating func waitForRoom(in index: Int) {
        let (queue, start) = (canvases[index], context.clock.now)
        let lateness = start - schedule
        guard lateness > OverloadGovernor.lateness || !queue.isUntouched else { return }
        var (since, least) = behind[index] ?? (start, lateness)
        if lateness < least { (since, least) = (start, lateness) }
        behind[index] = (since, least)
        queue.waitForRoom(until: min(start + Self.patience, since + Self.limit), on: context.clock)
    }

    /// Whether a tick does with the canvas of the one before, for want of time: in all rungs, so that a change of the show is on one
    /// tick in all of them, and where there is one, a new canvas comes for it.
    ///
    /// - Parameter news: What the show has for the tick, the most of all compositions.
    func spares(_ tick: Int, _ news: SceneMailbox.News) -> Bool {
        let depth = depth
        let rate = context.grid.frameRate.framesPerSecond
        // An encoder that is half a second behind: one canvas again and again costs it next to nothing, and memory nothing
        // at all. Changes by the dozen must not take that from it.
        if depth >= rate / 2, news < .change || depth >= rate {
            context.status.count(\.repeatedCanvases)
            return true
        }
        return overload.composesEverySecondTick && tick % 2 == 1 && news < .change
    }

    /// Says when a tick was composed, as soon as its canvas is there.
    func timing(ofTick tick: Int) -> TickTiming {
        TickTiming(lead: context.time(ofTick: tick) - schedule, composed: context.clock.now)
    }

    /// Takes note of a tick that is done.
    ///
    /// - Parameter isDrawn: Whether it has a canvas of its own.
    mutating func finish(_ picture: TickPicture, isDrawn: Bool) {
        let now = context.clock.now
        if isDrawn, picture.isNew, let time = picture.picture?.time {
            context.status.noteComposed(pictureAt: time, at: now)
        }
        govern(lateness: now - schedule, now: now)
        if let slack = picture.slack { lead.note(slack: slack, at: now) }
        context.status.set(\.lead, lead.advance(at: now, ahead: picture.lookAhead))
    }

    private var depth: Int { canvases.map(\.depth).max() ?? 0 }

    private mutating func govern(lateness: Int64, now: Int64) {
        context.status.noteTick(lateness: lateness)
        let before = governor.step
        let step = governor.update(lateness: lateness, depth: depth, now: now)
        overload.isStrained = governor.isStrained(at: now)
        guard step != before else { return }
        overload.step = step
        context.tell(.overload(from: before, to: step, rungCount: canvases.count))
    }
}
