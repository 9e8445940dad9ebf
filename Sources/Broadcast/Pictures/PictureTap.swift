import FFmpegKit
import HLS
import MediaModel
import Synchronization

/// Takes single canvases out of the programme, for its poster and its storyboard: one every two seconds, and in the first minute two a
/// second.
///
/// A broadcast's composer never waits for them: what finds no room is left out, and counted. A render's does. `offer` belongs to the
/// composer's thread, all else to any.
final class PictureTap: Sendable {
    struct Sample: Sendable {
        let canvas: SharedFrame
        /// What its sharpness is measured on: the source's picture under it, as hearts and letters are always sharp; an HDR one can't be, so the
        /// canvas itself.
        let measured: SharedFrame
        /// Which of the storyboard's tiles it is, from 0; `nil` for none.
        let tile: Int?
        /// How many seconds after the source's first picture it is shown, if it may become the poster; else `nil`.
        let posterSecond: Double?
        /// Whether a face was found in what is shown.
        let hasFace: Bool
    }

    /// Who has what it takes.
    struct Wishes: Sendable {
        var poster = true
        var storyboard: Bool
    }

    /// For so many seconds after the source's first picture a better poster is looked for.
    static let posterSeconds = 60
    private static let capacity = 4

    let samples = BoundedQueue<Sample>(capacity: PictureTap.capacity)
    /// Requested when no canvas follows.
    let ended = Interrupt()
    private let rate: FrameRate
    private let wishes: Wishes
    private let waits: Bool
    /// The tick of the source's first picture; -1 before.
    private let firstPicture = Atomic(-1)
    private let dropped = Atomic(0)
    private let ticksPerTile: Int

    /// - Parameter waits: Whether the composer waits for room.
    init(_ rate: FrameRate, _ wishes: Wishes, waits: Bool) {
        (self.rate, self.wishes, self.waits) = (rate, wishes, waits)
        ticksPerTile = rate.tick(atOrAfter: Storyboard.interval)
    }

    /// Takes a tick's canvas, if it is one to take.
    func offer(_ canvas: SharedFrame, tick: Int, _ shown: TickPicture) {
        let tile = wishes.storyboard && tick % ticksPerTile == 0 ? tick / ticksPerTile : nil
        let second = wishes.poster && shown.isShown && shown.picture != nil ? posterSecond(tick) : nil
        guard tile != nil || second != nil else { return }
        let source = shown.picture.map(\.frame)
        let sample = Sample(
            canvas: canvas, measured: source?.frame.depth == 8 ? source ?? canvas : canvas, tile: tile,
            posterSecond: second, hasFace: shown.sight?.showsFace ?? false)
        if waits {
            _ = samples.push(sample)
        } else if !samples.tryPush(sample), !ended.isRequested {
            dropped.add(1, ordering: .relaxed)
        }
    }

    private func posterSecond(_ tick: Int) -> Double? {
        let known = firstPicture.load(ordering: .relaxed)
        let first = known < 0 ? tick : known
        if known < 0 { firstPicture.store(tick, ordering: .relaxed) }
        let ticks = tick - first
        guard ticks <= Self.posterSeconds * rate.framesPerSecond, ticks % (rate.framesPerSecond / 2) == 0 else {
            return nil
        }
        return Double(ticks) / Double(rate.framesPerSecond)
    }

    /// No canvas follows.
    func close() {
        ended.request()
        samples.close()
    }

    /// Nobody takes canvases any more.
    func abandon() {
        ended.request()
        samples.abandon()
    }

    var droppedCount: Int { dropped.load(ordering: .relaxed) }
}
